"""A whole encoder, from a base and records to the files that searching loads."""

import json
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from kiosk.cli import app
from knowledge import embedding
from knowledge.embedding import GOLDEN_FILE, MODEL_FILE, TOKENIZER_FILE, OnnxEmbedder
from knowledge.errors import ModelUnavailable, TuningRefused
from knowledge.tuning import encoder, exporting, pairs, training
from knowledge.tuning.encoder import Recipe
from knowledge.tuning.training import Course, TorchEmbedder

TEXTS = ["đăng ký nuôi chim cảnh cần gì", "thả diều", "?", "trồng cây trong ngày hội của thôn " * 30]
THREE_STEPS = Course(steps=3, batch=2)


@contextmanager
def quietly(_title):
    yield lambda done, total: None


@pytest.fixture
def exporter():
    pytest.importorskip("onnx", reason="The extra 'tuning' is not installed.")


def test_tuning_leaves_embeddings_alone_and_moves_the_rest(base, records):
    model = encoder.load(str(base))
    before = {name: value.detach().clone() for name, value in model.named_parameters()}

    told = []
    trained = training.train(
        model, pairs.batches(pairs.subjects(records), size=3, seed=7), THREE_STEPS, lambda *at: told.append(at)
    )

    moved = {name for name, value in model.named_parameters() if not value.equal(before[name])}
    assert moved
    assert not [name for name in moved if "embeddings" in name]
    assert trained.steps == 3
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_what_was_learned_lowers_the_loss(base, records):
    draws = pairs.batches(pairs.subjects(records), size=3, seed=7)

    trained = training.train(encoder.load(str(base)), draws, Course(steps=150))

    assert trained.last_loss < trained.first_loss


def test_tuning_ends_when_its_time_is_up(base, records):
    draws = pairs.batches(pairs.subjects(records), size=3, seed=7)

    trained = training.train(encoder.load(str(base)), draws, Course(steps=10**9, minutes=0.01))

    assert 0 < trained.steps < 10**9


@pytest.mark.usefixtures("exporter")
def test_the_files_give_the_vectors_of_the_tuned_model(any_base, records, tmp_path):
    model = encoder.load(str(any_base))
    training.train(model, pairs.batches(pairs.subjects(records), size=3, seed=7), THREE_STEPS)

    exporting.export(model, tmp_path, name="chim")

    written = OnnxEmbedder(tmp_path)
    ours = TorchEmbedder(model)
    for one, other in ((written.embed_queries(TEXTS[:3]), ours.embed_queries(TEXTS[:3])),
                       (written.embed_passages(TEXTS), ours.embed_passages(TEXTS))):  # fmt: skip
        assert np.allclose(np.linalg.norm(one, axis=1), 1, atol=1e-3)
        assert np.sum(one * other, axis=1).min() > 0.98
    assert embedding.self_test(written) > 0.999


@pytest.mark.usefixtures("exporter")
def test_an_encoder_is_made_whole_and_tells_how(base, records, tmp_path):
    output = tmp_path / "new" / "phuong-mau"

    report = encoder.make(Recipe(str(base), cuts_vocabulary=True, course=THREE_STEPS), records, output, step=quietly)

    assert {path.name for path in output.iterdir()} == {MODEL_FILE, TOKENIZER_FILE, GOLDEN_FILE, "report.json"}
    assert [path.name for path in output.parent.iterdir()] == ["phuong-mau"]
    assert report.tokens < report.base_tokens
    assert report.agreement > 0.98
    assert (report.procedures, report.held_out_titles, report.trained.steps) == (3, 1, 3)
    assert json.loads((output / "report.json").read_text("utf-8"))["name"] == report.name


@pytest.mark.usefixtures("exporter")
def test_encoders_of_other_weights_have_other_names(base, records, tmp_path):
    names = set()
    for seed in (1, 2):
        recipe = Recipe(str(base), course=Course(steps=2, batch=2, seed=seed))
        names.add(encoder.make(recipe, records, tmp_path / str(seed) / "mau", step=quietly).name)

    assert len(names) == 2
    assert all(name.startswith("mau-") for name in names)
    assert embedding.bundled().name not in names


@pytest.mark.usefixtures("exporter")
def test_a_base_that_is_missing_is_named(records, tmp_path):
    with pytest.raises(ModelUnavailable, match="is no folder here"):
        encoder.make(Recipe(str(tmp_path / "nowhere")), records, tmp_path / "out", step=quietly)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("exporter")
def test_a_folder_that_holds_no_model_is_named(records, tmp_path):
    (tmp_path / "empty").mkdir()

    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        encoder.make(Recipe(str(tmp_path / "empty")), records, tmp_path / "out", step=quietly)


def test_an_encoder_is_never_written_over(base, records, tmp_path):
    pytest.importorskip("onnx", reason="The extra 'tuning' is not installed.")

    with pytest.raises(TuningRefused, match=r"exists already\. Name a new folder"):
        encoder.make(Recipe(str(base)), records, tmp_path, step=quietly)


def test_a_full_disk_is_told_before_anything_is_learned(tmp_path):
    encoder.require_room(tmp_path / "new" / "out", needed=1)

    with pytest.raises(TuningRefused, match=r"MB are free\. Make room"):
        encoder.require_room(tmp_path / "new" / "out", needed=10**18)


@pytest.mark.usefixtures("exporter")
def test_the_command_makes_an_encoder_that_the_setting_names(base, tmp_path, monkeypatch):
    records = Path(__file__).parents[3] / "knowledge" / "starter" / "chung-thuc"
    output = tmp_path / "mau"

    given = {"--base": base, "--records": records, "--output": output, "--steps": 2, "--batch": 4}
    ran = CliRunner().invoke(app, ["knowledge", "tune", *(str(part) for pair in given.items() for part in pair)])

    assert ran.exit_code == 0, ran.output
    assert f"export MOTCUA_ENCODER={output}" in ran.output
    monkeypatch.setenv("MOTCUA_ENCODER", str(output))
    doctor = CliRunner().invoke(app, ["doctor"])
    assert embedding.of(output).name in doctor.output


def test_a_setting_that_names_no_encoder_is_told(tmp_path):
    with pytest.raises(ModelUnavailable, match="correct MOTCUA_ENCODER"):
        embedding.of(tmp_path / "nowhere")
