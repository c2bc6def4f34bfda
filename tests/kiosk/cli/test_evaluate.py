from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from kiosk.cli import app

_PLANTED = """
code: "9.000099"
name: Thủ tục thử
plain: {facets: {fee: "Bạn nộp 77.000 đồng."}}
methods: [{method: counter}]
"""


def evaluate(home, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "kiosk.cli", "evaluate", *arguments],
        env={**os.environ, "MOTCUA_HOME": str(home), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def questions(tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": "làm giấy khai sinh cần giấy tờ gì", "codes": ["1.001193"]}\n', "utf-8")
    return str(file)


def test_the_search_and_the_dialogue_are_measured_alike(home, questions):
    searched, talked = (
        json.loads(evaluate(home, questions, "--json", *more).stdout)["figures"][0] for more in ((), ("--dialogue",))
    )

    assert (searched["form"], searched["coverage"], searched["wrong_answer_rate"]) == ("as written", 1.0, 0.0)
    assert (talked["form"], talked["coverage"], talked["wrong_answer_rate"]) == ("as written", 1.0, 0.0)
    assert talked["outcomes"] == {"answered": 1}


def test_numbers_that_all_stand_leave_with_success(home):
    ran = evaluate(home, "--numbers", "--sample", "1", "--json")

    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["procedures"], told["failures"], told["supported_share"]) == (1, [], 1.0)
    assert told["numbers"] == told["supported"] > 0


def test_one_unsupported_number_fails_the_command(home, tmp_path):
    record = tmp_path / "9.000099.yml"
    record.write_text(_PLANTED, "utf-8")

    ran = evaluate(home, "--numbers", "--records", str(record))

    assert ran.returncode == 1, ran.stderr
    assert "unsupported: 9.000099 fee (vi): 77.000" in ran.stdout
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("options", "refused"),
    [
        (("--numbers", "--dialogue"), "--dialogue"),
        (("--numbers", "--without", "words"), "--without"),
        (("--dialogue", "--picture", "curve.png"), "--picture"),
        (("--sample", "3"), "--sample"),
        (("--level", "commune"), "--level"),
    ],
)
def test_options_that_mean_nothing_together_are_a_usage_error_that_names_one(options, refused):
    ran = CliRunner().invoke(app, ["evaluate", *options])

    assert ran.exit_code == 2
    assert f"'{refused}'" in ran.output
