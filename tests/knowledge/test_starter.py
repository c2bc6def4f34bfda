"""The starter records: what a clerk would check before putting a name under them."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from knowledge.procedures import Facet, FeeRule, Procedure
from knowledge.vietnamese.text import clean, fold, words
from nlu import numbers

STARTER = Path(__file__).parents[2] / "knowledge" / "starter"
FILES = sorted(STARTER.glob("*/*.yml"))
CODE = re.compile(r"\d\.\d{6}")
LIFE_EVENTS = {
    "co-con-nho",
    "hon-nhan-va-gia-dinh",
    "nguoi-than-qua-doi",
    "cu-tru-va-giay-to-tuy-than",
    "hoc-tap",
    "viec-lam",
    "suc-khoe-va-y-te",
    "dien-luc-nha-o-dat-dai",
    "huu-tri",
    "kinh-doanh",
    "giai-quyet-khieu-kien",
}
LONGEST_SENTENCE = 25
LONGEST_STEP = 20
_SENTENCE_END = re.compile(r"[.?!:;]\s|\n")
# What a synthetic voice would spell out or swallow.
_NOT_SPEAKABLE = re.compile(r"[\d()\[\]/*_|<>@#%&]|\b[A-ZĐ]{2,}\b|VNeID")
# Districts went with the reform of July 2025, the household book on paper before that.
_GONE = re.compile(r"ủy ban nhân dân (cấp )?huyện|công an (cấp )?huyện|phòng tư pháp|thị trấn", re.IGNORECASE)


def read(path: Path) -> Procedure:
    return Procedure.model_validate(YAML(typ="safe").load(path))


RECORDS = {path: read(path) for path in FILES}
each_record = pytest.mark.parametrize("record", RECORDS.values(), ids=lambda record: record.code)


def our_words(record: Procedure) -> Iterator[str]:
    """Everything of a record that citizens read as ours."""
    for wording in (record.plain, record.english):
        yield from (wording.name, wording.summary, *wording.facets.values(), *wording.spoken.values())


def official_texts(record: Procedure) -> Iterator[str]:
    """The fields that an answer may cite."""
    yield from (record.name, record.requirements, record.who_for, record.not_for, record.receiving_address)
    yield from (
        *record.results,
        *(step.text for step in record.steps),
        *(agency.name for agency in record.agencies),
    )
    yield from (law.number for law in record.legal_basis)
    for case in record.cases:
        yield case.name
        for paper in case.documents:
            yield from (paper.name, paper.when, paper.note)
            yield from (paper.form.name, paper.form.number) if paper.form else ()
    for method in record.methods:
        yield from (method.note, method.time.text if method.time else "")
        yield from chain.from_iterable((fee.note, fee.per, fee.kind) for fee in method.fees)


def official_numbers(record: Procedure) -> frozenset[str]:
    typed = [fee.amount for method in record.methods for fee in method.fees]
    typed += [method.time.value for method in record.methods if method.time]
    typed += [count for case in record.cases for paper in case.documents for count in (paper.originals, paper.copies)]
    return numbers.values(official_texts(record)) | {numbers.of_amount(value) for value in typed if value is not None}


def sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE_END.split(text) if words(part)]


def test_there_are_forty_of_them() -> None:
    assert len(RECORDS) >= 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_named_by_its_code(path: Path) -> None:
    assert path.stem == RECORDS[path].code
    assert CODE.fullmatch(path.stem)


def test_no_code_is_written_twice() -> None:
    assert [code for code, count in Counter(record.code for record in RECORDS.values()).items() if count > 1] == []


@each_record
def test_a_record_is_whole(record: Procedure) -> None:
    required = "fields levels publisher publisher_code subjects who_for not_for cases methods steps agencies results"
    ours = "mistakes legal_basis related life_events checked_on"

    assert [name for name in (required + " " + ours).split() if not getattr(record, name)] == []
    assert [case.name for case in record.cases if not case.documents] == []
    # A record may lack the time only where our words say so.
    untimed = [method.method for method in record.methods if method.time is None]
    assert untimed == [] or "chưa ghi thời gian" in record.plain.facets[Facet.TIME]
    assert [law.title for law in record.legal_basis if not law.number] == []
    assert record.is_nationwide
    assert record.decision.number
    assert record.source.url.startswith("https://")


@each_record
def test_a_record_has_our_words_for_what_is_asked_most(record: Procedure) -> None:
    asked = {Facet.DOCUMENTS, Facet.FEE, Facet.TIME, Facet.PLACE}

    assert all((record.plain.name, record.plain.summary, record.english.name, record.english.summary))
    assert asked | {Facet.STEPS} <= record.plain.facets.keys()
    assert asked | {Facet.STEPS} <= record.plain.spoken.keys()
    assert asked <= record.english.facets.keys()


@each_record
def test_a_citizen_has_many_ways_to_say_it(record: Procedure) -> None:
    assert 8 <= len(record.aliases) <= 25


def test_an_alias_leads_to_one_procedure() -> None:
    own = Counter(fold(alias) for record in RECORDS.values() for alias in record.aliases)
    shared = {fold(alias) for record in RECORDS.values() for alias in record.shared_aliases}

    assert [alias for alias, count in own.items() if count > 1 or alias in shared] == []


def test_a_shared_alias_is_shared() -> None:
    claims = Counter(alias for record in RECORDS.values() for alias in record.shared_aliases)
    spellings = Counter(fold(alias) for alias in claims)

    assert [alias for alias, count in claims.items() if count < 2] == []
    assert [alias for alias, count in spellings.items() if count > 1] == []


@each_record
def test_a_record_points_only_to_other_procedures(record: Procedure) -> None:
    assert record.code not in record.related
    assert all(CODE.fullmatch(code) for code in record.related)
    assert set(record.life_events) <= LIFE_EVENTS


@each_record
def test_what_is_spoken_can_be_said_aloud(record: Procedure) -> None:
    spoken = [text for wording in (record.plain, record.english) for text in wording.spoken.values()]

    assert [text for text in spoken if _NOT_SPEAKABLE.search(text)] == []
    assert [text for text in spoken if len(words(text)) > 2 * LONGEST_SENTENCE] == []


@each_record
def test_sentences_are_short(record: Procedure) -> None:
    long = [part for text in our_words(record) for part in sentences(text) if len(words(part)) > LONGEST_SENTENCE]

    assert long == []
    assert len(words(record.plain.summary)) <= LONGEST_SENTENCE
    assert [step.text for step in record.steps if len(words(step.text)) > LONGEST_STEP] == []


@each_record
def test_every_number_we_say_stands_in_a_field(record: Procedure) -> None:
    known = official_numbers(record)

    unknown = [
        number.written for text in our_words(record) for number in numbers.find(text) if number.value not in known
    ]

    assert unknown == []


@each_record
def test_a_sum_is_said_only_where_the_field_has_one(record: Procedure) -> None:
    for fee in chain.from_iterable(method.fees for method in record.methods):
        assert (fee.rule is FeeRule.AMOUNT) == (fee.amount is not None)
        assert not fee.amount or fee.currency in {"VND", "USD"}
        assert fee.amount or fee.note or fee.rule is FeeRule.UNSTATED


@each_record
def test_free_is_said_only_where_the_record_says_free(record: Procedure) -> None:
    is_free = any(fee.rule is FeeRule.FREE for method in record.methods for fee in method.fees)
    said = [
        text for text in our_words(record) if re.search(r"không mất (lệ )?phí|miễn phí|^free\b", text, re.IGNORECASE)
    ]

    assert is_free or said == []


@each_record
def test_a_record_was_checked_on_a_day_that_has_been(record: Procedure) -> None:
    checked = record.checked_on or date.max

    assert checked <= datetime.now(tz=UTC).date()
    assert (record.source.updated_on or date.max) <= checked
    assert [law.number for law in record.legal_basis if (law.issued_on or checked) > checked] == []


@each_record
def test_nobody_is_sent_to_an_office_that_is_gone(record: Procedure) -> None:
    texts = [*our_words(record), *official_texts(record), *record.mistakes]

    assert [text for text in texts if _GONE.search(text)] == []


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
