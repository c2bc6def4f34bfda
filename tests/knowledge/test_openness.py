"""How open the words of a question leave which procedure is meant."""

from knowledge import openness
from knowledge.calibration import Calibration
from knowledge.vietnamese.text import fold
from knowledge.word_weights import WordWeights
from tests.knowledge.conftest import PROCEDURES

SETTLED = [f"lam lai giay {paper} vi so khong con" for paper in ("khai sinh", "khai tu", "ket hon")] * 10
OPEN = [f"lam lai giay {paper} sao day" for paper in ("khai sinh", "khai tu", "ket hon")] * 10


def test_words_that_settle_are_told_from_words_that_leave_open():
    learned = openness.learn(SETTLED, OPEN)

    assert learned.of("trich luc lam lai sao day") > 0 > learned.of("ho khau lam lai vi so khong con")


def test_nothing_is_learned_of_too_few():
    assert openness.learn(SETTLED[:5], OPEN) == WordWeights()
    assert openness.learn([], []) == WordWeights()


def test_a_question_of_words_that_nobody_said_is_as_open_as_any():
    assert openness.learn(SETTLED, OPEN).of("xyz") == openness.learn(SETTLED, OPEN).intercept


def test_a_way_to_ask_that_several_share_is_taken_once():
    first, second, *_ = (
        one.model_copy(update={"ways_to_ask": (one.name,), "shared_ways_to_ask": ("làm lại giấy",)})
        for one in PROCEDURES
    )

    assert openness.ways_of([first, second]) == ([first.name, second.name], ["làm lại giấy"])


def test_the_shipped_calibration_hears_what_sets_a_copy_apart():
    shipped = Calibration.bundled().openness

    left_open = shipped.of(fold("giấy khai sinh của tôi mất rồi giờ làm sao"))
    settled = shipped.of(fold("giấy khai sinh của tôi mất rồi, sổ ở xã vẫn còn, xin bản sao trích lục"))

    assert left_open > settled
