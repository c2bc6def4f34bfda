"""The days and sessions of one centre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from knowledge.calendars.holidays import PublicHolidays
from knowledge.centres import Centre, OpenSession, Weekday
from knowledge.procedures import Language

_LOOK_AHEAD_DAYS = 60
_WEEK = tuple(Weekday)


@dataclass(frozen=True)
class Day:
    """One day at a centre: its sessions from the first to the last, and why there are none or others than usual."""

    day: date
    sessions: tuple[OpenSession, ...]
    reason: str = ""
    is_sure: bool = True
    """False for a holiday of a year whose plan the government has not announced."""


class CentreCalendar:
    """When a centre receives dossiers. Times are those of Vietnam, without a time zone."""

    def __init__(self, centre: Centre, holidays: PublicHolidays) -> None:
        self._centre, self._holidays = centre, holidays

    def day(self, day: date, language: Language = Language.VIETNAMESE) -> Day:
        """Return the sessions of a day. The centre's own closures go before all else."""
        for closure in self._centre.closures:
            if closure.first <= day <= (closure.last or closure.first):
                return Day(day, (), closure.reason)
        if (swapped := self._holidays.swapped_for(day)) and self._centre.works_swapped_days:
            return Day(day, self._usual(swapped), _made_up(swapped, language))
        if holiday := self._holidays.on(day, language):
            return Day(day, (), holiday.name, is_sure=holiday.is_announced)
        return Day(day, self._usual(day))

    def is_open(self, at: datetime) -> bool:
        """Tell whether dossiers are received at a moment."""
        return any(part.opens <= at.time() < part.closes for part in self.day(at.date()).sessions)

    def next_opening(self, after: datetime) -> datetime | None:
        """Return when the next session begins; None when none does within two months."""
        for ahead in range(_LOOK_AHEAD_DAYS):
            day = after.date() + timedelta(days=ahead)
            for part in self.day(day).sessions:
                if (begins := datetime.combine(day, part.opens)) > after:
                    return begins
        return None

    def closed_because(self, at: datetime, language: Language = Language.VIETNAMESE) -> str:
        """Return why the centre is closed for the whole day; empty on a working day and where it is never open."""
        day = self.day(at.date(), language)
        return "" if day.sessions else day.reason

    def days_off(self, day: date) -> tuple[date, date]:
        """Return the first and the last of the closed days in a row that a closed day belongs to."""
        first = last = day
        while (last - first).days < _LOOK_AHEAD_DAYS and not self.day(before := first - timedelta(days=1)).sessions:
            first = before
        while (last - first).days < _LOOK_AHEAD_DAYS and not self.day(after := last + timedelta(days=1)).sessions:
            last = after
        return first, last

    def _usual(self, day: date) -> tuple[OpenSession, ...]:
        weekday = _WEEK[day.weekday()]
        found = (part for hours in self._centre.hours if weekday in hours.days for part in hours.sessions)
        # A card may tell the afternoons before the mornings.
        return tuple(sorted(found, key=lambda session: session.opens))


def _made_up(swapped: date, language: Language) -> str:
    if language is Language.ENGLISH:
        return f"Worked in the place of {swapped:%d/%m/%Y}"
    return f"Làm bù cho ngày {swapped:%d/%m/%Y}"
