"""Whether a message asks when or where the centre is open, and of which days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.centres import Weekday
from nlu.understanding.phrases import Match, PatternBook, PhraseBook, Word, longest
from nlu.understanding.project import RasaProject

_WEEK = tuple(day.value for day in Weekday)
_AHEAD = {"today": 0, "tomorrow": 1, "day_after_tomorrow": 2}
_NEXT_WEEK, _WEEKEND = "next_week", "weekend"
_MOST_YEARS_AHEAD = 10


@dataclass(frozen=True)
class HoursFound:
    """What of a message is about the hours, the place or a day of the centre."""

    is_asked: bool
    """When or where it is open is asked, if nothing else is."""
    matches: tuple[Match, ...]
    """The words that say so, and those around them that name no procedure."""


@dataclass(frozen=True)
class DaysAsked:
    """The days that a message names."""

    days: tuple[date, ...] = ()
    holidays: tuple[str, ...] = ()
    """Public holidays by the names of their lookups: "tet", "national"."""


class HoursReader:
    """Reads questions on the centre's hours by the phrases of the Rasa project."""

    def __init__(self, project: RasaProject) -> None:
        books = {name: project.lookups[f"hours_{name}"] for name in ("asked", "open", "place", "around")}
        # "nghi" and "tet" are typed without marks, and count only beside each other.
        self._words = PhraseBook(books, spellings=project.spellings, is_lone_word_enough=True)
        self._days = PhraseBook(project.lookups_named("day_"), spellings=project.spellings, is_lone_word_enough=True)
        self._dates = PatternBook({"date": project.patterns["day_date"]})

    def read(self, message: Sequence[Word]) -> HoursFound:
        """Return what a message asks about the centre itself."""
        words = self._words.find(message)
        days = [*self._days.find(message), *self._dates.find(message)]
        said = {match.name for match in words}
        is_asked = bool({"asked", "place"} & said or ("open" in said and days))
        return HoursFound(is_asked, (*words, *days))

    def asks_for_place(self, message: Sequence[Word]) -> bool:
        """Tell whether the address is asked."""
        return any(match.name == "place" for match in self._words.find(message))

    def days(self, message: Sequence[Word], today: date) -> DaysAsked:
        """Return the days that a message names, seen from today."""
        found = longest(self._days.find(message))
        dates = [day for match in self._dates.find(message) if (day := _date(match.phrase, today))]
        named = dict.fromkeys(match.name for match in found)
        if dates:
            return DaysAsked(tuple(dict.fromkeys(dates)))
        weeks = 1 if _NEXT_WEEK in named else 0
        relative = [today + timedelta(days=_AHEAD[name]) for name in named if name in _AHEAD]
        weekdays = [_coming(name, today, weeks) for name in named if name in _WEEK]
        if _WEEKEND in named:
            saturday = _coming(Weekday.SATURDAY.value, today, weeks)
            weekdays += [saturday, saturday + timedelta(days=1)]
        holidays = tuple(name for name in named if name not in (*_AHEAD, *_WEEK, _NEXT_WEEK, _WEEKEND))
        # "mai chủ nhật" and "chiều nay thứ sáu" name one day twice; the plainer word counts.
        return DaysAsked(tuple(relative or weekdays), holidays if not relative else ())


def _coming(weekday: str, today: date, weeks: int) -> date:
    """Return the next such day of the week, today included; that of next week when it was said."""
    wanted = _WEEK.index(weekday)
    if weeks:
        return today + timedelta(days=7 * weeks - today.weekday() + wanted)
    return today + timedelta(days=(wanted - today.weekday()) % 7)


def _date(said: str, today: date) -> date | None:
    """Return the day of a date that was said; without a year the next one; None for no day, or one too far off."""
    day, month, *year = (int(part) for part in re.findall(r"\d+", said))
    # Nobody knows the hours of a later year, and the calendar of Python ends with the year 9999.
    years = range(today.year, today.year + _MOST_YEARS_AHEAD)
    if year and year[0] >= years.stop:
        return None
    found = (_of_year(one, month, day) for one in year or years)
    return next((one for one in found if one is not None and (year or one >= today)), None)


def _of_year(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
