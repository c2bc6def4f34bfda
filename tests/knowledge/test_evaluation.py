"""The figures of a question set."""

import pytest

from knowledge.evaluation import Evaluation, Judged, evaluate, within
from knowledge.noise import Form
from knowledge.questions import Question
from knowledge.search import Candidate, Finding

THRESHOLD = 0.5


def judged(place, score, *, codes=("a",), shared=()):
    return Judged(Question("?", codes), Finding("?", (Candidate("x", "X", score),), shared), place)


# Right and sure; right and unsure; second and sure; not found, unsure; none is right, sure; right, sure, asks back.
EVALUATION = Evaluation(
    (
        judged(1, 0.9),
        judged(1, 0.4),
        judged(2, 0.8),
        judged(0, 0.1),
        judged(0, 0.6, codes=()),
        judged(1, 0.7, shared=("x", "y")),
    ),
    THRESHOLD,
)


def test_recall_counts_questions_that_have_a_right_procedure():
    assert EVALUATION.recall_at_1 == EVALUATION.recall_at(1) == pytest.approx(3 / 5)
    assert EVALUATION.recall_at(3) == pytest.approx(4 / 5)


def test_the_mean_reciprocal_rank_counts_what_was_not_found_as_nothing():
    assert EVALUATION.mean_reciprocal_rank == pytest.approx((1 + 1 + 1 / 2 + 0 + 1) / 5)


def test_an_answer_is_sure_enough_and_asks_nothing_back():
    assert [j.finding.score for j in EVALUATION.answered] == [0.9, 0.8, 0.6]
    assert EVALUATION.coverage == pytest.approx(2 / 5)
    assert EVALUATION.wrong_answer_rate == pytest.approx(2 / 3)
    assert EVALUATION.abstention_rate == pytest.approx(3 / 6)


def test_the_curve_goes_from_the_surest_answer_to_all():
    curve = EVALUATION.curve()

    assert [point.threshold for point in curve] == [0.9, 0.8, 0.7, 0.6, 0.4, 0.1]
    assert [point.coverage for point in curve] == pytest.approx([n / 6 for n in range(1, 7)])
    assert [point.risk for point in curve] == pytest.approx([0, 1 / 2, 1 / 3, 2 / 4, 2 / 5, 3 / 6])


def test_the_worst_are_wrong_and_sure():
    assert [j.finding.score for j in EVALUATION.worst(2)] == [0.8, 0.6]
    assert len(EVALUATION.worst(10)) == 3


def test_no_question_has_no_figures():
    empty = Evaluation((), THRESHOLD)

    figures = (empty.recall_at_1, empty.mean_reciprocal_rank, empty.coverage, empty.wrong_answer_rate)
    assert (*figures, empty.abstention_rate, empty.curve(), empty.worst(3)) == (0, 0, 0, 0, 0, (), ())


def test_every_question_is_asked(starter_search):
    told = []
    asked = (
        Question("giấy độc thân", ("1.004873",)),
        Question("đăng ký kết hôn", ("9.999999", "1.000894")),  # one of two codes is known
        Question("đăng ký kết hôn", ("9.999999",)),
        Question("🙂", ("1.000894",)),
    )

    found = evaluate(starter_search, asked, form=Form.NO_TONE_MARKS, progress=lambda *step: told.append(step))

    assert [j.place for j in found.judged] == [1, 1, 0, 0]
    assert found.threshold == starter_search.calibration.thresholds.answer
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_only_questions_are_kept_that_could_be_answered(starter_search):
    known, unknown, none = Question("a", ("1.000894",)), Question("b", ("9.999999",)), Question("c")

    assert within(starter_search, (known, unknown, none)) == (known, none)
