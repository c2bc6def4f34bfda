"""Dates as sources write them, in the time of Vietnam."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from knowledge.sources.fields.text import line

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:\D.*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:\D.*)?")
_IN_WORDS = re.compile(r"(\d{1,2}) tháng (\d{1,2}) năm (\d{4})(?:\D.*)?")


def from_milliseconds(value: object) -> date | None:
    """Return the day in Vietnam of milliseconds since 1970; None where the value is no such moment."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value / 1000, tz=UTC).astimezone(_VIETNAM).date()
    except (OverflowError, ValueError, OSError):
        return None


def read(value: object) -> date | None:
    """Return the date that a text begins with: `2014-11-20`, `20-11-2014`, `20/11/2014` or in words."""
    text = line(value)
    if found := _ISO.fullmatch(text):
        return _day(found[1], found[2], found[3])
    if found := _DAY_FIRST.fullmatch(text) or _IN_WORDS.fullmatch(text):
        return _day(found[3], found[2], found[1])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
