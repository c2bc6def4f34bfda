"""What is done with a finding."""

from __future__ import annotations

from knowledge.calibration import Thresholds
from knowledge.procedures import CaseTag
from knowledge.search import Candidate, Finding, Whose
from nlu.decision import AnswerWith, Clarify, Known, NothingFits, OfferNear, Said, decide

_NAMES = {
    "birth": "Thủ tục đăng ký khai sinh",
    "foreign": "Thủ tục đăng ký khai sinh có yếu tố nước ngoài",
    "again": "Thủ tục đăng ký lại khai sinh",
    "death": "Thủ tục đăng ký khai tử",
    "hộ": "Tách hộ",
}
_TAGS = {"foreign": frozenset({CaseTag.FOREIGN}), "again": frozenset({CaseTag.AGAIN})}
_STORY = "nhà tôi có chuyện này nhờ xã xem giúp"


def _finding(*scored, question="khai sinh", shared=(), unclear=0.0, whose=None, asked=()):
    """Return a finding in which the variants are special ones that nobody asked for, but for those in `asked`."""
    unasked = _TAGS.keys() - set(asked)
    candidates = tuple(Candidate(code, _NAMES[code], score, code in unasked) for code, score in scored)
    return Finding(question, candidates, shared, unclear, whose)


def _decide(finding, cases=(), said=None, words=9):
    return decide(
        finding,
        Thresholds(answer=0.8, near=0.2, unclear=0.1),
        cases=cases,
        known=Known(
            tags=lambda code: _TAGS.get(code, frozenset()),
            said=lambda code: (said or {}).get(code, Said()),
            words=words,
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
    alone = _finding(("death", 0.45), ("birth", 0.01), question=_STORY)

    assert _decide(alone) == OfferNear(("death", "birth"))


def test_however_sure_the_first_is_an_unclear_question_is_asked_back_on():
    unclear = _finding(("birth", 0.9), ("death", 0.2), ("hộ", 0.01), unclear=0.4)

    assert _decide(unclear) == Clarify(("birth", "death"))


def test_who_says_no_more_than_the_plain_name_means_the_plain_procedure():
    beside = _finding(("birth", 0.45), ("foreign", 0.1), ("again", 0.05), unclear=0.3)
    asked = _finding(("birth", 0.45), ("again", 0.1), question="khai sinh làm lại", unclear=0.3, asked=("again",))
    left_open = _finding(("birth", 0.45), ("again", 0.05), unclear=0.6)

    assert _decide(beside) == AnswerWith("birth")
    assert _decide(asked) == Clarify(("birth", "again"))
    assert _decide(left_open) == Clarify(("birth", "again"))


def test_a_long_name_said_whole_is_meant_however_near_its_twin():
    twins = _finding(("birth", 0.6), ("death", 0.5), unclear=0.6)

    assert _decide(twins, said={"death": Said(name=7, name_or_alias=7)}) == AnswerWith("death")


def test_who_says_a_name_and_nothing_else_means_it():
    unclear = _finding(("birth", 0.6), ("death", 0.05), unclear=0.8)
    named = {"birth": Said(name=4, name_or_alias=4)}

    assert _decide(unclear, said=named, words=4) == AnswerWith("birth")
    assert _decide(unclear, said=named, words=6) == Clarify(("birth", "death"))


def test_a_name_that_was_said_is_clear_where_nobody_else_that_was_asked_for_comes_near():
    unclear = _finding(("birth", 0.6), ("death", 0.05), unclear=0.3, question=_STORY)
    left_open = _finding(("birth", 0.6), ("death", 0.05), unclear=0.6, question=_STORY)
    named = {"birth": Said(name_or_alias=2)}

    assert _decide(unclear, said=named) == AnswerWith("birth")
    assert _decide(unclear) == Clarify(("birth", "death"))
    # A name may be said and yet leave open which of two is meant.
    assert _decide(left_open, said=named) == Clarify(("birth", "death"))


def test_an_unclear_question_is_asked_back_on_with_the_nearest_two_where_none_comes_near():
    told = _finding(("birth", 0.9), ("death", 0.01), unclear=0.4, question=_STORY)

    assert _decide(told) == Clarify(("birth", "death"))
    assert _decide(_finding(("birth", 0.9), unclear=0.4)) == AnswerWith("birth")


def test_what_is_likely_not_the_communes_business_is_not_answered_and_told_whose_it_seems():
    others = _finding(("birth", 0.9), whose=Whose(others=0.6, nobodys=0.1))
    nobodys = _finding(("birth", 0.9), whose=Whose(others=0.2, nobodys=0.5))

    assert _decide(others) == NothingFits(is_others=True)
    assert _decide(nobodys) == NothingFits()
    # Who says the name of a procedure means it.
    assert _decide(others, said={"birth": Said(name_or_alias=3)}) == AnswerWith("birth")


def test_what_is_surely_the_communes_business_is_asked_back_on_and_not_refused():
    ours = Whose(others=0.05, nobodys=0.05)

    assert _decide(_finding(("birth", 0.1), ("death", 0.1), unclear=0.4, whose=ours)) == Clarify(("birth", "death"))
    assert _decide(_finding(("birth", 0.1), ("death", 0.1), unclear=0.0, whose=ours)) == NothingFits()
    assert _decide(_finding(("birth", 0.1), ("death", 0.1), unclear=0.4)) == NothingFits()


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
