from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from kiosk.cli import app
from knowledge import centres


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path))
    monkeypatch.delenv("MOTCUA_DATABASE_URL", raising=False)


def run(*arguments):
    return CliRunner().invoke(app, ["calendar", *arguments])


def test_each_day_is_a_line_with_its_sessions_or_why_it_is_closed():
    told = run("--from", "2026-11-23", "--days", "2")

    assert told.exit_code == 0
    name, monday, tuesday = told.stdout.splitlines()
    assert name == centres.sample().name
    assert monday.split("  ")[0] == "Thứ Hai 23/11/2026"
    assert monday.endswith("7 giờ 30 – 11 giờ 30 và 13 giờ 30 – 17 giờ")
    assert tuesday.split() == ["Thứ", "Ba", "24/11/2026", "nghỉ", "Ngày", "Văn", "hóa", "Việt", "Nam"]


def test_it_is_listed_in_english_too():
    told = run("--from", "2026-11-24", "--days", "1", "--lang", "en")

    assert "Tuesday 24 November 2026" in told.stdout
    assert "closed" in told.stdout


def test_a_year_whose_plan_is_not_announced_is_said_to_be_open_to_change():
    assert "năm 2027 chưa được công bố" in run("--from", "2027-02-01", "--days", "10").stdout
    assert "chưa được công bố" not in run("--from", "2026-02-01", "--days", "10").stdout


def test_a_program_reads_the_same_as_json():
    told = json.loads(run("--from", "2026-11-23", "--days", "2", "--json").stdout)

    assert told["centre"] == "mau"
    monday, tuesday = told["days"]
    assert monday["sessions"][0] == {"opens": "07:30", "closes": "11:30"}
    assert (tuesday["sessions"], tuesday["reason"]) == ([], "Ngày Văn hóa Việt Nam")


@pytest.mark.parametrize("first", ["24/11/2026", "9999-12-30"], ids=["no date", "past the last year"])
def test_a_date_that_is_none_is_refused(first):
    told = run("--from", first)

    assert told.exit_code == 2


def test_a_centre_that_is_not_there_is_named():
    told = run("--centre", "khong-co")

    assert told.exit_code == 1
    assert "khong-co" in str(told.exception)
