"""Words for when a centre is open: a day, now, and next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from knowledge.calendars import CentreCalendar, Day
from knowledge.centres import VIETNAMESE_DAYS, OpenSession, Weekday, clock
from knowledge.procedures import Language

_SOON_DAYS = 14
_WEEK = tuple(Weekday)


def now(calendar: CentreCalendar, at: datetime, language: Language) -> str:
    """Return one short sentence on whether the centre is open at a moment, and when next; empty without any hours."""
    is_english = language is Language.ENGLISH
    today = calendar.day(at.date(), language)
    for part in today.sessions:
        if part.opens <= at.time() < part.closes:
            until = clock(part.closes, language)
            return f"Open now, until {until}." if is_english else f"Bây giờ đang mở cửa, đến {until}."
    opens = calendar.next_opening(at)
    if opens is None:
        return ""
    begins = f"{clock(opens.time(), language)} {_relative(opens.date(), at.date(), language)}"
    why = f" ({today.reason})" if today.reason and not today.sessions else ""
    return f"Closed now{why}, opens {begins}." if is_english else f"Bây giờ đang nghỉ{why}, mở lại lúc {begins}."


def of_day(calendar: CentreCalendar, day: Day, language: Language) -> str:
    """Return the sessions of a day, or that it is closed, why and until when."""
    name = day_name(day.day, language)
    if day.sessions:
        hours = sessions(day.sessions, language)
        why = f" ({day.reason})" if day.reason else ""
        return f"{name}: open {hours}{why}." if language is Language.ENGLISH else f"{name}: làm việc {hours}{why}."
    why = f", {day.reason}" if day.reason else ""
    closed = "closed" if language is Language.ENGLISH else "nghỉ"
    return f"{name}: {closed}{why}.{_again(calendar, day.day, language)}"


def not_announced(year: int, language: Language) -> str:
    """Return that the government has not told the days off of a year yet."""
    if language is Language.ENGLISH:
        return f"The days off of {year} have not been announced yet, so they may still change."
    return f"Lịch nghỉ năm {year} chưa được công bố, nên ngày nghỉ có thể còn thay đổi."


def sessions(parts: Sequence[OpenSession], language: Language) -> str:
    """Return the sessions of a day: "7 giờ 30 – 11 giờ 30 và 13 giờ 30 – 17 giờ"."""
    joined = " and " if language is Language.ENGLISH else " và "
    return joined.join(f"{clock(part.opens, language)} – {clock(part.closes, language)}" for part in parts)


def day_name(day: date, language: Language, *, is_inside: bool = False) -> str:
    """Return a day with its weekday; inside a sentence it begins with a small letter."""
    if language is Language.ENGLISH:
        return f"{day:%A} {day.day} {day:%B %Y}"
    weekday = VIETNAMESE_DAYS[_WEEK[day.weekday()]]
    # With the year: read aloud, a day and a month alone are taken for a fraction.
    return f"{weekday if is_inside else weekday[0].upper() + weekday[1:]} {day.day}/{day.month}/{day.year}"


def of_days_off(calendar: CentreCalendar, off: tuple[date, date], holiday: date, language: Language) -> str:
    """Return how long the centre is closed over a holiday, and when it opens again."""
    first, last = (day_name(day, language, is_inside=True) for day in off)
    count, name = (off[1] - off[0]).days + 1, calendar.day(holiday, language).reason
    if language is Language.ENGLISH:
        closed = f"{name}: closed for {count} days in a row, from {first} to {last}."
    else:
        closed = f"{name}: nghỉ {count} ngày liền, từ {first} đến {last}."
    return closed + _again(calendar, off[1], language)


def next_holiday(calendar: CentreCalendar, today: date, language: Language) -> str:
    """Return the next day within two weeks that is closed for a reason; empty when there is none."""
    for ahead in range(_SOON_DAYS):
        day = calendar.day(today + timedelta(days=ahead), language)
        if day.reason and not day.sessions:
            name = day_name(day.day, language, is_inside=True)
            if language is Language.ENGLISH:
                return f"Next day off: {name}, {day.reason}."
            return f"Ngày nghỉ sắp tới: {name}, {day.reason}."
    return ""


def _again(calendar: CentreCalendar, last: date, language: Language) -> str:
    """Return when it opens after the last closed day, as a sentence that follows another; empty when not known."""
    reopens = calendar.next_opening(datetime.combine(last, time.max))
    if reopens is None:
        return ""
    begins = f"{clock(reopens.time(), language)}, {day_name(reopens.date(), language, is_inside=True)}"
    return f" Opens again at {begins}." if language is Language.ENGLISH else f" Mở lại lúc {begins}."


def _relative(day: date, today: date, language: Language) -> str:
    ahead = (day - today).days
    if ahead <= 1:
        return (("today", "tomorrow") if language is Language.ENGLISH else ("hôm nay", "ngày mai"))[ahead]
    if language is Language.ENGLISH:
        return f"on {day_name(day, language)}"
    return day_name(day, language, is_inside=True)
