"""The questions of our own that figures are measured with: enough of them, in every voice, and copied from nowhere."""

from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from knowledge import questions
from knowledge.settings import STARTER
from knowledge.vietnamese.text import fold, has_tone_marks, words
from nlu.understanding import project

OWN = Path(__file__).parents[1] / "questions"
UNSEEN = OWN / "unseen"
"""Written last, by others, and wholly held out: what the third cannot tell any more that was looked at often."""
PRACTICE = Path(questions.__file__).parent / "practice"
VOICES = {"written", "without_marks", "teencode", "elderly", "regional"}
# What the commune is not asked in vain, beside the procedures: who else does it, or nobody.
OTHERS = {"other_authority", "out_of_scope"}


@pytest.fixture(scope="module")
def asked():
    return questions.read(OWN)


@pytest.fixture(scope="module")
def unseen():
    return questions.read(UNSEEN)


@pytest.fixture(scope="module")
def records():
    yaml = YAML(typ="safe")
    return {record["code"]: record for record in map(yaml.load, sorted(STARTER.glob("*/*.yml")))}


def bare(text):
    return " ".join(words(fold(text)))


def test_every_record_is_asked_about_in_five_voices(asked, records):
    voices = {code: set() for code in records}
    for question in asked:
        for code in question.codes:
            voices[code].add(question.kind)

    assert {code: VOICES - heard for code, heard in voices.items() if heard < VOICES} == {}
    assert sum(bool(question.codes) for question in asked) >= 900


def test_there_are_enough_to_ask_back_on_and_enough_that_others_do(asked):
    outcomes = Counter(question.outcome for question in asked if not question.codes)

    assert outcomes["clarification"] >= 150
    assert sum(outcomes[other] for other in OTHERS) >= 150
    assert set(outcomes) == {"clarification", *OTHERS}


def test_who_must_ask_back_has_at_least_two_procedures_to_choose_among(asked, unseen, records):
    unclear = [question for question in (*asked, *unseen) if question.outcome == "clarification"]

    assert [question.text for question in unclear if len(question.among) < 2] == []
    assert {code for question in unclear for code in question.among} - records.keys() == set()


def test_the_unseen_questions_ask_for_most_records_and_for_what_others_do(unseen, records):
    asked_for = {code for question in unseen for code in question.codes}
    outcomes = Counter(question.outcome for question in unseen if not question.codes)

    assert asked_for <= records.keys()
    assert len(asked_for) > 0.8 * len(records)
    assert set(outcomes) == {"clarification", *OTHERS}
    assert {question.kind for question in unseen} == VOICES


def test_no_question_is_an_alias_a_name_or_a_phrase_that_something_is_trained_on(asked, unseen, records):
    aliases = {
        bare(text)
        for record in records.values()
        for text in (
            *record.get("aliases", ()),
            *record.get("shared_aliases", ()),
            *record["ways_to_ask"],
            *record.get("shared_ways_to_ask", ()),
            record["name"],
            record["plain"]["name"],
        )
    }
    taught = {bare(text) for texts in project.bundled().examples.values() for text in texts}
    shipped = {bare(question.text) for question in questions.read(STARTER / "questions.jsonl")}
    practised = {bare(question.text) for question in questions.read(PRACTICE)}

    assert [q.text for q in (*asked, *unseen) if bare(q.text) in aliases | taught | shipped | practised] == []


def test_no_question_stands_twice(asked, unseen):
    assert [text for text, count in Counter(bare(q.text) for q in (*asked, *unseen)).items() if count > 1] == []


def test_the_voices_are_what_they_say(asked):
    assert {question.kind for question in asked} == VOICES
    assert [q.text for q in asked if q.kind == "without_marks" and has_tone_marks(q.text)] == []
    assert [q.text for q in asked if q.kind in {"written", "elderly", "regional"} and not has_tone_marks(q.text)] == []


def test_a_third_is_held_out_the_same_third_however_it_is_typed(asked):
    share = sum(question.is_held_out for question in asked) / len(asked)

    assert 0.28 < share < 0.38
    one = asked[0]
    assert questions.Question(fold(one.text)).is_held_out is one.is_held_out


def test_nothing_is_tuned_on_the_held_out_third():
    plan = YAML(typ="safe").load(Path(questions.__file__).parent / "calibration-plan.yml")
    own = [part for part in plan["sets"] if "tests/questions" in str(part.get("questions"))]

    assert own
    assert [part["name"] for part in own if part.get("held_out") is not False] == []
    assert [part["name"] for part in own if "unseen" in part["questions"]] == []
