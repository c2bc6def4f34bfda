"""The centre: who serves the citizen, where and when."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError, model_validator
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import yaml_files
from knowledge.drafts import Change
from knowledge.errors import CentreNotFound, RecordRejected
from knowledge.models import CentreRow
from knowledge.procedures import Language, Model, NonEmpty, Text

SAMPLE_ID = "mau"
# Without summer time since 1975; no time zone data is needed.
VIETNAM = timezone(timedelta(hours=7))
_SAMPLE_FILE = Path(__file__).parent / "samples" / "mau.yml"


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


VIETNAMESE_DAYS = dict(
    zip(Weekday, ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"), strict=True)
)


class OpenSession(Model):
    """A part of a day in which dossiers are received."""

    opens: time
    closes: time

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> OpenSession:
        if self.closes <= self.opens:
            message = f"a session that opens at {self.opens:%H:%M} cannot close at {self.closes:%H:%M}"
            raise ValueError(message)
        return self


class Hours(Model):
    """The sessions of some days of the week."""

    days: tuple[Weekday, ...] = Field(min_length=1)
    sessions: tuple[OpenSession, ...] = Field(min_length=1)


class Counter(Model):
    """A counter and the fields whose dossiers it receives."""

    number: int = Field(ge=1)
    name: NonEmpty
    fields: tuple[NonEmpty, ...] = ()


class Closure(Model):
    """Days on which the centre itself is closed, the last one included."""

    first: date
    last: date | None = None
    reason: NonEmpty

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Closure:
        if self.last and self.last < self.first:
            message = f"a closure that begins on {self.first} cannot end on {self.last}"
            raise ValueError(message)
        return self


class Centre(Model):
    """A public administration service centre."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")
    name: NonEmpty
    english_name: Text = ""
    province_code: NonEmpty
    """The code under which its province publishes procedures: "H26"."""
    address: Text = ""
    telephone: Text = ""
    hours: tuple[Hours, ...] = ()
    counters: tuple[Counter, ...] = ()
    closures: tuple[Closure, ...] = ()
    works_swapped_days: bool = True
    """On a day off that the government has offices work for another, the hours of that other day hold."""
    is_sample: bool = False

    def display_name(self, language: Language = Language.VIETNAMESE) -> str:
        """Return the name that a citizen reads."""
        return self.english_name or self.name if language is Language.ENGLISH else self.name

    def hours_text(self, language: Language = Language.VIETNAMESE) -> str:
        """Return the opening hours as a sentence part; empty when they are not known."""
        return "; ".join(_hours_text(hours, language) for hours in self.hours)


def read_file(path: Path) -> Centre:
    """Return the centre that a YAML file describes. Raise SourceUnreadable or RecordRejected."""
    data = yaml_files.read(path)
    try:
        return Centre.model_validate(data)
    except ValidationError as error:
        raise RecordRejected(str(path), yaml_files.faults(error)) from error


def save(session: Session, centre: Centre) -> Change:
    """Keep a centre and tell what changed."""
    record = centre.model_dump_json()
    row = session.get(CentreRow, centre.id)
    if row is None:
        session.add(CentreRow(id=centre.id, province_code=centre.province_code, record=record))
        return Change.CREATED
    if row.record == record:
        return Change.UNCHANGED
    row.province_code, row.record = centre.province_code, record
    return Change.UPDATED


def find(session: Session, centre_id: str) -> Centre:
    """Return a centre by its id; the sample centre is always there. Raise CentreNotFound."""
    record = session.scalar(select(CentreRow.record).where(CentreRow.id == centre_id))
    if record is not None:
        return Centre.model_validate_json(record)
    if centre_id == SAMPLE_ID:
        return sample()
    raise CentreNotFound(centre_id)


def every(session: Session) -> list[Centre]:
    """Return every centre that was set up, in the order of their ids; the sample when there is none."""
    records = session.scalars(select(CentreRow.record).order_by(CentreRow.id)).all()
    return [Centre.model_validate_json(record) for record in records] or [sample()]


def today() -> date:
    """Return the day it is in Vietnam."""
    return now().date()


def now() -> datetime:
    """Return the date and time in Vietnam, without a time zone."""
    return datetime.now(VIETNAM).replace(tzinfo=None)


def clock(moment: time, language: Language = Language.VIETNAMESE) -> str:
    """Return a time of day as a citizen reads it: "7 giờ 30"."""
    if language is Language.ENGLISH:
        return f"{moment:%H:%M}"
    return f"{moment.hour} giờ" + (f" {moment.minute:02}" if moment.minute else "")


@cache
def sample() -> Centre:
    """Return the sample centre, which is marked as one."""
    return read_file(_SAMPLE_FILE)


def _hours_text(hours: Hours, language: Language) -> str:
    first, last = hours.days[0], hours.days[-1]
    order = list(Weekday)
    is_run = len(hours.days) > 2 and [order.index(day) for day in hours.days] == list(
        range(order.index(first), order.index(last) + 1)
    )
    if language is Language.ENGLISH:
        names = {day: day.value.capitalize() for day in Weekday}
        days = f"{names[first]} to {names[last]}" if is_run else ", ".join(names[day] for day in hours.days)
        return f"{days}: " + " and ".join(f"{part.opens:%H:%M}–{part.closes:%H:%M}" for part in hours.sessions)
    names = VIETNAMESE_DAYS
    days = f"{names[first]} đến {names[last]}" if is_run else ", ".join(names[day] for day in hours.days)
    parts = " và ".join(f"{clock(part.opens)} – {clock(part.closes)}" for part in hours.sessions)
    return f"{days[0].upper()}{days[1:]}: {parts}"
