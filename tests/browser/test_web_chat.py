"""A citizen at the web chat: the real service, the real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

BIRTH = "lam giay khai sinh cho con can gi"


def test_a_question_without_tone_marks_is_answered_with_the_papers_to_bring(chat):
    chat.ask(BIRTH)

    expect(chat.newest_reply.locator(".slip__procedure")).to_contain_text(re.compile("khai sinh", re.I))
    expect(chat.newest_reply.locator("li").filter(has_text="chứng sinh").first).to_be_visible()
    expect(chat.question).to_have_value("")
    expect(chat.question).to_be_focused()


def test_a_suggestion_asks_the_next_question_of_the_same_procedure(chat):
    chat.ask(BIRTH)
    procedure = chat.newest_reply.locator(".slip__procedure").inner_text()
    suggestion = chat.newest_reply.locator(".next button").first

    with chat.next_reply():
        suggestion.click()

    expect(chat.newest_reply.locator(".slip__procedure")).to_have_text(procedure)
    expect(chat.page.locator(".exchange")).to_have_count(2)


def test_a_citation_tells_the_decision_the_law_and_the_day_it_was_checked(chat):
    chat.ask(BIRTH)

    sources = chat.newest_reply.locator(".sources")
    expect(sources.locator("dl").first).not_to_be_visible()
    sources.locator("summary").click()

    expect(sources).to_contain_text("1.001193")
    expect(sources).to_contain_text("Quyết định công bố")
    expect(sources).to_contain_text("Văn bản")
    expect(sources).to_contain_text(re.compile(r"Kiểm tra ngày\s*\d{1,2}/\d{1,2}/\d{4}"))
    expect(sources.locator("a").first).to_have_attribute("href", re.compile("^https://"))


def test_a_citizen_reads_english_after_one_tap_and_is_answered_in_it(chat):
    chat.page.get_by_role("button", name="English").click()

    expect(chat.page.locator("html")).to_have_attribute("lang", "en")
    expect(chat.page.get_by_role("heading", name="Which papers do you need?")).to_be_visible()
    chat.ask("What do I need for a birth certificate?")

    expect(chat.newest_reply.locator(".plain-text")).to_have_attribute("lang", "en")
    chat.page.reload()
    expect(chat.page.get_by_role("button", name="Tiếng Việt")).to_be_visible()


def test_the_keyboard_alone_reaches_everything_and_never_loses_its_place(chat):
    def press(key: str, *, until: str) -> None:
        for _ in range(40):
            chat.page.keyboard.press(key)
            if chat.page.locator(":focus").filter(has_text=re.compile(until)).count():
                return
        pytest.fail(f"{key} never reached “{until}”")

    press("Tab", until="^Gặp cán bộ$")
    chat.page.keyboard.press("Enter")
    expect(chat.page.locator(".staff-contact").first).to_be_visible()
    press("Tab", until="Mới sinh con")
    with chat.next_reply():
        chat.page.keyboard.press("Enter")
    expect(chat.page.locator(".exchange .question")).to_be_focused()
    suggestion = chat.newest_reply.locator(".next button").first.inner_text()
    press("Tab", until=f"^{re.escape(suggestion)}$")
    with chat.next_reply():
        chat.page.keyboard.press("Space")
    expect(chat.page.locator(".exchange:last-child .question")).to_be_focused()
    press("Tab", until="^Căn cứ$")
    chat.page.keyboard.press("Enter")
    expect(chat.newest_reply.locator(".sources dl").first).to_be_visible()
    press("Tab", until="^×$")
    chat.page.keyboard.press("Enter")
    expect(chat.question).to_be_focused()
    press("Shift+Tab", until="^Bắt đầu lại$")
    chat.page.keyboard.press("Enter")
    expect(chat.page.get_by_role("heading", name="Bạn cần làm giấy tờ gì?")).to_be_focused()


def test_a_question_stays_in_the_field_while_there_is_no_network_and_can_be_sent_again(chat):
    chat.page.context.set_offline(True)
    chat.question.fill(BIRTH)
    chat.question.press("Enter")
    expect(chat.page.get_by_role("alert")).to_contain_text("Không có kết nối mạng")
    expect(chat.question).to_have_value(BIRTH)

    chat.page.context.set_offline(False)
    with chat.next_reply():
        chat.page.get_by_role("button", name="Gửi lại").click()

    expect(chat.page.get_by_role("alert")).to_have_text("")
    expect(chat.question).to_have_value("")


def test_a_question_that_is_too_long_is_kept_whole_and_the_citizen_is_told_how_much_to_take_away(chat):
    chat.question.fill("khai sinh " * 250)
    chat.question.press("Enter")

    expect(chat.page.get_by_role("alert")).to_contain_text("dài quá 2.000 ký tự")
    expect(chat.page.locator("#question-length")).to_have_text("Dài quá 499 ký tự")
    expect(chat.question).to_have_value("khai sinh " * 250)


def test_an_unclear_question_is_answered_with_choices_that_lead_on(chat):
    chat.ask("mất giấy khai sinh")

    choices = chat.newest_reply.locator(".choice")
    expect(choices.nth(1)).to_be_visible()
    with chat.next_reply():
        choices.first.click()

    expect(chat.newest_reply.locator(".slip__procedure")).to_be_visible()


def test_an_emergency_can_be_called_with_one_tap(chat):
    chat.ask("cháy nhà rồi cứu với")

    expect(chat.newest_reply.get_by_role("link", name="Gọi 114")).to_have_attribute("href", "tel:114")


def test_what_is_written_in_a_question_is_never_run(chat):
    chat.ask("<img src=x onerror=\"document.title='hong'\"> khai sinh")

    expect(chat.page.locator(".question img")).to_have_count(0)
    expect(chat.page.locator(".exchange .question")).to_contain_text("<img src=x")


def test_beginning_again_forgets_the_conversation(chat):
    chat.ask(BIRTH)

    chat.page.get_by_role("button", name="Bắt đầu lại").click()

    expect(chat.page.locator(".exchange")).to_have_count(0)
    expect(chat.page.get_by_role("heading", name="Bạn cần làm giấy tờ gì?")).to_be_visible()


def test_putting_the_procedure_aside_lets_the_next_question_stand_alone(chat):
    chat.ask(BIRTH)
    sent = []
    chat.page.on("request", lambda request: sent.append(request.post_data_json) if request.post_data else None)

    chat.ask("lệ phí bao nhiêu?")
    chat.page.get_by_role("button", name=re.compile("^Hỏi việc khác")).click()
    chat.ask("lệ phí bao nhiêu?")

    assert [body["conversation"] is None for body in sent] == [False, True]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_beginning_that_is_offered_leads_to_an_answer(open_chat, language):
    chat = open_chat(path=f"/?lang={language}")
    starters = chat.page.locator(".starter")
    unanswered = []

    for position in range(starters.count()):
        title = starters.nth(position).inner_text()
        with chat.page.expect_response("**/api/v1/ask") as answered, chat.next_reply():
            starters.nth(position).click()
        if answered.value.json()["outcome"] != "answered":
            unanswered.append((title, answered.value.json()["outcome"], answered.value.json()["reply"][:80]))
        chat.page.get_by_role("button", name=re.compile("^(Bắt đầu lại|Start over)$")).click()

    assert unanswered == []
