"""A life event is answered with what follows from it, in order, and the papers of all of it counted once."""

from __future__ import annotations

import pytest

from knowledge import bundles
from knowledge.bundles import Paper
from knowledge.procedures import DocumentRole, Language
from nlu import life_events
from nlu.replies import Outcome

BUNDLE = bundles.bundled().find("child_born")


@pytest.mark.parametrize(
    "question",
    [
        "mới sinh con cần làm giấy tờ gì",
        "moi sinh con can lam giay to gi",
        "vợ em mới sinh thì phải làm gì ạ",
        "vợ tui mới sanh giờ làm chi",
        "My wife gave birth, what papers do I need?",
    ],
)
def test_an_event_is_answered_with_its_procedures_in_order(talk, question):
    reply = talk.say(question).reply

    assert reply.outcome is Outcome.ANSWERED
    codes = [citation.code for citation in reply.citations]
    assert codes[:2] == ["2.000986", "1.001193"]
    assert BUNDLE.introduction(reply.language) in reply.text


def test_at_most_seven_papers_are_shown_and_the_rest_on_request(talk):
    reply = talk.say("mới sinh con cần làm giấy tờ gì").reply
    see_all = next(button for button in reply.suggestions if button.title == "Xem hết")

    whole = talk.say(see_all.send).reply

    def papers(text):
        return [line for line in text.splitlines() if line.startswith("- ")]

    assert len(papers(reply.text)) == 7
    assert len(papers(whole.text)) > 7
    assert papers(whole.text)[:7] == papers(reply.text)
    assert "Xem hết" not in [button.title for button in whole.suggestions]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (Language.VIETNAMESE, "Giấy ủy quyền (1 bản chính), khi nhờ người khác, hoặc ủy ban nhân dân cần [việc 1, 2]"),
        (Language.ENGLISH, "Giấy ủy quyền (1 original), khi nhờ người khác, or ủy ban nhân dân cần [for 1, 2]"),
    ],
)
def test_every_condition_of_a_paper_is_told(language, told):
    paper = Paper(
        name="Giấy ủy quyền",
        role=DocumentRole.SUBMIT,
        originals=1,
        copies=None,
        codes=("1.000001", "1.000002"),
        whens=("Khi nhờ người khác", "UBND cần"),
    )

    assert life_events.described(paper, (1, 2), language) == told


def test_each_procedure_is_a_button_that_leads_to_its_answer(talk):
    reply = talk.say("mới sinh con cần làm giấy tờ gì").reply
    buttons = [button for button in reply.suggestions if button.title not in {"Xem hết", "Gặp cán bộ"}]
    after = talk.state

    for button, citation in zip(buttons, reply.citations, strict=True):
        talk.state = after
        assert talk.say(button.send).reply.procedure.code == citation.code


def test_one_is_chosen_by_its_place(talk):
    assert talk.say("mới sinh con cần làm giấy tờ gì", "cái thứ hai").reply.procedure.code == "1.001193"


def test_what_is_spoken_is_short_and_holds_no_digit(talk):
    spoken = talk.say("mới sinh con cần làm giấy tờ gì").reply.spoken

    assert len(spoken.split()) < 80
    assert not any(letter.isdigit() for letter in spoken)


@pytest.mark.parametrize(
    "question", ["mới sinh con làm giấy khai sinh lệ phí bao nhiêu", "mới sinh con đăng ký thường trú cho bé ở đâu"]
)
def test_a_question_that_names_a_procedure_stays_about_it(talk, question):
    assert BUNDLE.opening not in talk.say(question).reply.text


def test_an_event_whose_procedures_the_edition_lacks_is_not_half_answered(talk):
    # The edition of these tests holds no records on building.
    assert bundles.bundled().find("building").opening not in talk.say("xây nhà cần làm giấy tờ gì").reply.text


def test_the_number_of_a_step_chooses_that_step(talk):
    lines = talk.say("mất ví phải làm gì").reply.text.splitlines()
    first = next(line for line in lines if line.startswith("1. "))

    chosen = talk.say("cái đầu tiên").reply

    assert chosen.procedure.name in first
    # What other authorities do stands in its place, without a number to choose it by.
    assert any(line.startswith("• ") for line in lines)


def test_where_buttons_are_numbered_a_number_is_that_of_the_step(talk):
    reply = talk.say("mới sinh con cần làm giấy tờ gì").reply
    steps = [line for line in reply.text.splitlines() if line[:1].isdigit()]

    for number, (line, button) in enumerate(zip(steps, reply.suggestions, strict=False), start=1):
        assert line.startswith(f"{number}. {button.title}")
