"""What Telegram answers on a bad day, in our words."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from aiogram.exceptions import (
    AiogramError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ConnectionTimeoutError

from bot.errors import Blocked, RateLimited, Refused, SendError, Uncertain, Unreachable

logger = logging.getLogger(__name__)

_PAUSE_SECONDS = 5.0
"""How long to wait where Telegram asks to wait without saying how long."""
_STANDSTILL_SECONDS = 300.0
"""How long the whole account waits while its token is not accepted."""

_KINDS: tuple[tuple[tuple[type[TelegramAPIError], ...], type[SendError]], ...] = (
    ((TelegramForbiddenError,), Blocked),
    ((TelegramBadRequest, TelegramEntityTooLarge, TelegramMigrateToChat), Refused),
    ((TelegramConflictError,), Unreachable),
    # An answer that it failed; a gateway that gave up waiting is told apart by `Session`.
    ((RestartingTelegram, TelegramServerError), Unreachable),
)


@contextmanager
def translated() -> Iterator[None]:
    """Raise as ours what Telegram's library raises; its own text stays out, as it may quote the message."""
    try:
        yield
    except AiogramError as error:
        raise _ours(error) from None


def _ours(error: AiogramError) -> SendError:
    if isinstance(error, TelegramRetryAfter):
        return RateLimited(float(error.retry_after))
    if isinstance(error, TelegramUnauthorizedError | TelegramNotFound):
        # The operator's to mend; until then what waits for the citizens is kept.
        logger.error("Telegram does not know the token", extra={"reason": reason(error)})
        return RateLimited(_STANDSTILL_SECONDS, is_whole_account=True)
    for theirs, ours in _KINDS:
        if isinstance(error, theirs):
            return ours(reason(error))
    if isinstance(error, TelegramNetworkError):
        never_left = isinstance(error.__cause__, ClientConnectorError | ConnectionTimeoutError)
        return (Unreachable if never_left else Uncertain)(type(error.__cause__).__name__)
    if isinstance(error, TelegramAPIError):
        is_limit = error.message.startswith("Too Many Requests")
        return RateLimited(_PAUSE_SECONDS) if is_limit else Refused(reason(error))
    # The answer could not be read, so nobody knows what became of the message.
    return Uncertain(type(error).__name__)


def reason(error: AiogramError) -> str:
    """Return what Telegram says is wrong, such as "Bad Request: can't parse entities", without what it quotes."""
    message = error.message if isinstance(error, TelegramAPIError) else type(error).__name__
    return ":".join(message.split(":")[:2])
