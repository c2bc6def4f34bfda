"""Who loses patience is offered a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.procedures import Language
from nlu.patience import MANY_TURNS
from nlu.replies import Outcome

_STAFF = "Gặp cán bộ"


def _offers_staff(reply) -> bool:
    return _STAFF in [suggestion.title for suggestion in reply.suggestions]


@pytest.mark.parametrize("question", ["đăng ký kết hôn cần gì", "dang ky ket hon can gi"])
def test_the_same_answer_again_comes_with_the_offer_of_a_person(talk, question):
    first = talk.say(question)
    again = talk.say(question)

    assert not _offers_staff(first.reply)
    assert again.reply.text.startswith(first.reply.text)
    assert again.reply.outcome is Outcome.ANSWERED
    assert _offers_staff(again.reply)
    assert again.state.repeats == 1
    assert "gặp cán bộ" in again.reply.spoken


def test_another_facet_is_no_repetition(talk):
    turn = talk.say("đăng ký kết hôn cần gì", "lệ phí bao nhiêu")

    assert turn.state.repeats == 0
    assert not _offers_staff(turn.reply)


def test_the_answer_that_the_form_asked_for_is_no_repetition(talk):
    assert talk.say("lệ phí bao nhiêu", "đăng ký kết hôn").state.repeats == 0


def test_after_many_turns_a_person_is_offered_once(talk):
    talk.state = replace(talk.state, turns=MANY_TURNS - 1)

    late = talk.say("đăng ký kết hôn cần gì")
    later = talk.say("lệ phí bao nhiêu")

    assert _offers_staff(late.reply)
    assert not _offers_staff(later.reply)


def test_who_shouts_at_a_question_back_gets_a_person_at_once(talk):
    talk.say("chào bạn")

    calm = talk.say("hộ khẩu")
    shouted = talk.say("hộ khẩu!!!")

    assert calm.reply.outcome is Outcome.CLARIFICATION
    assert shouted.reply.outcome is Outcome.HANDED_OVER
    assert shouted.reply.suggestions == calm.reply.suggestions


@pytest.mark.parametrize("message", ["hỏi mãi mà không trả lời đúng", "noi hoai khong hieu gi het", "bực mình quá"])
def test_words_of_somebody_who_has_had_enough_bring_a_person(talk, message):
    reply = talk.say("đăng ký kết hôn cần gì", message).reply

    assert reply.outcome is Outcome.HANDED_OVER
    assert "Xin lỗi" in reply.text


def test_the_offer_is_made_in_the_language_of_the_conversation(talk):
    reply = talk.say("What documents do I need to get married?", "What documents do I need to get married?").reply

    assert reply.language is Language.ENGLISH
    assert "same answer" in reply.text
    assert reply.suggestions[-1].title == "Speak to staff"
