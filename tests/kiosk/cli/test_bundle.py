from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from kiosk.cli import app
from knowledge.errors import BundleNotFound


def run(*arguments):
    return CliRunner().invoke(app, ["knowledge", "bundle", *arguments])


def test_the_life_events_are_listed():
    told = run()

    assert told.exit_code == 0
    assert "child_born          Mới sinh con" in told.stdout.splitlines()
    assert len(told.stdout.splitlines()) == len(json.loads(run("--json").stdout))


@pytest.mark.usefixtures("home")
def test_one_is_told_from_the_published_records():
    told = run("child_born")

    assert "1. Làm giấy khai sinh (1.001193): " in told.stdout
    assert "- Giấy chứng sinh (1 bản chính) [việc 1]" in told.stdout.splitlines()


@pytest.mark.usefixtures("home")
def test_a_program_reads_what_the_http_interface_gives():
    told = json.loads(run("child_born", "--json", "--lang", "en").stdout)

    assert told["name"] == "A child is born"
    assert told["papers"][0]["codes"] == ["1.001193"]


def test_an_unknown_one_is_told_with_those_that_are():
    told = run("khong-co")

    assert told.exit_code == 1
    assert isinstance(told.exception, BundleNotFound)
    assert "child_born" in str(told.exception)
