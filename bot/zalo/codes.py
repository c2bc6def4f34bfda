"""Zalo's error codes: what each means for a message."""

from __future__ import annotations

import logging
import random
from datetime import datetime

from bot.errors import Blocked, RateLimited, Refused, SendError, Unreachable
from bot.zalo import times

logger = logging.getLogger(__name__)

TOKEN = frozenset({-216, -220, -124})
"""The access token does not hold: renewed once, and tried once more."""
OUTSIDE_WINDOW = frozenset({-230, -232})
"""The citizen has not written for seven days: only a template is taken."""

_ADMINISTRATOR = frozenset(
    {-204, -205, -209, -212, -219, -221, -223, -224, -235, -240, -242, -1241, -320, -321}
    | {-101, -102, -103, -104, -105, -117, -120, -135, -1351, -136, -137, -138}
)
_RATE, _AWAY = -32, -200
_QUOTA = frozenset({-211, -218, -144, -147, -1441, -1471, -1472})
_NIGHT = frozenset({-234, -133})
_GONE = -213  # unknown or no longer follows: said of a message, it holds for the next one as well
_ON_TEMPLATES_AWAY = -100  # on messages it says that an attachment has expired
_STANDSTILL_SECONDS = 900.0
_JITTER_SECONDS = 300.0


def error(code: int, *, at: datetime, is_template: bool = False) -> SendError:
    """Return the error that a code stands for."""
    reason = str(code)
    if code in TOKEN or code in _ADMINISTRATOR:
        # What waits stays: it leaves when the administrator has done what is to be done.
        logger.error("Zalo takes no messages until the account's administrator acts", extra={"code": code})
        return RateLimited(_STANDSTILL_SECONDS, is_whole_account=True)
    if code == _RATE:
        return RateLimited(random.uniform(5.0, 15.0), is_whole_account=True)  # noqa: S311 (no secret)
    if code == _AWAY or (is_template and code == _ON_TEMPLATES_AWAY):
        return Unreachable(reason)
    if code in _QUOTA:
        return RateLimited(times.seconds_to_tomorrow_morning(at) + _jitter())
    if code in _NIGHT:
        return RateLimited(times.seconds_to_morning(at) + _jitter())
    # A template may be refused to a citizen whom answers reach; and -244 refuses one kind of message only.
    return Blocked(reason) if code == _GONE and not is_template else Refused(reason)


def _jitter() -> float:
    # Apart, so that all that waited for the morning does not leave in the same second.
    return random.uniform(0.0, _JITTER_SECONDS)  # noqa: S311 (no secret)
