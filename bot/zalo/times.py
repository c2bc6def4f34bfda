"""Zalo's times: milliseconds since 1970 as text, and the hours in which it sends no notices."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

_HERE = timezone(timedelta(hours=7))
_MORNING = timedelta(hours=6, minutes=5)


def moment(milliseconds: object) -> datetime | None:
    """Return the moment that a timestamp names; None for one that names none."""
    try:
        return datetime.fromtimestamp(int(str(milliseconds)) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def seconds_to_morning(at: datetime) -> float:
    """Return how long it is until notices are taken again, at five past six here."""
    here = at.astimezone(_HERE)
    morning = here.replace(hour=0, minute=0, second=0, microsecond=0) + _MORNING
    if morning <= here:
        morning += timedelta(days=1)
    return (morning - here).total_seconds()


def seconds_to_tomorrow_morning(at: datetime) -> float:
    """Return how long it is until the first morning after midnight, when a day's quota is new."""
    here = at.astimezone(_HERE)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return (midnight + _MORNING - here).total_seconds()
