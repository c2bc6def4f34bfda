"""Updates asked for, where Telegram cannot reach us."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any, ClassVar

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramConflictError, TelegramRetryAfter
from aiogram.methods import TelegramMethod

from bot.telegram.failures import reason
from bot.telegram.reading import KINDS

logger = logging.getLogger(__name__)

_LONG_POLL_SECONDS = 25
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 30.0


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates with each update as it came, so that one of a kind made tomorrow holds up no other."""

    __returning__: ClassVar[Any] = list[dict[str, Any]]
    __api_method__: ClassVar[str] = "getUpdates"

    offset: int | None = None
    timeout: int = _LONG_POLL_SECONDS
    allowed_updates: tuple[str, ...] = KINDS


async def poll(bot: Bot) -> AsyncIterator[bytes]:
    """Give each update for ever; Telegram forgets one only after the next has been asked for."""
    offset: int | None = None
    pause = _FIRST_PAUSE_SECONDS
    is_ready = False
    while True:
        try:
            if not is_ready:
                # While a webhook is set Telegram hands out nothing; what it holds for us stays.
                await bot.delete_webhook(drop_pending_updates=False)
                is_ready = True
            updates = await bot(GetRawUpdates(offset=offset), request_timeout=_LONG_POLL_SECONDS + 10)
        except AiogramError as error:
            is_ready = is_ready and not isinstance(error, TelegramConflictError)
            logger.warning("Updates not fetched", extra={"reason": reason(error)})
            await asyncio.sleep(error.retry_after if isinstance(error, TelegramRetryAfter) else pause)
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
            continue
        pause = _FIRST_PAUSE_SECONDS
        for update in updates:
            yield json.dumps(update, ensure_ascii=False).encode()
            # Only now has it been stored.
            offset = int(update["update_id"]) + 1
