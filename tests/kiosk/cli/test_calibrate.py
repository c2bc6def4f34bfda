"""`motcua knowledge calibrate`."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from knowledge import questions
from knowledge.calibration import Calibration
from knowledge.plans import SHIPPED

_CODES = {"1.001193", "1.004873", "2.000815"}


def motcua(home, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "kiosk.cli", *map(str, arguments)],
        env={**os.environ, "MOTCUA_HOME": str(home), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def labelled(tmp_path):
    """Questions on the records of the small edition and some beyond it, often enough to learn from."""
    known = [q for q in questions.read(SHIPPED) if _CODES & set(q.codes) or not q.codes]
    rows = [
        {"question": f"{polite}{q.text}", "codes": list(q.codes)}
        for q in known
        for polite in ("", "cho tôi hỏi ", "dạ ", "ad ơi ")
    ]
    file = tmp_path / "mine.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return file


def test_what_is_learned_is_written_told_and_used(home, labelled):
    ran = motcua(home, "knowledge", "calibrate", labelled)

    assert ran.returncode == 0, ran.stderr
    learned = Calibration.read(home / "calibration.json")
    assert "mine" in learned.learned_from
    assert str(home / "calibration.json") in ran.stdout.replace("\n", "")
    assert f"Answers from a score of {learned.thresholds.answer:.2f}" in ran.stdout
    found = json.loads(motcua(home, "evaluate", labelled, "--json").stdout)
    assert found["threshold"] == learned.thresholds.answer


def test_it_can_be_written_elsewhere(home, labelled, tmp_path):
    target = tmp_path / "new" / "mine.json"

    ran = motcua(home, "knowledge", "calibrate", labelled, "--output", target)

    assert ran.returncode == 0, ran.stderr
    assert Calibration.read(target).weights
    assert not (home / "calibration.json").exists()


def test_a_place_that_cannot_be_written_is_named(home, labelled, tmp_path):
    ran = motcua(home, "knowledge", "calibrate", labelled, "--output", tmp_path)

    assert ran.returncode == 1
    assert "the calibration cannot be written" in ran.stderr
    assert "database" not in ran.stderr
    assert "Traceback" not in ran.stderr


def test_too_few_questions_are_refused(home, tmp_path):
    file = tmp_path / "few.jsonl"
    file.write_text('{"question": "giấy khai sinh", "codes": ["1.001193"]}\n', "utf-8")

    ran = motcua(home, "knowledge", "calibrate", file)

    assert ran.returncode == 1
    assert "At least 20 questions" in ran.stderr
    assert not (home / "calibration.json").exists()


def test_without_an_edition_a_set_of_questions_cannot_be_asked(tmp_path, labelled):
    ran = motcua(tmp_path / "empty", "knowledge", "calibrate", labelled)

    assert ran.returncode == 1
    assert "no edition is published" in ran.stderr


def test_a_damaged_calibration_is_named_and_what_mends_it(home, labelled):
    (home / "calibration.json").write_text('{"weights": ', "utf-8")

    ran = motcua(home, "evaluate", labelled)

    assert ran.returncode == 1
    assert "calibration.json: this is not a calibration" in ran.stderr
    assert "motcua knowledge calibrate" in ran.stderr
    assert "Traceback" not in ran.stderr
