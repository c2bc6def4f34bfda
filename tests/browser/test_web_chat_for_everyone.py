"""Every state of the web chat, at every size: axe, zoom, motion and the size of what is tapped."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}
HALL = {"width": 1080, "height": 1920}
WIDE = {"width": 1920, "height": 1080}
# A window of 1280 by 1024 at 200 % and at 400 %.
ZOOMED_TWICE = {"width": 640, "height": 512}
ZOOMED_FOUR_TIMES = {"width": 320, "height": 256}


def states_of(chat):
    """Lead the chat through every state it can be in; yield the name of each."""
    page = chat.page
    yield "welcome"
    if page.locator(".masthead__staff-button").is_visible():
        page.locator(".masthead__staff-button").click()
        yield "way to staff"
        page.locator(".masthead__staff-button").click()
    chat.question.press("Enter")
    yield "nothing asked"
    chat.ask("lam giay khai sinh cho con can gi")
    yield "answered"
    chat.newest_reply.locator(".sources summary").click()
    yield "sources"
    chat.ask("mất giấy khai sinh")
    yield "choices"
    chat.ask("cháy nhà rồi cứu với")
    yield "emergency"
    chat.question.fill("a" * 2100)
    chat.question.press("Enter")
    yield "too long"
    page.get_by_role("button", name="English").click()
    yield "English"
    page.context.set_offline(True)
    chat.question.fill("khai sinh")
    chat.question.press("Enter")
    page.get_by_role("alert").locator("p").wait_for()
    yield "offline"
    page.context.set_offline(False)
    chat.hold_questions()
    chat.question.press("Enter")
    page.locator(".waiting").wait_for()
    yield "waiting"


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, HALL, WIDE], ids=["phone", "hall", "wide"])
def test_axe_objects_to_nothing_in_any_state(open_chat, viewport, colours):
    chat = open_chat(viewport, color_scheme=colours, reduced_motion="reduce")

    faults = {state: chat.accessibility_faults() for state in states_of(chat)}

    assert {state: fault for state, fault in faults.items() if fault} == {}
    assert len(faults) >= 10


@pytest.mark.parametrize(
    "viewport",
    [PHONE, HALL, WIDE, ZOOMED_TWICE, ZOOMED_FOUR_TIMES],
    ids=["phone", "hall", "wide", "zoomed twice", "zoomed four times"],
)
def test_nothing_is_cut_off_and_everything_is_large_enough_to_tap(open_chat, viewport):
    chat = open_chat(viewport, reduced_motion="reduce")
    faults = []

    for state in states_of(chat):
        if chat.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append(f"{state}: scrolls sideways")
        faults += [f"{state}: {small} is small" for small in chat.page.evaluate(SMALL_BUTTONS)]

    assert faults == []


SMALL_BUTTONS = """() => [...document.querySelectorAll("button, summary, textarea, .button")]
    .filter(element => element.checkVisibility())
    .filter(element => { const box = element.getBoundingClientRect(); return box.width < 44 || box.height < 44 })
    .map(element => element.textContent || element.id)"""


def test_nothing_moves_for_who_asked_for_less_motion(open_chat):
    moving = open_chat(reduced_motion="no-preference")
    still = open_chat(reduced_motion="reduce")

    for chat in (moving, still):
        chat.hold_questions()
        chat.page.locator(".starter").first.click()
        chat.page.locator(".waiting").wait_for()

    assert moving.page.evaluate("document.getAnimations().length") > 0
    assert still.page.evaluate("document.getAnimations().length") == 0


def test_a_new_answer_is_announced_and_begins_in_view(chat):
    log = chat.page.get_by_role("log", name="Cuộc trò chuyện")

    chat.ask("lam giay khai sinh cho con can gi")
    chat.ask("lệ phí bao nhiêu")

    expect(log).to_contain_text("lệ phí bao nhiêu")
    expect(chat.page.locator(".exchange:last-child .question")).to_be_in_viewport(ratio=1)


def test_what_has_the_focus_is_never_behind_the_bars(open_chat):
    chat = open_chat(reduced_motion="reduce")
    chat.ask("lam giay khai sinh cho con can gi")
    chat.page.locator(".masthead__actions button").first.focus()

    hidden = []
    for _ in range(30):
        chat.page.keyboard.press("Tab")
        hidden += chat.page.evaluate(HIDDEN_FOCUS)

    assert hidden == []


HIDDEN_FOCUS = """() => {
    const focused = document.activeElement;
    if (focused === document.body) return [];
    const box = focused.getBoundingClientRect();
    const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return focused.contains(seen) || seen?.contains(focused) ? [] : [focused.outerHTML.slice(0, 80)];
}"""
