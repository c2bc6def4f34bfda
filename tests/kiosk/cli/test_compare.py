import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from kiosk.cli import app

STARTER = Path(__file__).parents[3] / "knowledge" / "starter"
OURS = STARTER / "cu-tru" / "1.002755.yml"


def compare(*arguments):
    return CliRunner().invoke(app, ["knowledge", "compare", *map(str, arguments)])


@pytest.fixture
def pair(tmp_path):
    """A record of ours, and a publisher's of the same code with another agency and another decision."""

    def write(note):
        record = YAML(typ="safe").load(OURS.read_text("utf-8")) | {"note": note}
        changes = {"agencies": [{"name": "Sở Mật ong"}], "decision": {"number": "1/QĐ-ONG"}}
        for name, content in (("ours", record), ("portal", record | changes)):
            with (tmp_path / f"{name}.yml").open("w", encoding="utf-8") as file:
                YAML().dump(content, file)
        return ["--records", tmp_path / "ours.yml", "--with", tmp_path / "portal.yml"]

    return write


def test_differences_are_shown_with_what_explains_them(pair):
    told = compare(*pair("Nơi làm: Sở Mật ong không làm việc này."))

    assert told.exit_code == 1
    assert "    Nơi làm: agency: ours (nothing), portal Sở Mật ong\n" in told.stdout
    assert "        explained: Sở Mật ong không làm việc này.\n" in told.stdout
    assert told.stdout.splitlines()[-1] == "1 records, 2 differences explained, 1 not."


def test_only_what_no_note_explains_is_shown_when_that_is_wanted(pair):
    told = compare(*pair("Nơi làm: Sở Mật ong không làm việc này."), "--unexplained")

    assert "Khác: decision: ours " in told.stdout
    assert "Sở Mật ong" not in told.stdout


def test_where_everything_is_explained_the_command_ends_well(pair):
    told = compare(*pair("Nơi làm: một.\nKhác: hai."))

    assert told.exit_code == 0
    assert told.stdout.splitlines()[-1] == "1 records, 3 differences explained, 0 not."


def test_differences_are_given_as_json(pair):
    told = compare(*pair("Nơi làm: một."), "--json")

    found = json.loads(told.stdout)
    assert (found["records"], found["explained"], found["unexplained"]) == (1, 2, 1)
    (record,) = found["differing"]
    assert [(each["aspect"], each["explanation"]) for each in record["differences"]] == [
        ("Nơi làm", "một."),
        ("Nơi làm", "một."),
        ("Khác", None),
    ]


def test_a_code_that_we_have_no_record_of_is_named(pair):
    told = compare(*pair(""), "9.999999")

    assert told.exit_code == 1
    assert "9.999999" in str(told.exception)
