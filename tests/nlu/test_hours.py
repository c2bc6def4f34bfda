"""When and where the centre is open: asked without a procedure, of any day, at any hour."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from knowledge import calendars, centres
from knowledge.calendars import CentreCalendar
from knowledge.procedures import Language
from nlu import opening
from nlu.dialogue import ConversationState
from nlu.local_dialogue import LocalDialogue
from nlu.replies import Outcome
from nlu.understanding.phrases import split
from tests.nlu.conftest import Talk

SUNDAY = datetime.fromisoformat("2026-11-22T09:00")
MONDAY_NOON = datetime.fromisoformat("2026-11-23T12:00")
MONDAY_MORNING = datetime.fromisoformat("2026-11-23T09:00")


@pytest.fixture
def talk_at(library):
    """Return a conversation that is held at a moment."""
    return lambda moment: Talk(LocalDialogue(library, now=lambda: moment), ConversationState())


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("mấy giờ mở cửa", ["7 giờ 30 – 11 giờ 30", "Bây giờ đang nghỉ", "24/11/2026"]),
        ("may gio mo cua", ["7 giờ 30 – 11 giờ 30"]),
        ("thứ bảy có làm việc không", ["Thứ Bảy 28/11/2026: làm việc 7 giờ 30 – 11 giờ 30."]),
        ("chu nhat co lam khong", ["Chủ nhật 22/11/2026: nghỉ.", "thứ Hai 23/11/2026"]),
        ("mai có làm không", ["Thứ Hai 23/11/2026: làm việc 7 giờ 30"]),
        ("thứ ba tuần sau có làm không", ["Thứ Ba 24/11/2026: nghỉ, Ngày Văn hóa Việt Nam"]),
        ("24/11 có làm không", ["nghỉ, Ngày Văn hóa Việt Nam", "Mở lại lúc 7 giờ 30, thứ Tư 25/11/2026"]),
        ("ngay 24 thang 11 co lam khong", ["nghỉ, Ngày Văn hóa Việt Nam"]),
        ("tết nghỉ mấy ngày", ["Tết Nguyên Đán", "ngày liền", "năm 2027 chưa được công bố"]),
        ("tet nghi may ngay", ["Tết Nguyên Đán"]),
        ("quốc khánh có làm không", ["Quốc khánh", "2/9/2027"]),
        ("trung tâm ở đâu", ["Địa chỉ: Số 0 đường Mẫu"]),
        ("are you open on saturday", ["Saturday 28 November 2026: open 07:30 – 11:30."]),
        ("when do you open", ["Closed now, opens 07:30 tomorrow."]),
    ],
)
def test_the_hours_are_told_for_what_was_asked(talk_at, question, told):
    reply = talk_at(SUNDAY).say(question).reply

    assert reply.outcome is Outcome.ANSWERED
    assert [part for part in told if part not in reply.text] == [], reply.text
    assert reply.procedure is None


def test_the_sample_is_marked_as_one(talk_at):
    assert "không phải nơi có thật" in talk_at(SUNDAY).say("thứ bảy có làm việc không").reply.text
    assert "sample centre" in talk_at(SUNDAY).say("are you open on saturday").reply.text


@pytest.mark.parametrize("question", ["làm khai sinh mấy giờ", "làm khai sinh thứ bảy có làm không"])
def test_a_question_with_a_procedure_stays_about_the_procedure(talk_at, question):
    reply = talk_at(SUNDAY).say(question).reply

    assert "giờ của trung tâm mẫu" not in reply.text
    assert "khai sinh" in reply.candidates[0].name.lower()


def test_the_procedure_under_discussion_is_kept(talk_at):
    talk = talk_at(SUNDAY)

    talk.say("làm giấy khai sinh cần gì", "thứ bảy trung tâm có làm không")

    assert talk.say("còn lệ phí").reply.procedure.code == "1.001193"


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (MONDAY_MORNING, "Bây giờ đang mở cửa, đến 11 giờ 30."),
        (MONDAY_NOON, "Bây giờ đang nghỉ, mở lại lúc 13 giờ 30 hôm nay."),
        (SUNDAY, "Bây giờ đang nghỉ, mở lại lúc 7 giờ 30 ngày mai."),
        # Before a day off, on the evening of the day before.
        (datetime.fromisoformat("2026-11-23T18:00"), "Bây giờ đang nghỉ, mở lại lúc 7 giờ 30 thứ Tư 25/11/2026."),
        (
            datetime.fromisoformat("2026-11-24T08:00"),
            "Bây giờ đang nghỉ (Ngày Văn hóa Việt Nam), mở lại lúc 7 giờ 30 ngày mai.",
        ),
    ],
)
def test_who_is_sent_to_the_centre_hears_whether_it_is_open(talk_at, moment, told):
    assert told in talk_at(moment).say("gặp cán bộ").reply.text


def test_it_is_said_in_english_too(talk_at):
    assert "Open now, until 11:30." in talk_at(MONDAY_MORNING).say("I want to speak to staff").reply.text


def test_a_centre_without_hours_says_nothing_of_now():
    centre = centres.sample().model_copy(update={"hours": ()})
    calendar = CentreCalendar(centre, calendars.bundled())

    assert opening.now(calendar, MONDAY_MORNING, Language.VIETNAMESE) == ""


def test_what_is_spoken_of_a_day_holds_no_digit(talk_at):
    spoken = talk_at(SUNDAY).say("24/11 có làm không").reply.spoken

    assert not any(letter.isdigit() for letter in spoken), spoken
    assert "hai mươi tư tháng mười một" in spoken


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("hôm nay", ["2026-11-22"]),
        ("ngày mốt", ["2026-11-24"]),
        ("cuối tuần", ["2026-11-28", "2026-11-29"]),
        ("thứ hai tuần sau", ["2026-11-23"]),
        ("ngày 1 tháng 5", ["2027-05-01"]),  # past this year: the next one is meant
        ("25/12/2026", ["2026-12-25"]),
        ("29/2", ["2028-02-29"]),  # the next leap year
        ("25/12/2025", ["2025-12-25"]),
        ("31/2", []),  # no such day
        ("31/12/9999", []),  # the last day there is
    ],
)
def test_days_are_read_as_they_are_named(understander, said, days):
    named = understander.hours.days(split(said), SUNDAY.date())

    assert sorted(named.days) == sorted(map(date.fromisoformat, days))


def test_the_days_off_of_a_holiday_are_all_told(talk_at):
    text = talk_at(SUNDAY).say("tết nghỉ mấy ngày").reply.text

    calendar = CentreCalendar(centres.sample(), calendars.bundled())
    first, last = calendar.days_off(calendars.bundled().next_named("Tết Nguyên Đán", SUNDAY.date()))
    assert calendar.day(first - timedelta(days=1)).sessions
    assert calendar.day(last + timedelta(days=1)).sessions
    assert f"nghỉ {(last - first).days + 1} ngày liền" in text
