"""The starter records: what a clerk would check before putting a name under them."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from kiosk import record_lint
from knowledge import embedding, importing
from knowledge.comparison import Likeness, compare
from knowledge.lint.findings import Finding
from knowledge.procedures import Procedure
from knowledge.vietnamese.text import clean

STARTER = Path(__file__).parents[2] / "knowledge" / "starter"
FILES = sorted(STARTER.glob("*/*.yml"))


def read(path: Path) -> Procedure:
    return Procedure.model_validate(YAML(typ="safe").load(path))


RECORDS = {path: read(path) for path in FILES}
each_record = pytest.mark.parametrize("record", RECORDS.values(), ids=lambda record: record.code)


def test_there_are_forty_of_them() -> None:
    assert len(RECORDS) >= 40


@pytest.fixture(scope="module")
def findings() -> tuple[Finding, ...]:
    # The day of the last check, not today: nothing breaks by the clock alone.
    last_check = max(record.checked_on for record in RECORDS.values() if record.checked_on)
    return record_lint.look([STARTER], today=last_check).findings


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_lint_finds_nothing(path: Path, findings: tuple[Finding, ...]) -> None:
    assert [str(finding) for finding in findings if finding.path == path] == []


@pytest.fixture(scope="module")
def portal(shared_data: Path) -> dict[str, dict[str, Any]]:
    """The portal's own details of our procedures and of those that we point to, by code."""
    wanted = {code for record in RECORDS.values() for code in (record.code, *record.related)}
    found: dict[str, dict[str, Any]] = {}
    with gzip.open(shared_data / "procedures" / "portal_2026-07.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if (code := re.search(r'"code": ?"(\d\.\d{6})"', line)) and code.group(1) in wanted:
                detail = json.loads(line)
                found.setdefault(code.group(1), detail.get("detail") or detail)
    return found


def test_we_point_only_to_procedures_that_exist(portal: dict[str, dict[str, Any]]) -> None:
    assert {code for record in RECORDS.values() for code in record.related} - portal.keys() == set()


@each_record
def test_the_official_facts_are_the_portals(record: Procedure, portal: dict[str, dict[str, Any]]) -> None:
    official = portal[record.code]

    assert record.name == clean(official["name"])
    assert record.decision.number == official["procedureProposal"]["proposalNumber"]
    assert record.source.url.endswith(official["id"])
    assert record.publisher_code == official["departmentPromulgateCode"]


@pytest.mark.slow
def test_every_fact_that_differs_from_the_portals_is_explained(shared_data: Path) -> None:
    portal = importing.procedures_of([shared_data / "procedures" / "portal_2026-07.jsonl.gz"])
    theirs = {procedure.code: procedure for procedure in portal}
    likeness = Likeness(embedding.bundled())

    compared = [compare(record, theirs.get(record.code), likeness) for record in RECORDS.values()]

    assert [f"{one.code} {each}" for one in compared for each in one.unexplained] == []
