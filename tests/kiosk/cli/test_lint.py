import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kiosk.cli import app

STARTER = Path(__file__).parents[3] / "knowledge" / "starter"
SOUND = STARTER / "cu-tru" / "1.002755.yml"


def lint(*arguments):
    # The tests of a later year find the record as old as it is, and are not about that.
    return CliRunner().invoke(app, ["knowledge", "lint", "--oldest", "99999", *map(str, arguments)])


@pytest.fixture
def broken(tmp_path):
    record = tmp_path / SOUND.name
    record.write_text(SOUND.read_text("utf-8").replace("life_events: [", "life_events: [len-sao-hoa, "), "utf-8")
    return record


def test_a_sound_record_passes(tmp_path):
    record = Path(shutil.copy(SOUND, tmp_path))

    told = lint(record)

    assert (told.exit_code, told.stdout) == (0, "")
    assert told.stderr == "1 records, 0 findings.\n"


def test_a_finding_is_one_line_with_place_rule_and_what_to_do(broken):
    told = lint(broken)

    (line,) = told.stdout.splitlines()
    assert told.exit_code == 1
    assert line.startswith(f"{broken}:")
    assert " unknown-life-event There is no life event “len-sao-hoa”. Take one of: " in line


def test_findings_are_given_as_json(broken):
    told = lint(broken, "--json")

    found = json.loads(told.stdout)
    assert told.exit_code == 1
    assert found["records"] == 1
    assert [(one["rule"], one["path"]) for one in found["findings"]] == [("unknown-life-event", str(broken))]


def test_a_record_may_not_have_been_checked_longer_ago_than_the_operator_says():
    told = lint(SOUND, "--oldest", "3")

    assert told.exit_code == 1
    assert "3 are allowed" in told.stdout


def test_the_rules_are_listed():
    told = lint("--rules")

    assert told.exit_code == 0
    assert "jargon                 Words of offices do not stand in our own sentences.\n" in told.stdout


def test_the_help_shows_examples():
    assert "motcua knowledge lint records --oldest 180" in lint("--help").stdout
