"""Learning a calibration."""

import pytest

from knowledge import questions
from knowledge.calibration import Calibration
from knowledge.errors import QuestionsUnreadable
from knowledge.evaluation import evaluate
from knowledge.features import NAMES
from knowledge.learning import DevelopmentSet, learn
from knowledge.noise import Form
from knowledge.plans import SHIPPED
from knowledge.questions import Question


@pytest.fixture(scope="module")
def asked():
    return [q for q in questions.read(SHIPPED) if q.codes][::2] + [q for q in questions.read(SHIPPED) if not q.codes][
        :8
    ]


@pytest.fixture(scope="module")
def learned(starter_search, asked):
    return learn([DevelopmentSet("starter", starter_search, asked)])


def test_what_is_learned_answers_the_questions_it_was_not_shown(starter_search, asked, learned):
    unseen = [q for q in questions.read(SHIPPED) if q.codes and q not in asked]

    found = evaluate(starter_search.with_calibration(learned), unseen)

    assert found.recall_at_1 >= 0.9
    assert found.coverage >= 0.5
    assert found.wrong_answer_rate <= 0.1


def test_it_is_a_whole_calibration(learned):
    assert set(learned.weights.weights) == set(learned.weights.with_ways) == set(NAMES)
    assert len(learned.sureness.trees) > 50
    assert 0 < learned.thresholds.near < 1
    assert 0 < learned.thresholds.answer < 1
    assert Calibration.from_json(learned.to_json()).thresholds.near == learned.thresholds.near


def test_it_tells_what_it_was_learned_from(learned, asked):
    told = learned.learned_from["starter"]

    assert told["questions"] == len(asked)
    assert told["wrong_of_answered"] <= 0.04
    assert 0 < told["answered"] <= 1
    assert 0 < told["first_right"] <= 1


def test_learning_twice_is_learning_the_same(starter_search, asked, learned):
    assert learn([DevelopmentSet("starter", starter_search, asked)]).to_json() == learned.to_json()


def test_who_bears_fewer_wrong_answers_gives_fewer_answers(starter_search, asked, learned):
    strict = learn([DevelopmentSet("starter", starter_search, asked)], most_wrong=0.001)

    assert strict.thresholds.answer >= learned.thresholds.answer


def test_every_form_of_a_question_teaches(starter_search, asked):
    told = []
    forms = (Form.AS_WRITTEN, Form.NO_TONE_MARKS)

    learn([DevelopmentSet("x", starter_search, asked, forms=forms)], progress=lambda *step: told.append(step))

    assert told[-1] == (2 * len(asked), 2 * len(asked))


@pytest.mark.parametrize(
    "asked",
    [
        [],
        [Question("đăng ký kết hôn", ("1.000894",))] * 19,
        [Question(f"thời tiết {n}") for n in range(50)],  # none has a right procedure
        [Question("🙂", ("1.000894",))] * 50,
        [Question("đăng ký kết hôn", ("1.000894",))] * 50,  # one question, often
    ],
    ids=["none", "19", "unanswerable", "emoji", "one"],
)
def test_from_too_few_questions_nothing_is_learned(starter_search, asked):
    with pytest.raises(QuestionsUnreadable, match="At least 20 questions"):
        learn([DevelopmentSet("few", starter_search, asked)])


def test_where_nothing_is_ever_wrong_no_doubt_is_learned(starter_search):
    easy = [
        Question(f"{polite}đăng ký kết hôn", ("1.000894",))
        for polite in ("", "dạ ", "ad ", "em ", "ạ ")
        for _ in "abcde"
    ]

    with pytest.raises(QuestionsUnreadable, match="all were found right"):
        learn([DevelopmentSet("easy", starter_search, easy)])


def test_one_set_must_set_the_threshold(starter_search, asked):
    with pytest.raises(QuestionsUnreadable, match="No set of the plan sets the threshold"):
        learn([DevelopmentSet("teaches only", starter_search, asked, sets_threshold=False)])
