"""The answer to when and where the centre is open, asked without a procedure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from knowledge.calendars import CentreCalendar, PublicHolidays
from knowledge.centres import Centre
from knowledge.procedures import Language
from nlu import opening, wordings
from nlu.dialogue import Turn
from nlu.telling import Heard, Teller
from nlu.understanding.hours import HoursReader

_HOLIDAYS = {
    "tet": "Tết Nguyên Đán",
    "new_year": "Tết Dương lịch",
    "hung_kings": "Giỗ Tổ",
    "victory": "Chiến thắng",
    "labour": "Quốc tế Lao động",
    "national": "Quốc khánh",
    "culture": "Văn hóa",
}
"""What the calendar calls a holiday, by the name of its lookup."""


class HoursTeller:
    """Tells the hours of the day that was named, or of the week, and the address."""

    def __init__(self, teller: Teller, reader: HoursReader, holidays: PublicHolidays) -> None:
        self._teller, self._reader, self._holidays = teller, reader, holidays

    def hours(self, heard: Heard) -> Turn:
        """Return when and where the centre is open."""
        centre, calendar = self._teller.centre(heard), self._teller.calendar(heard)
        told = " ".join(filter(None, [*self._told(heard, centre, calendar), _sample(centre, heard.language)]))
        reply = self._teller.speaker.say(
            "utter_hours", heard.language, told=told, suggestions=[wordings.staff(heard.language)]
        )
        return Turn(reply, replace(heard.state, misses=0))

    def _told(self, heard: Heard, centre: Centre, calendar: CentreCalendar) -> list[str]:
        language, words, today = heard.language, heard.said.words, self._teller.now().date()
        if not centre.hours:
            return [wordings.without_hours(centre, language)]
        if self._reader.asks_for_place(words):
            return [wordings.contact(centre, language), self._teller.open_now(heard)]
        asked = self._reader.days(words, today)
        days = [self._day(calendar, day, language) for day in asked.days]
        holidays = [self._holiday(calendar, name, today, language) for name in asked.holidays]
        if days or holidays:
            return [*days, *holidays]
        soon = opening.next_holiday(calendar, today, language)
        return [wordings.contact(centre, language), self._teller.open_now(heard), soon]

    def _day(self, calendar: CentreCalendar, day: date, language: Language) -> str:
        known = calendar.day(day, language)
        # A working day of a year without a plan may yet be swapped for a day off.
        is_open_to_change = not self._holidays.is_announced(day.year) and day.year > self._teller.now().year
        unsure = opening.not_announced(day.year, language) if is_open_to_change or not known.is_sure else ""
        return " ".join(filter(None, [opening.of_day(calendar, known, language), unsure]))

    def _holiday(self, calendar: CentreCalendar, name: str, today: date, language: Language) -> str:
        day = self._holidays.next_named(_HOLIDAYS[name], today)
        if day is None:
            return ""
        first, last = calendar.days_off(day)
        if first == last:
            return self._day(calendar, day, language)
        unsure = "" if calendar.day(day).is_sure else opening.not_announced(day.year, language)
        return " ".join(filter(None, [opening.of_days_off(calendar, (first, last), day, language), unsure]))


def _sample(centre: Centre, language: Language) -> str:
    if not centre.is_sample:
        return ""
    if language is Language.ENGLISH:
        return "These are the hours of a sample centre, not of a real place."
    return "Đây là giờ của trung tâm mẫu, không phải nơi có thật."
