"""What the search must still find before a change is merged."""

from __future__ import annotations

import pytest

from knowledge import embedding, importing, questions, trials
from knowledge.calibration import Calibration
from knowledge.evaluation import evaluate, within
from knowledge.noise import Form
from knowledge.plans import SHIPPED
from knowledge.procedures import Level
from knowledge.scope import Scope


@pytest.fixture(scope="module")
def asked():
    """The shipped questions that a procedure answers; the others are the dialogue's to turn away."""
    return tuple(question for question in questions.read(SHIPPED) if question.codes)


@pytest.fixture(scope="module")
def as_written(starter_search, asked):
    return evaluate(starter_search, asked)


def test_the_shipped_questions_find_their_procedure(as_written):
    assert as_written.recall_at_1 >= 0.93
    assert as_written.recall_at(3) >= 0.97


@pytest.mark.parametrize(("form", "loss"), [(Form.NO_TONE_MARKS, 0.03), (Form.TEENCODE, 0.05)])
def test_hasty_typing_loses_little(starter_search, asked, as_written, form, loss):
    assert as_written.recall_at_1 - evaluate(starter_search, asked, form=form).recall_at_1 <= loss


def test_most_questions_are_answered_and_few_wrongly(as_written):
    assert as_written.coverage >= 0.75
    assert as_written.wrong_answer_rate <= 0.06


def test_no_question_of_the_set_is_left_out(starter_search, asked):
    assert within(starter_search, asked) == asked


@pytest.mark.slow
def test_what_citizens_asked_of_communes_is_found_among_all_they_ask_for(shared_data, vectors):
    scope = Scope(level=Level.COMMUNE, publisher="ministry", citizens=True)
    procedures = importing.procedures_of([shared_data / "procedures" / "portal_2026-07.jsonl.gz"], scope=scope)
    rows = questions.read(shared_data / "questions" / "dev.jsonl")
    faq = [row for row in rows if row.kind == "portal_faq" and row.is_communal and row.codes]

    with trials.searching(
        procedures, embedder=embedding.bundled(), cache=vectors, calibration=Calibration.bundled()
    ) as searcher:
        found = evaluate(searcher, within(searcher, faq))

    assert len(procedures) == 602
    assert found.recall_at_1 >= 0.76
    assert found.recall_at(3) >= 0.92
