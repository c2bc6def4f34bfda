"""A graph in fewer steps gives the vectors that it gave before."""

import shutil

import numpy as np
import pytest

from knowledge.embedding import MODEL_FILE, OnnxEmbedder
from knowledge.tuning import encoder, exporting, lean_graph

onnx = pytest.importorskip("onnx", reason="The extra 'tuning' is not installed.")

TEXTS = [
    "?",
    "thả diều",
    "giấy nuôi chim cảnh của xã",
    "đăng ký nuôi chim cảnh cần gì",
    "trồng cây trong ngày hội " * 30,
]


@pytest.fixture(scope="module")
def quantised(base, tmp_path_factory):
    """The folder of an encoder as it is before its graph is made lean."""
    folder = tmp_path_factory.mktemp("quantised")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(lean_graph, "make_lean", lambda path: False)
        exporting.export(encoder.load(str(base)), folder, name="chim")
    return folder


@pytest.fixture
def written(quantised, tmp_path):
    """A copy of it that may be written over."""
    return shutil.copytree(quantised, tmp_path / "written")


def kinds(path):
    return [step.op_type for step in onnx.load(path).graph.node]


def change_constants(path, shape, old, new):
    """Write the graph anew with other numbers for the constants that have this shape and hold nothing else."""
    model = onnx.load(path)
    changed = 0
    for tensor in model.graph.initializer:
        value = onnx.numpy_helper.to_array(tensor)
        if value.shape == shape and np.all(value == old):
            tensor.CopyFrom(onnx.numpy_helper.from_array(np.full_like(value, new), tensor.name))
            changed += 1
    assert changed
    onnx.save(model, path)


@pytest.mark.parametrize("kind", ["queries", "passages"])
def test_a_lean_graph_gives_the_same_vectors_in_half_the_steps(quantised, written, kind):
    assert lean_graph.make_lean(written / MODEL_FILE)

    before, after = (getattr(OnnxEmbedder(folder), f"embed_{kind}")(TEXTS) for folder in (quantised, written))
    assert np.allclose(before, after, atol=1e-5)
    assert len(kinds(written / MODEL_FILE)) < len(kinds(quantised / MODEL_FILE)) / 2


def test_a_text_has_the_same_vector_beside_a_longer_one(written):
    lean_graph.make_lean(written / MODEL_FILE)

    embedder = OnnxEmbedder(written)

    assert np.sum(embedder.embed_passages(TEXTS)[:4] * embedder.embed_passages(TEXTS[:4]), axis=1).min() > 0.999


def test_an_encoder_is_exported_lean(base, tmp_path):
    exporting.export(encoder.load(str(base)), tmp_path, name="chim")

    assert kinds(tmp_path / MODEL_FILE).count("QAttention") == 2
    assert OnnxEmbedder(tmp_path).name.startswith("chim-")


def test_a_lean_graph_keeps_its_name(quantised, written):
    lean_graph.make_lean(written / MODEL_FILE)

    assert OnnxEmbedder(written).name == OnnxEmbedder(quantised).name


def test_a_graph_that_is_lean_already_stays_as_it_is(written):
    lean_graph.make_lean(written / MODEL_FILE)
    before = (written / MODEL_FILE).read_bytes()

    assert not lean_graph.make_lean(written / MODEL_FILE)
    assert (written / MODEL_FILE).read_bytes() == before


def test_a_graph_of_another_shape_stays_as_it_is(tmp_path):
    given = onnx.helper.make_tensor_value_info("input_ids", onnx.TensorProto.INT64, ["batch", "length"])
    made = onnx.helper.make_tensor_value_info("embedding", onnx.TensorProto.FLOAT, ["batch", "length"])
    steps = [
        onnx.helper.make_node("Cast", ["input_ids"], ["numbers"], to=onnx.TensorProto.FLOAT),
        onnx.helper.make_node("Softmax", ["numbers"], ["embedding"]),
    ]
    onnx.save(onnx.helper.make_model(onnx.helper.make_graph(steps, "other", [given], [made])), tmp_path / MODEL_FILE)
    before = (tmp_path / MODEL_FILE).read_bytes()

    assert not lean_graph.make_lean(tmp_path / MODEL_FILE)
    assert (tmp_path / MODEL_FILE).read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        # What the heads compare is not divided by the root of their width, sixteen.
        {"shape": (), "old": 0.25, "new": 0.26},
        # All tokens are of the other kind.
        {"shape": (1, 200), "old": 0, "new": 1},
    ],
)
def test_a_graph_that_would_give_other_vectors_keeps_its_own(written, change):
    change_constants(written / MODEL_FILE, **change)
    before = OnnxEmbedder(written).embed_queries(TEXTS)

    lean_graph.make_lean(written / MODEL_FILE)

    assert np.allclose(OnnxEmbedder(written).embed_queries(TEXTS), before, atol=1e-5)
    assert "QAttention" not in kinds(written / MODEL_FILE)
