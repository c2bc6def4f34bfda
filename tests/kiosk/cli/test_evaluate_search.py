"""`motcua evaluate` of the bare search: its figures, parts, pictures and models."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from kiosk.cli import app
from knowledge.parts import Part

_ROWS = (
    {"question": "làm giấy khai sinh cần giấy tờ gì", "codes": ["1.001193"]},
    {"question": "xin giấy độc thân ở đâu", "codes": ["1.004873"]},
    {"question": "làm hộ chiếu ở đâu", "codes": []},
)


def evaluate(home, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "kiosk.cli", "evaluate", *map(str, arguments)],
        env={**os.environ, "MOTCUA_HOME": str(home), "COLUMNS": "200", **environment},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


@pytest.fixture
def asked(tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in _ROWS), "utf-8")
    return file


def test_the_figures_of_every_form_are_a_table(home, asked):
    ran = evaluate(home, asked)

    assert ran.returncode == 0, ran.stderr
    for form in ("as written", "no tone marks", "teencode"):
        assert form in ran.stdout
    assert "Answers are given from a score of" in ran.stdout
    assert "làm hộ chiếu ở đâu" in ran.stdout  # the worst misses
    assert "right: no answer" in ran.stdout


def test_the_figures_are_one_json_object(home, asked):
    told = json.loads(evaluate(home, asked, "--json").stdout)

    assert [figures["form"] for figures in told["figures"]] == ["as written", "no tone marks", "teencode"]
    assert told["figures"][0]["recall_at_1"] == 1.0
    assert len(told["curves"]["as written"]) == 3
    assert [miss["question"] for miss in told["misses"]] == ["làm hộ chiếu ở đâu"]


@pytest.mark.parametrize(("name", "begins"), [("curve.png", b"\x89PNG"), ("curve.svg", b"<?xml")])
def test_the_curve_is_a_real_picture(home, asked, tmp_path, name, begins):
    ran = evaluate(home, asked, "--json", "--picture", tmp_path / name)

    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize("name", ["missing/curve.png", "curve.xyz"])
def test_a_picture_that_cannot_be_written_is_named(home, asked, tmp_path, name):
    ran = evaluate(home, asked, "--picture", tmp_path / name)

    assert ran.returncode == 1
    assert name in ran.stderr
    assert "the picture cannot be written" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("part", Part)
def test_every_part_can_be_left_out(home, asked, part):
    ran = CliRunner().invoke(app, ["evaluate", str(asked), "--json", "--without", part.value], env={"COLUMNS": "200"})

    assert ran.exit_code == 0, ran.output
    told = next(line for line in ran.output.splitlines() if line.startswith("{"))
    assert json.loads(told)["figures"][0]["questions"] == 3


def test_an_unknown_part_is_named(asked):
    ran = CliRunner().invoke(app, ["evaluate", str(asked), "--without", "luck"])

    assert ran.exit_code == 2
    assert "luck" in ran.output


def test_a_bad_line_is_named(home, asked):
    asked.write_text('{"question": "a"}\nnot JSON\n', "utf-8")

    ran = evaluate(home, asked)

    assert ran.returncode == 1
    assert "questions.jsonl:2: this line is not JSON" in ran.stderr


def test_without_an_edition_the_command_that_publishes_one_is_named(tmp_path, asked):
    ran = evaluate(tmp_path / "empty", asked)

    assert ran.returncode == 1
    assert "No edition is published" in ran.stderr


@pytest.fixture
def small_model(tmp_path):
    """A folder with a sentence-transformers model of a few words, of random vectors."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    words = ["[UNK]", "làm", "giấy", "khai", "sinh", "độc", "thân", "xin", "Đăng", "ký", "chứng", "thực"]
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    folder = tmp_path / "small-model"
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=16)], device="cpu").save(str(folder))
    return folder


@pytest.mark.slow
def test_any_model_takes_the_place_of_the_bundled_one(home, asked, small_model):
    ran = evaluate(home, asked, "--json", "--model", small_model, HF_HUB_OFFLINE="1")

    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["figures"][0]["questions"] == 3
    bundled = json.loads(evaluate(home, asked, "--json").stdout)
    assert told["curves"] != bundled["curves"]


@pytest.mark.slow
def test_a_model_that_is_not_there_is_named_without_asking_the_network(home, asked):
    ran = evaluate(home, asked, "--model", "khong-co/mo-hinh", HF_HUB_OFFLINE="1")

    assert ran.returncode == 1
    assert "The model 'khong-co/mo-hinh' cannot be loaded" in ran.stderr
    assert "Traceback" not in ran.stderr
