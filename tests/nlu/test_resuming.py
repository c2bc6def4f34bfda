"""Who comes back the next day is asked whether the matter is still the same."""

from __future__ import annotations

import pytest

from knowledge.procedures import Facet, Language
from nlu import resuming
from nlu.dialogue import ConversationState
from nlu.replies import Outcome

_BIRTH, _MARRIAGE, _TEMPORARY = "1.001193", "1.000894", "1.004194"


@pytest.fixture
def resumed(talk):
    """A conversation that goes on the day after marriages were talked of."""
    talk.state = resuming.forgetting(talk.say("đăng ký kết hôn cần gì").state)
    return talk


def test_over_a_pause_the_language_and_the_matter_are_kept_and_nothing_else():
    before = ConversationState(
        procedure=_BIRTH,
        facet=Facet.FEE,
        language=Language.ENGLISH,
        choices=(_MARRIAGE,),
        misses=1,
        turns=9,
        requested_slot="procedure",
        previous=_MARRIAGE,
    )

    assert resuming.forgetting(before) == ConversationState(language=Language.ENGLISH, previous=_BIRTH)


@pytest.mark.parametrize(
    ("question", "answer"), [("lệ phí bao nhiêu", "đúng rồi"), ("le phi bao nhieu", "dung roi a"), ("lệ phí?", "1")]
)
def test_a_bare_facet_asks_whether_it_is_the_matter_of_last_time(resumed, question, answer):
    asked = resumed.say(question)
    told = resumed.say(answer)

    assert asked.reply.outcome is Outcome.CLARIFICATION
    assert "Đăng ký kết hôn" in asked.reply.text
    assert [suggestion.send for suggestion in asked.reply.suggestions] == ["Đăng ký kết hôn"]
    assert (told.reply.procedure.code, told.reply.facet) == (_MARRIAGE, Facet.FEE)


def test_another_matter_is_answered_at_once(resumed):
    reply = resumed.say("lệ phí bao nhiêu", "đăng ký tạm trú").reply

    assert (reply.procedure.code, reply.facet) == (_TEMPORARY, Facet.FEE)


def test_no_to_the_matter_of_last_time_leaves_the_question_open(resumed):
    asked = resumed.say("lệ phí bao nhiêu", "không phải")
    told = resumed.say("đăng ký tạm trú")

    assert asked.reply.outcome is Outcome.CLARIFICATION
    assert asked.reply.suggestions == ()
    assert (told.reply.procedure.code, told.reply.facet) == (_TEMPORARY, Facet.FEE)


def test_the_matter_of_last_time_is_not_brought_up_for_ever(resumed):
    asked = resumed.say("chào bạn", "bạn là ai", "cảm ơn", "lệ phí bao nhiêu")

    assert "Đăng ký kết hôn" not in asked.reply.text


def test_a_matter_that_is_no_longer_published_is_not_brought_up(talk):
    talk.state = ConversationState(previous="9.999999")

    assert talk.say("lệ phí bao nhiêu").reply.suggestions == ()


@pytest.mark.parametrize("message", ["quay lại", "hỏi tiếp chuyện hôm trước", "hoi tiep viec hom qua"])
def test_the_matter_of_last_time_is_found_again(resumed, message):
    assert resumed.say(message).reply.procedure.code == _MARRIAGE
