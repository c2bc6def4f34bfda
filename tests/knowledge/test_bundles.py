"""Life events: their procedures exist, and their papers are merged from the records with nothing lost or invented."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from knowledge import authorities, bundles
from knowledge.bundles import BundleStep, merge, same_paper
from knowledge.errors import BundleNotFound, RecordRejected
from knowledge.procedures import Case, Document, DocumentRole, Form, Language, Procedure
from knowledge.settings import STARTER
from knowledge.vietnamese.text import fold

EVERY = bundles.bundled().every
each_bundle = pytest.mark.parametrize("bundle", EVERY, ids=lambda bundle: bundle.id)


@pytest.fixture(scope="module")
def records():
    yaml = YAML(typ="safe")
    read = (Procedure.model_validate(yaml.load(path)) for path in sorted(STARTER.glob("*/*.yml")))
    return {record.code: record for record in read}


def papers_of(bundle, records):
    """Return every paper of the cases that the steps name, with the code of its procedure."""
    for step in bundle.steps:
        if step.procedure:
            for document in bundles.case_of(step, records[step.procedure]).documents:
                if document.role is not DocumentRole.NOTE:
                    yield step.procedure, document


def test_the_nine_events_are_known():
    assert {bundle.id for bundle in EVERY} == {
        *("child_born", "death", "marriage", "moving", "lost_wallet", "turning_14"),
        *("household_business", "disability", "building"),
    }


@each_bundle
def test_every_step_is_a_record_or_another_authoritys_business(bundle, records):
    known = {one.id for one in authorities.bundled().every}

    assert [s for s in bundle.steps if s.procedure and s.procedure not in records] == []
    assert [s for s in bundle.steps if s.authority and s.authority not in known] == []


@each_bundle
def test_every_case_that_a_step_names_stands_in_its_record(bundle, records):
    lost = [s.case for s in bundle.steps if s.case and s.case not in {c.name for c in records[s.procedure].cases}]

    assert lost == []


@each_bundle
def test_no_paper_is_lost_or_invented(bundle, records):
    merged = merge(bundle, records)

    wanted = {(code, same_paper(document)) for code, document in papers_of(bundle, records)}
    names = {document.name for _, document in papers_of(bundle, records)}
    served = {(code, same_paper(document)): document.name for code, document in papers_of(bundle, records)}
    assert sum(len(paper.codes) for paper in merged) == len(wanted)
    assert {paper.name for paper in merged} <= names
    assert {code for paper in merged for code in paper.codes} == {code for code, _ in served}


@each_bundle
def test_each_paper_is_counted_once_and_in_the_largest_number(bundle, records):
    merged = merge(bundle, records)

    times = Counter((fold(paper.name), paper.form_number) for paper in merged)
    assert [name for name, count in times.items() if count > 1] == []
    by_key = {}
    for _, document in papers_of(bundle, records):
        by_key.setdefault(same_paper(document), []).append(document)
    most = Counter(max((d.originals or 0) for d in alike) for alike in by_key.values())
    assert Counter(paper.originals or 0 for paper in merged) == most


@each_bundle
def test_a_paper_is_conditional_only_where_each_procedure_says_so(bundle, records):
    optional = {step.procedure for step in bundle.steps if step.is_optional}
    papers = list(papers_of(bundle, records))
    of_everybody = {same_paper(document) for code, document in papers if code not in optional}
    always = {
        same_paper(document)
        for code, document in papers
        if not document.when and (code not in optional or same_paper(document) not in of_everybody)
    }

    assert sum(not paper.whens for paper in merge(bundle, records)) == len(always)


@each_bundle
def test_the_numbers_in_our_sentences_stand_in_the_records(bundle, records):
    held = " ".join(records[s.procedure].model_dump_json() for s in bundle.steps if s.procedure)
    ours = [bundle.opening, *(s.why for s in bundle.steps), *(a.vietnamese for a in bundle.advice)]

    numbers = {number for sentence in ours for number in re.findall(r"\d+", sentence)}
    assert {number for number in numbers if number not in held} == set()


@each_bundle
def test_the_sentences_are_short(bundle):
    ours = [
        bundle.opening,
        bundle.english_opening,
        *(step.told(language) for step in bundle.steps for language in Language),
        *(advice.told(language) for advice in bundle.advice for language in Language),
    ]

    assert [s for text in ours for s in re.split(r"[.:;] ", text) if len(s.split()) > 20] == []


def test_nothing_that_is_said_of_an_event_is_said_of_a_record_or_of_another_event(records):
    of_records = {fold(a) for record in records.values() for a in (*record.aliases, *record.shared_aliases)}
    said = Counter(fold(text) for bundle in EVERY for text in {*bundle.events, *bundle.aliases})

    assert [text for text, count in said.items() if count > 1] == []
    assert sorted({fold(text) for bundle in EVERY for text in bundle.aliases} & of_records) == []


def made(*documents, code="1.000001"):
    return Procedure(code=code, name="Việc", cases=(Case(documents=documents),))


def event(*codes):
    steps = tuple(BundleStep(procedure=code, why="Vì cần.", english_why="Needed.") for code in codes)
    return EVERY[0].model_copy(update={"steps": steps})


def test_the_identity_card_of_whoever_comes_is_one_paper_however_it_is_put():
    mine, again = Document(name="Căn cước hoặc hộ chiếu của người đi khai"), Document(name="Thẻ căn cước")
    theirs = Document(name="Căn cước của người được ủy quyền")
    records = {"1.000001": made(mine), "1.000002": made(again, theirs, code="1.000002")}

    merged = merge(event("1.000001", "1.000002"), records)

    assert [(paper.name, paper.codes) for paper in merged] == [
        ("Căn cước hoặc hộ chiếu của người đi khai", ("1.000001", "1.000002")),
        ("Căn cước của người được ủy quyền", ("1.000002",)),
    ]


def test_blanks_of_one_name_and_different_numbers_are_two_papers():
    first = Document(name="Tờ khai", form=Form(name="Tờ khai", number="02"))
    second = Document(name="Tờ khai", form=Form(name="Tờ khai", number="04"))
    records = {"1.000001": made(first), "1.000002": made(second, code="1.000002")}

    assert [paper.form_number for paper in merge(event("1.000001", "1.000002"), records)] == ["02", "04"]


def test_the_larger_number_counts_and_a_paper_that_is_always_needed_has_no_condition():
    few = Document(name="Trích lục khai tử", originals=0, copies=1, when="Khi cần")
    many = Document(name="trích lục khai tử", originals=1, copies=None)
    records = {"1.000001": made(few), "1.000002": made(many, code="1.000002")}

    (paper,) = merge(event("1.000001", "1.000002"), records)

    assert (paper.originals, paper.copies, paper.whens) == (1, 1, ())


@pytest.mark.parametrize("codes", [("1.000001", "1.000002"), ("1.000002", "1.000001")])
def test_a_paper_that_only_an_optional_procedure_always_needs_keeps_its_condition(codes):
    records = {
        "1.000001": made(Document(name="Giấy ủy quyền", when="Khi nhờ người khác")),
        "1.000002": made(Document(name="Giấy ủy quyền"), code="1.000002"),
    }
    whole = event(*codes)
    steps = tuple(step.model_copy(update={"is_optional": step.procedure == "1.000002"}) for step in whole.steps)

    (paper,) = merge(whole.model_copy(update={"steps": steps}), records)

    assert (paper.whens, paper.is_optional) == (("Khi nhờ người khác",), False)


def test_a_procedure_that_an_edition_lacks_is_passed_over():
    records = {"1.000001": made(Document(name="Tờ khai"))}

    assert [paper.codes for paper in merge(event("1.000001", "1.000002"), records)] == [("1.000001",)]


def test_an_id_that_is_not_known_is_told_with_those_that_are():
    with pytest.raises(BundleNotFound, match="child_born"):
        bundles.bundled().find("khong-co")


def test_a_step_without_a_procedure_names_its_file(tmp_path: Path):
    broken = (bundles.events.FOLDER / "death.yml").read_text("utf-8").replace('procedure: "1.000656"', 'procedure: ""')
    (tmp_path / "death.yml").write_text(broken, encoding="utf-8")

    with pytest.raises(RecordRejected, match=r"death\.yml.*either a procedure"):
        bundles.read(tmp_path)
