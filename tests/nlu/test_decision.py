"""What is done with a finding."""

from __future__ import annotations

from knowledge.calibration import Thresholds
from knowledge.procedures import CaseTag
from knowledge.search import Candidate, Finding
from nlu.decision import AnswerWith, Clarify, Known, NothingFits, OfferNear, Said, certainty, decide, is_in_doubt

_NAMES = {
    "birth": "Thủ tục đăng ký khai sinh",
    "foreign": "Thủ tục đăng ký khai sinh có yếu tố nước ngoài",
    "again": "Thủ tục đăng ký lại khai sinh",
    "death": "Thủ tục đăng ký khai tử",
    "hộ": "Tách hộ",
}
_TAGS = {"foreign": frozenset({CaseTag.FOREIGN}), "again": frozenset({CaseTag.AGAIN})}


def _finding(*scored, question="khai sinh", shared=()):
    return Finding(question, tuple(Candidate(code, _NAMES[code], score) for code, score in scored), shared)


_THRESHOLDS = Thresholds(answer=0.8, near=0.2)


def _decide(finding, cases=(), said=None, thresholds=_THRESHOLDS):
    return decide(
        finding,
        thresholds,
        cases=cases,
        known=Known(
            tags=lambda code: _TAGS.get(code, frozenset()),
            names=_NAMES.__getitem__,
            said=lambda code: (said or {}).get(code, Said()),
        ),
    )


def test_a_sure_finding_is_answered():
    assert _decide(_finding(("birth", 0.9), ("death", 0.05))) == AnswerWith("birth")


def test_an_unsure_finding_asks_which_of_those_that_come_near_is_meant():
    near = _finding(("death", 0.4), ("birth", 0.3), ("hộ", 0.1), ("again", 0.1))

    # Nobody asked for the variant "đăng ký lại".
    assert _decide(near) == Clarify(("death", "birth", "hộ"))


def test_a_doubtful_finding_and_one_without_a_rival_offer_the_nearest_three():
    assert _decide(_finding(("death", 0.25), ("birth", 0.2), ("hộ", 0.1))) == OfferNear(("death", "birth", "hộ"))
    assert _decide(_finding(("death", 0.5), ("birth", 0.01))) == OfferNear(("death", "birth"))


def test_less_is_enough_where_nothing_that_was_asked_for_comes_near():
    thresholds = Thresholds(answer=0.9, near=0.2)

    assert _decide(_finding(("death", 0.85), ("birth", 0.01)), thresholds=thresholds) == AnswerWith("death")
    assert _decide(_finding(("death", 0.85), ("birth", 0.05)), thresholds=thresholds) == Clarify(("death", "birth"))


def test_a_sure_finding_is_asked_back_on_where_another_comes_too_close():
    close = _finding(("death", 0.85), ("birth", 0.3))

    assert _decide(close) == Clarify(("death", "birth"))
    assert _decide(close, said={"death": Said(name_or_alias=3)}) == AnswerWith("death")
    assert _decide(_finding(("birth", 0.85), ("again", 0.3))) == AnswerWith("birth")


def test_a_weak_finding_is_not_offered():
    assert _decide(_finding(("death", 0.1))) == NothingFits()
    assert _decide(Finding("")) == NothingFits()


def test_what_several_claim_is_asked_back():
    claimed = _finding(("birth", 0.9), ("death", 0.3), shared=("death", "birth", "hộ"))

    assert _decide(claimed) == Clarify(("birth", "death", "hộ"))


def test_a_situation_already_told_is_not_asked_again():
    claimed = _finding(("birth", 0.9), ("again", 0.3), shared=("birth", "again"))

    assert _decide(claimed, cases=(CaseTag.AGAIN,)) == AnswerWith("again")


def test_the_foreign_variant_is_split_off_by_one_question():
    claimed = _finding(("foreign", 0.5), ("birth", 0.4), shared=("foreign", "birth"))

    assert _decide(claimed) == Clarify(("birth", "foreign"), is_about_foreigners=True)


def test_variants_that_nobody_asked_for_leave_the_plain_procedure_sure():
    variants = _finding(("birth", 0.6), ("foreign", 0.3), ("again", 0.3))

    assert certainty(variants, _NAMES.__getitem__) > 0.8
    assert _decide(variants) == AnswerWith("birth")


def test_a_variant_that_was_asked_for_stays_a_rival():
    asked = _finding(("birth", 0.6), ("again", 0.3), question="khai sinh làm lại")

    assert certainty(asked, _NAMES.__getitem__) == 0.6


def test_variants_far_behind_make_a_doubtful_finding_no_surer():
    doubtful = _finding(("death", 0.55), ("foreign", 0.01))

    assert certainty(doubtful, _NAMES.__getitem__) < 0.6
    assert _decide(doubtful) == OfferNear(("death", "foreign"))


def test_a_name_that_several_share_in_passing_is_not_asked_about():
    in_passing = _finding(("hộ", 0.9), ("birth", 0.05), ("death", 0.04), shared=("birth", "death"))

    assert _decide(in_passing) == AnswerWith("hộ")


def test_a_situation_told_does_not_choose_one_that_is_far_behind():
    claimed = _finding(("birth", 0.9), ("again", 0.04), shared=("birth", "again"))

    assert _decide(claimed, cases=(CaseTag.AGAIN,)) == Clarify(("birth", "again"))


def test_what_was_named_word_for_word_is_not_passed_over_for_what_was_not():
    passed_over = _finding(("death", 0.9), ("birth", 0.1))

    named = Said(name=3, name_or_alias=3)

    assert _decide(passed_over, said={"birth": named}) == Clarify(("birth", "death"))
    assert _decide(passed_over, said={"birth": named, "death": Said(name_or_alias=2)}) == AnswerWith("death")
    assert _decide(passed_over, said={"birth": Said(name_or_alias=3)}) == AnswerWith("death")


def test_a_situation_that_was_told_outweighs_the_plain_name_beside_it():
    foreign = _finding(("foreign", 0.9), ("birth", 0.1))

    assert _decide(foreign, cases=(CaseTag.FOREIGN,), said={"birth": Said(3, 3)}) == AnswerWith("foreign")


def test_only_what_is_likely_right_and_not_yet_sure_is_worth_a_second_look():
    thresholds = Thresholds(answer=0.8, near=0.2)

    def in_doubt(*scored):
        return is_in_doubt(_finding(*scored), thresholds, _NAMES.__getitem__)

    assert in_doubt(("birth", 0.6), ("death", 0.3))
    assert not in_doubt(("birth", 0.4), ("death", 0.3))  # likely wrong: found twice it is wrong twice
    assert not in_doubt(("birth", 0.9), ("death", 0.05))
    assert not in_doubt(("birth", 0.6), ("foreign", 0.3), ("again", 0.3))  # only variants that nobody asked for
    assert not is_in_doubt(Finding(""), thresholds, _NAMES.__getitem__)


def test_a_name_said_word_for_word_halves_the_doubt_where_there_is_no_rival():
    called = {"death": Said(name_or_alias=3)}

    assert _decide(_finding(("death", 0.65), ("birth", 0.1)), said=called) == AnswerWith("death")
    assert _decide(_finding(("death", 0.65), ("birth", 0.1))) == Clarify(("death", "birth"))
    assert _decide(_finding(("death", 0.65), ("birth", 0.3)), said=called) == Clarify(("death", "birth"))
    assert _decide(_finding(("death", 0.5), ("birth", 0.01)), said=called) == OfferNear(("death", "birth"))
