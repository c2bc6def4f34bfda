"""Which days a centre works: hours, public holidays, days the government swaps, closures of its own."""

from datetime import date, datetime, time

import pytest

from knowledge import centres
from knowledge.calendars import CentreCalendar, bundled, read
from knowledge.centres import Closure, Hours, OpenSession, Weekday
from knowledge.errors import RecordRejected, SourceUnreadable
from knowledge.procedures import Language


def at(text):
    """A moment by the clock of Vietnam, without a time zone as the calendar takes it."""
    return datetime.fromisoformat(text)


@pytest.fixture
def calendar():
    return CentreCalendar(centres.sample(), bundled())


def sessions(calendar, day):
    return [(part.opens, part.closes) for part in calendar.day(day).sessions]


def test_a_working_day_has_two_sessions_and_saturday_a_morning(calendar):
    morning, afternoon = (time(7, 30), time(11, 30)), (time(13, 30), time(17, 0))

    assert sessions(calendar, date(2026, 11, 23)) == [morning, afternoon]
    assert sessions(calendar, date(2026, 11, 28)) == [morning]
    assert sessions(calendar, date(2026, 11, 29)) == []


def test_sessions_follow_each_other_however_the_card_tells_them():
    afternoon, morning = (
        Hours(days=(Weekday.MONDAY,), sessions=(OpenSession(opens=opens, closes=closes),))
        for opens, closes in ((time(13, 30), time(17)), (time(7, 30), time(11, 30)))
    )
    centre = centres.sample().model_copy(update={"hours": (afternoon, morning)})
    calendar = CentreCalendar(centre, bundled())

    assert [opens for opens, _ in sessions(calendar, date(2026, 11, 23))] == [time(7, 30), time(13, 30)]
    assert calendar.next_opening(at("2026-11-23 06:00")) == at("2026-11-23 07:30")


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 1, 1), "Tết Dương lịch"),
        (date(2026, 2, 17), "Tết Nguyên Đán"),
        (date(2026, 4, 27), "Giỗ Tổ"),  # the tenth of the third lunar month fell on a Sunday
        (date(2026, 9, 1), "Quốc khánh"),
        (date(2026, 11, 24), "Văn hóa"),
        (date(2027, 2, 6), "Tết Nguyên Đán"),
    ],
)
def test_public_holidays_are_free_lunar_ones_too(calendar, day, why):
    free = calendar.day(day)

    assert free.sessions == ()
    assert why in free.reason


@pytest.mark.parametrize(("off", "worked"), [("2026-01-02", "2026-01-10"), ("2026-08-31", "2026-08-22")])
def test_a_swapped_day_is_free_and_the_saturday_for_it_is_a_whole_working_day(calendar, off, worked):
    off, worked = date.fromisoformat(off), date.fromisoformat(worked)

    assert calendar.day(off).sessions == ()
    assert f"{worked:%d/%m/%Y}" in calendar.day(off).reason
    assert len(calendar.day(worked).sessions) == 2
    assert f"{off:%d/%m/%Y}" in calendar.day(worked, Language.ENGLISH).reason


def test_a_centre_that_does_not_make_up_keeps_its_saturday():
    centre = centres.sample().model_copy(update={"works_swapped_days": False})

    assert len(CentreCalendar(centre, bundled()).day(date(2026, 8, 22)).sessions) == 1


def test_a_holiday_of_a_year_that_is_not_announced_is_not_sure(calendar):
    assert calendar.day(date(2026, 2, 17)).is_sure
    assert not calendar.day(date(2027, 2, 6)).is_sure


def test_the_centres_own_closure_goes_before_all_else():
    closure = Closure(first=date(2026, 11, 23), last=date(2026, 11, 24), reason="Sửa phòng tiếp dân")
    centre = centres.sample().model_copy(update={"closures": (closure,)})
    calendar = CentreCalendar(centre, bundled())

    assert [calendar.day(date(2026, 11, day)).reason for day in (23, 24)] == ["Sửa phòng tiếp dân"] * 2
    assert calendar.day(date(2026, 11, 25)).sessions


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (at("2026-11-23 07:29"), False),
        (at("2026-11-23 07:30"), True),
        (at("2026-11-23 11:30"), False),
        (at("2026-11-23 13:30"), True),
        (at("2026-11-24 09:00"), False),
    ],
)
def test_it_is_open_from_the_first_minute_of_a_session_to_the_last(calendar, moment, is_open):
    assert calendar.is_open(moment) is is_open


def test_the_next_opening_leaps_over_nights_sundays_and_holidays(calendar):
    assert calendar.next_opening(at("2026-11-23 12:00")) == at("2026-11-23 13:30")
    assert calendar.next_opening(at("2026-11-28 11:30")) == at("2026-11-30 07:30")
    assert calendar.next_opening(at("2026-02-13 17:00")) == at("2026-02-14 07:30")
    assert calendar.next_opening(at("2026-02-14 12:00")) == at("2026-02-21 07:30")


def test_a_centre_without_hours_never_opens():
    centre = centres.sample().model_copy(update={"hours": ()})

    assert CentreCalendar(centre, bundled()).next_opening(at("2026-11-23 09:00")) is None


@pytest.mark.parametrize(
    "text",
    [
        "checked_on: 2026-11-22\nyears: [{year: 2026, source: x, swaps: [{off: 2025-01-03, worked: 2025-01-11}]}]",
        "checked_on: 2026-11-22\nyears: [{year: 2026, source: x, swaps: [{off: 2026-01-03, worked: 2026-01-10}]}]",
        "years: []",
    ],
)
def test_a_swap_that_cannot_be_is_refused_with_its_place(tmp_path, text):
    file = tmp_path / "swaps.yml"
    file.write_text(text, "utf-8")

    with pytest.raises(RecordRejected, match="swaps"):
        read(file)


def test_a_missing_file_of_swaps_is_named(tmp_path):
    with pytest.raises(SourceUnreadable, match="nowhere"):
        read(tmp_path / "nowhere.yml")
