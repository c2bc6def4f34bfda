"""The practice questions, which the search learns from and is never measured with."""

from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from knowledge import questions
from knowledge.settings import STARTER
from knowledge.vietnamese.text import fold, words

PRACTICE = Path(questions.__file__).parent / "practice"


@pytest.fixture(scope="module")
def records():
    yaml = YAML(typ="safe")
    return {record["code"]: record for record in map(yaml.load, sorted(STARTER.glob("*/*.yml")))}


@pytest.fixture(scope="module")
def practised():
    return {path.stem: questions.read(path) for path in sorted(PRACTICE.glob("*.jsonl"))}


def bare(text):
    return " ".join(words(fold(text)))


def test_every_record_is_practised_and_has_ways_to_ask(practised, records):
    asked = {code for question in practised["procedures"] for code in question.codes}

    assert asked == records.keys()
    assert [code for code, record in records.items() if len(record["ways_to_ask"]) < 10] == []


def test_what_is_practised_is_no_way_to_ask_that_is_searched(practised, records):
    """The ranker would learn that everything has been asked before in the same words."""
    searched = {
        bare(way)
        for record in records.values()
        for way in (*record["ways_to_ask"], *record.get("shared_ways_to_ask", ()))
    }

    assert [q.text for one in practised.values() for q in one if bare(q.text) in searched] == []


def test_what_must_be_asked_back_on_fits_several_records(practised, records):
    fitting = [set(question.among) for question in practised["ask_back"]]

    assert min(map(len, fitting)) >= 2
    assert set.union(*fitting) <= records.keys()


def test_others_business_and_nobodys_are_practised_alike(practised):
    outcomes = Counter(question.outcome for question in practised["others"])

    assert set(outcomes) == {"other_authority", "out_of_scope"}
    assert min(outcomes.values()) >= 200
