"""The graph of an encoder with whole attentions for steps, in the place of many that only move numbers about."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from knowledge.tuning.graph import Graph, OtherShapeError

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto

_CONTRIBUTED = "com.microsoft"
_MASK = "lean/attention_mask"
_TOLERANCE = 1e-4


@dataclass(frozen=True)
class _Projection:
    """A matrix product in integers, with what makes real numbers of it."""

    source: tuple[str, str, str]
    """What is multiplied: its integers, their scale and their zero."""
    weights: npt.NDArray[Any]
    zeros: npt.NDArray[Any]
    scales: npt.NDArray[Any]
    bias: npt.NDArray[Any]


def make_lean(path: Path) -> bool:
    """Rewrite a quantised graph for the same vectors in fewer steps, and tell whether that could be done.

    One of another shape than a BERT's, or that would give other vectors, stays as it is.
    """
    import onnx

    before = path.read_bytes()
    model = onnx.load_from_string(before)
    is_changed = False
    for rewrite in (_join_attentions, _shorten_places):
        with suppress(OtherShapeError):
            rewrite(model)
            is_changed = True
    if not is_changed:
        return False
    # Where onnxruntime knows the shapes between steps, it joins additions to normalisations, which takes it longer.
    del model.graph.value_info[:]
    after = model.SerializeToString()
    if not np.allclose(_tried(before), _tried(after), atol=_TOLERANCE):
        return False
    path.write_bytes(after)
    return True


def _join_attentions(model: ModelProto) -> None:
    """Put one step in the place of each attention and of the three products before it. Raise OtherShapeError."""
    from onnx import TensorProto, helper

    graph = Graph(model)
    found = [step for step in model.graph.node if step.op_type == "Softmax"]
    attentions = [_attention(graph, softmax, f"lean/{place}") for place, softmax in enumerate(found)]
    if not attentions:
        raise OtherShapeError
    mask = helper.make_node("Cast", ["attention_mask"], [_MASK], name=_MASK, to=TensorProto.INT32)
    graph.put(first=[mask], instead={step.output[0]: step for step in attentions})
    if _CONTRIBUTED not in {used.domain for used in model.opset_import}:
        model.opset_import.append(helper.make_opsetid(_CONTRIBUTED, 1))


def _attention(graph: Graph, softmax: NodeProto, name: str) -> NodeProto:
    """Return the one step that does what the steps around a softmax do."""
    from onnx import helper

    _, scaled, compared = graph.above(softmax.input[0], "Add", "Mul", "MatMul")
    weighed, _, joined = graph.below(softmax.output[0], "MatMul", "Transpose", "Reshape")
    parts = [_projection(graph, made) for made in (*compared.input, weighed.input[1])]
    source, width = parts[0].source, len(parts[0].bias)
    scale = float(graph.constant(*scaled.input))
    heads = round(width * scale**2)
    # The one step divides by the root of a head's width.
    is_usual = heads > 0 and width % heads == 0 and np.isclose(scale, (heads / width) ** 0.5, rtol=1e-6)
    if not is_usual or any(part.source != source or len(part.bias) != width for part in parts):
        raise OtherShapeError
    weights, zeros, scales, bias = (
        graph.add_constant(f"{name}/{kind}", np.concatenate([getattr(part, kind) for part in parts], axis=-1))
        for kind in ("weights", "zeros", "scales", "bias")
    )
    integers, unit, zero = source
    given = [integers, weights, bias, unit, scales, _MASK, zero, zeros]
    return helper.make_node(
        "QAttention", given, [joined.output[0]], name=name, domain=_CONTRIBUTED, num_heads=heads, unidirectional=0
    )


def _projection(graph: Graph, name: str) -> _Projection:
    """Return the product that was cut into heads to make a value."""
    steps = graph.above(name, "Transpose", "Reshape", "Add", "Mul", "Cast", "MatMulInteger")
    _, _, added, scaled, _, product = steps
    (scaling,) = graph.above(scaled.input[1], "Mul")
    bias = graph.constant(*added.input)
    return _Projection(
        source=(product.input[0], scaling.input[0], product.input[2]),
        weights=graph.constant(product.input[1]),
        zeros=np.broadcast_to(graph.constant(product.input[3]), bias.shape),
        scales=np.broadcast_to(graph.constant(scaling.input[1]), bias.shape),
        bias=bias,
    )


def _shorten_places(model: ModelProto) -> None:
    """Take the vectors of places off the top of their table, and one vector for the kind that all tokens are of.

    Raise OtherShapeError.
    """
    from onnx import helper

    graph = Graph(model)
    _, _, kind_added, place_added = graph.below("input_ids", "Gather", "DequantizeLinear", "Add", "Add")
    kinds, kind = graph.above(kind_added.input[1], "DequantizeLinear", "Gather")
    _, place = graph.above(place_added.input[1], "DequantizeLinear", "Gather")
    (cut,) = graph.above(place.input[1], "Slice")
    counted = graph.constant(cut.input[0])
    if not np.array_equal(counted, np.arange(counted.size)[None]):
        raise OtherShapeError
    scale, zero = (graph.constant(name) for name in kinds.input[1:])
    row = (graph.constant(kind.input[0])[0].astype(np.float32) - zero.astype(np.float32)) * scale
    kind_added.input[1] = graph.add_constant("lean/kind", row)
    start = graph.add_constant("lean/start", np.zeros(1, np.int64))
    length = helper.make_node("Shape", ["input_ids"], ["lean/length"], name="lean/length", start=1, end=2)
    rows = helper.make_node(
        "Slice", [place.input[0], start, "lean/length", start], [place.output[0]], name="lean/places"
    )
    graph.put(first=[length], instead={place.output[0]: rows})


def _tried(model: bytes) -> npt.NDArray[np.float32]:
    """Return the vectors that a graph gives for a few texts, alone and beside longer ones."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Joined to an addition or not, a normalisation differs in its last digit, and rounding can make much of that.
    session = onnxruntime.InferenceSession(
        model, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )
    found = []
    for lengths in ((1,), (9,), (16, 7, 12)):
        mask = (np.arange(max(lengths)) < np.array(lengths)[:, None]).astype(np.int64)
        # Every vocabulary has sixteen tokens.
        ids = np.random.default_rng(7).integers(16, size=mask.shape)
        found.append(session.run(None, {"input_ids": ids, "attention_mask": mask})[0])
    return np.concatenate(found)
