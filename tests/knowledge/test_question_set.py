"""The question set that is shipped: it must be about the shipped records, and no mere list of their aliases."""

from collections import Counter

import pytest
from ruamel.yaml import YAML

from knowledge import questions
from knowledge.settings import STARTER, KnowledgeSettings
from knowledge.vietnamese.text import fold, has_tone_marks


@pytest.fixture(scope="module")
def asked():
    return questions.read(STARTER / "questions.jsonl")


@pytest.fixture(scope="module")
def records():
    yaml = YAML(typ="safe")
    return {record["code"]: record for record in map(yaml.load, sorted(STARTER.glob("*/*.yml")))}


def test_it_is_the_set_that_editions_are_checked_with():
    assert KnowledgeSettings().questions == STARTER / "questions.jsonl"


def test_every_record_is_asked_about_in_three_voices(asked, records):
    voices = {code: Counter() for code in records}
    for question in asked:
        for code in question.codes:
            voices[code][question.kind] += 1

    assert {code for code, kinds in voices.items() if len(kinds) < 3} == set()


def test_there_are_questions_that_no_record_answers(asked):
    outcomes = Counter(question.outcome for question in asked if not question.codes)

    assert set(outcomes) == {"out_of_scope", "other_authority", "small_talk"}


def test_no_question_is_an_alias_or_a_name(asked, records):
    said = {
        fold(text)
        for record in records.values()
        for text in (*record.get("aliases", ()), *record.get("shared_aliases", ()), record["name"])
    }

    assert [question.text for question in asked if fold(question.text) in said] == []


def test_no_question_stands_twice(asked):
    assert [text for text, count in Counter(fold(q.text) for q in asked).items() if count > 1] == []


def test_the_voices_are_what_they_say(asked):
    assert [q.text for q in asked if q.kind == "without_marks" and has_tone_marks(q.text)] == []
    assert [q.text for q in asked if q.kind == "written" and not has_tone_marks(q.text)] == []
