"""Public holidays of Vietnam, and the working days that the government swaps with days off.

The days are those of the Labour Code 2019, article 112, and since 2026 the Culture Day of resolution 80-NQ/TW; which
day of the lunar year falls when, and the days in lieu, the library `holidays` knows.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError, model_validator

from knowledge import yaml_files
from knowledge.errors import RecordRejected
from knowledge.procedures import Language, Model, NonEmpty

if TYPE_CHECKING:
    from holidays import HolidayBase

FILE = Path(__file__).parent / "vietnam.yml"
_TWO_YEARS = 731
_LANGUAGES = {Language.VIETNAMESE: "vi", Language.ENGLISH: "en_US"}
_SWAPPED = {
    Language.VIETNAMESE: "Ngày nghỉ hoán đổi, làm bù {worked:%d/%m/%Y}",
    Language.ENGLISH: "Day off, made up for on {worked:%d/%m/%Y}",
}


class Swap(Model):
    """A working day that is free, and the day off that is worked in its place."""

    off: date
    worked: date


class _Year(Model):
    year: int
    source: NonEmpty
    swaps: tuple[Swap, ...] = ()

    @model_validator(mode="after")
    def _belongs(self) -> _Year:
        for swap in self.swaps:
            if self.year not in {swap.off.year, swap.worked.year}:
                message = f"{swap.off} for {swap.worked} does not belong to {self.year}"
                raise ValueError(message)
            if swap.off.isoweekday() > 5 or swap.worked.isoweekday() < 6:
                message = f"{swap.off} must be a working day and {swap.worked} a day off"
                raise ValueError(message)
        return self


class Holiday(Model):
    """Why a day is free."""

    name: str
    is_announced: bool
    """The government's plan for the year is known; before that the days of a long holiday may still move."""


class PublicHolidays:
    """Which days are free for everybody; safe to use from several threads."""

    def __init__(self, years: tuple[_Year, ...], checked_on: date) -> None:
        self.checked_on = checked_on
        self._announced = frozenset(year.year for year in years)
        self._off = {swap.off: swap for year in years for swap in year.swaps}
        self._worked = {swap.worked: swap for year in years for swap in year.swaps}

    def on(self, day: date, language: Language = Language.VIETNAMESE) -> Holiday | None:
        """Return why a day is free, or None where it is not."""
        if swap := self._off.get(day):
            return Holiday(name=_SWAPPED[language].format(worked=swap.worked), is_announced=True)
        name = _of_year(day.year, _LANGUAGES[language]).get(day)
        return None if name is None else Holiday(name=str(name), is_announced=self.is_announced(day.year))

    def next_named(self, part: str, after: date) -> date | None:
        """Return the next day, from a day on, whose Vietnamese name holds these words; None within two years."""
        days = (after + timedelta(days=ahead) for ahead in range(_TWO_YEARS))
        return next((day for day in days if (holiday := self.on(day)) and part in holiday.name), None)

    def swapped_for(self, day: date) -> date | None:
        """Return the working day whose place a day off takes, or None for every other day."""
        swap = self._worked.get(day)
        return swap.off if swap else None

    def is_announced(self, year: int) -> bool:
        """Tell whether the government's plan for a year stands in the data."""
        return year in self._announced


@cache
def bundled() -> PublicHolidays:
    """Return what is shipped, read once."""
    return read(FILE)


def read(path: Path) -> PublicHolidays:
    """Return the holidays with the swaps of a YAML file. Raise SourceUnreadable or RecordRejected."""
    data = yaml_files.read(path)
    try:
        file = _File.model_validate(data)
    except ValidationError as error:
        raise RecordRejected(str(path), yaml_files.faults(error)) from error
    return PublicHolidays(file.years, file.checked_on)


class _File(Model):
    checked_on: date
    years: tuple[_Year, ...]


@cache
def _of_year(year: int, language: str) -> HolidayBase:
    # Imported here: it takes a quarter of a second, and most commands ask for no day.
    import holidays

    return holidays.country_holidays("VN", years=year, language=language, expand=False)
