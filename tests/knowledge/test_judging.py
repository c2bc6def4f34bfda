"""What is learned of rankings beyond their order."""

import dataclasses
import itertools

import numpy as np
import pytest

from knowledge import judging
from knowledge.calibration import Calibration
from knowledge.errors import QuestionsUnreadable
from knowledge.figure_weights import FigureWeights
from knowledge.judging import Judged
from knowledge.ranking import SIGNALS

CHANCE = np.random.default_rng(7)
DIMENSION = 8
FOLDS = itertools.cycle(range(5))


def judged(*, lead, is_right=True, is_unclear=False, whose="", at=0):
    signals = dict.fromkeys(SIGNALS, 0.0) | {"margin": lead + CHANCE.normal(0, 0.1), "words": CHANCE.normal(0, 0.1)}
    vector = np.eye(DIMENSION, dtype=np.float32)[at]
    values, fold = [signals[name] for name in SIGNALS], next(FOLDS)
    return Judged(values, vector, "", is_right, is_unclear, whose, 1.0, sets_threshold=True, fold=fold)


CLEAR = [judged(lead=4) for _ in range(60)]
UNCLEAR = [judged(lead=0.5, is_unclear=True) for _ in range(40)]
WRONG = [judged(lead=2, is_right=False) for _ in range(30)]
OTHERS = [judged(lead=3, is_right=False, whose="others", at=1) for _ in range(40)]
NOBODYS = [judged(lead=3, is_right=False, whose="nobodys", at=2) for _ in range(40)]
EVERY = [*CLEAR, *UNCLEAR, *WRONG, *OTHERS, *NOBODYS]


@pytest.fixture(scope="module")
def learned():
    found = judging.learn(EVERY, most_wrong=0.05)
    return Calibration(FigureWeights({}), found.sureness, found.thresholds, found.unclearness, voices=found.voices)


def unclear(calibration, one):
    return calibration.unclear(one.signals) >= calibration.thresholds.unclear


def test_what_means_several_is_told_from_what_means_one(learned):
    assert np.mean([unclear(learned, one) for one in UNCLEAR]) > 0.9
    assert np.mean([unclear(learned, one) for one in CLEAR]) < 0.25


def test_whose_business_it_is_is_told_by_what_was_asked(learned):
    others, nobodys = (learned.whose(some[0].signals, some[0].vector, "") for some in (OTHERS, NOBODYS))
    ours = learned.whose(CLEAR[0].signals, CLEAR[0].vector, "")

    assert others.others > 0.5 > others.nobodys
    assert nobodys.nobodys > 0.5 > nobodys.others
    assert ours.not_ours < 0.5


def test_a_vector_of_another_encoder_tells_nothing(learned):
    nothing = learned.whose(OTHERS[0].signals, np.zeros(DIMENSION + 1, np.float32), "")

    assert nothing is None


def test_the_words_of_a_question_speak_for_whose_business_it_is():
    said = {"": "lam giay khai sinh", "others": "doi bang lai xe may", "nobodys": "nau canh chua ca loc"}
    told = [
        dataclasses.replace(one, folded=said[one.whose], vector=np.zeros(DIMENSION, np.float32))
        for one in (*CLEAR, *WRONG, *OTHERS, *NOBODYS)
    ]
    voices = judging.learn(told, most_wrong=0.05).voices

    assert voices["others"].words.of("bang lai cua toi") > 0 > voices["others"].words.of("giay khai sinh cua toi")
    assert voices["nobodys"].words.of("canh chua") > voices["others"].words.of("canh chua")


def test_it_is_read_as_it_was_written(learned):
    again = Calibration.from_json(learned.to_json())

    told, kept = (one.whose(OTHERS[0].signals, OTHERS[0].vector, "") for one in (learned, again))
    assert (kept.others, kept.nobodys) == pytest.approx((told.others, told.nobodys), abs=0.01)
    assert again.unclear(UNCLEAR[0].signals) == pytest.approx(learned.unclear(UNCLEAR[0].signals), abs=0.01)


def test_how_sure_each_is_comes_from_trees_that_had_not_seen_it():
    chance = [judged(lead=0, is_right=place % 2 == 0) for place in range(200)]

    found = judging.learn(chance, most_wrong=0.05)
    own = [found.sureness.probability(one.signals) for one in chance]
    right = np.array([one.is_right for one in chance])

    # Trees remember what they were grown on; nothing was to be learned.
    assert np.mean((np.array(own) > 0.5) == right) > 0.7
    assert np.mean((found.scores > 0.5) == right) < 0.65


def test_of_too_few_of_a_kind_nothing_is_learned_about_it():
    found = judging.learn([*CLEAR, *WRONG, *UNCLEAR[:5], *OTHERS[:5]], most_wrong=0.05)

    assert (found.unclearness, found.voices) == (None, {})
    assert found.thresholds.unclear == 1.0


def test_where_all_is_right_nothing_tells_a_sure_answer_from_a_doubtful_one():
    with pytest.raises(QuestionsUnreadable, match="all were found right"):
        judging.learn(CLEAR, most_wrong=0.05)


def test_from_questions_to_ask_back_on_alone_no_unclearness_is_learned():
    found = judging.learn([*UNCLEAR, *WRONG], most_wrong=0.5)

    assert found.unclearness is None


def test_without_questions_of_the_communes_own_no_voice_is_learned():
    right_but_others = [dataclasses.replace(one, whose="others") for one in CLEAR]

    assert judging.learn([*right_but_others, *OTHERS, *NOBODYS], most_wrong=0.9).voices == {}


def test_who_answers_from_a_score_on_answers_all_that_have_it():
    scores = np.array([0.9, 0.8, 0.8, 0.7])
    right = np.array([True, True, False, True])

    assert judging._threshold(scores, right, 0.1) == 0.9
    assert judging._threshold(scores, right, 0.34) == 0.7


def test_where_the_surest_is_wrong_nothing_is_sure_enough():
    scores = np.array([0.9, 0.8, 0.7])

    assert judging._threshold(scores, np.array([False, True, True]), 0.04) > 0.9
