"""What is learned of rankings beyond their order."""

import numpy as np
import pytest

from knowledge import judging
from knowledge.calibration import Calibration
from knowledge.errors import QuestionsUnreadable
from knowledge.judging import Judged
from knowledge.ranking import SIGNALS

CHANCE = np.random.default_rng(7)
DIMENSION = 8


def judged(*, lead, is_right=True, is_unclear=False, whose="", at=0):
    signals = dict.fromkeys(SIGNALS, 0.0) | {"margin": lead + CHANCE.normal(0, 0.1), "words": CHANCE.normal(0, 0.1)}
    vector = np.eye(DIMENSION, dtype=np.float32)[at]
    return Judged([signals[name] for name in SIGNALS], vector, is_right, is_unclear, whose, 1.0, sets_threshold=True)


CLEAR = [judged(lead=4) for _ in range(60)]
UNCLEAR = [judged(lead=0.5, is_unclear=True) for _ in range(40)]
WRONG = [judged(lead=2, is_right=False) for _ in range(30)]
OTHERS = [judged(lead=3, is_right=False, whose="others", at=1) for _ in range(40)]
NOBODYS = [judged(lead=3, is_right=False, whose="nobodys", at=2) for _ in range(40)]
EVERY = [*CLEAR, *UNCLEAR, *WRONG, *OTHERS, *NOBODYS]


@pytest.fixture(scope="module")
def learned():
    found = judging.learn(EVERY, most_wrong=0.05)
    return Calibration({}, found.signals, found.thresholds, found.unclear_signals, found.voices)


def unclear(calibration, one):
    return calibration.unclear(one.signals) >= calibration.thresholds.unclear


def test_what_means_several_is_told_from_what_means_one(learned):
    assert np.mean([unclear(learned, one) for one in UNCLEAR]) > 0.9
    assert np.mean([unclear(learned, one) for one in CLEAR]) < 0.25


def test_whose_business_it_is_is_told_by_what_was_asked(learned):
    others, nobodys = (learned.whose(some[0].signals, some[0].vector) for some in (OTHERS, NOBODYS))
    ours = learned.whose(CLEAR[0].signals, CLEAR[0].vector)

    assert others.others > 0.5 > others.nobodys
    assert nobodys.nobodys > 0.5 > nobodys.others
    assert ours.not_ours < 0.5


def test_a_vector_of_another_encoder_tells_nothing(learned):
    nothing = learned.whose(OTHERS[0].signals, np.zeros(DIMENSION + 1, np.float32))

    assert nothing is None


def test_it_is_read_as_it_was_written(learned):
    again = Calibration.from_json(learned.to_json())

    told, kept = (one.whose(OTHERS[0].signals, OTHERS[0].vector) for one in (learned, again))
    assert (kept.others, kept.nobodys) == pytest.approx((told.others, told.nobodys), abs=0.01)
    assert again.unclear(UNCLEAR[0].signals) == pytest.approx(learned.unclear(UNCLEAR[0].signals), abs=0.01)


def test_of_too_few_of_a_kind_nothing_is_learned_about_it():
    found = judging.learn([*CLEAR, *WRONG, *UNCLEAR[:5], *OTHERS[:5]], most_wrong=0.05)

    assert (found.unclear_signals, found.voices) == ({}, {})
    assert found.thresholds.unclear == 1.0


def test_where_all_is_right_nothing_tells_a_sure_answer_from_a_doubtful_one():
    with pytest.raises(QuestionsUnreadable, match="all were found right"):
        judging.learn(CLEAR, most_wrong=0.05)
