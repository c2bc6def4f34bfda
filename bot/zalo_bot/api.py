"""Calls to the platform. The token stands in the address, so no address is ever logged or put into an error."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from bot import exchange
from bot.errors import Blocked, RateLimited, Refused, SendError, Uncertain, Unreachable

logger = logging.getLogger(__name__)

_STANDSTILL_SECONDS = 900.0
_QUOTA_SECONDS = 60.0
_LONG_POLL_SECONDS = 30
NOTHING_CAME = 408
"""How a long poll ends in which nothing came."""


class ZaloBotApi:
    """The platform as one bot sees it."""

    def __init__(self, base: str, token: str, client: exchange.Client) -> None:
        self._root, self._client = f"{base.rstrip('/')}/bot{token}", client

    async def send_message(self, chat: str, payload: Mapping[str, object]) -> str:
        """Send a message and return its id. Raise a SendError."""
        answer = await exchange.call(
            self._client, "POST", f"{self._root}/sendMessage", json={"chat_id": chat, **payload}
        )
        if answer.get("ok") is not True:
            raise error(_code(answer))
        result = answer.get("result")
        return str(result.get("message_id", "")) if isinstance(result, dict) else ""

    async def type(self, chat: str) -> None:
        """Show that we are writing. Raise a SendError."""
        action = {"chat_id": chat, "action": "typing"}
        await exchange.call(self._client, "POST", f"{self._root}/sendChatAction", json=action, is_repeatable=True)

    async def updates(self) -> list[dict[str, Any]]:
        """Wait for an update and return it; none where the wait ended without one. Raise a SendError."""
        answer = await exchange.call(
            self._client,
            "POST",
            f"{self._root}/getUpdates",
            json={"timeout": str(_LONG_POLL_SECONDS)},
            timeout=exchange.patience(_LONG_POLL_SECONDS + 10.0),
            is_repeatable=True,
        )
        if answer.get("ok") is not True:
            if _code(answer) == NOTHING_CAME:
                return []
            raise error(_code(answer))
        # Documented as one update, not a list of them.
        result = answer.get("result")
        found = result if isinstance(result, list) else [result]
        return [one for one in found if isinstance(one, dict)]


def error(code: int) -> SendError:
    """Return the error that a code stands for."""
    if code == 401:
        logger.error("Zalo's platform of bots refuses the token: see BOT_ZALO_BOT_TOKEN")
        return RateLimited(_STANDSTILL_SECONDS, is_whole_account=True)
    if code == 429:
        return RateLimited(_QUOTA_SECONDS, is_whole_account=True)
    if code == 403:
        # The platform's own fault, in its words: "internal server error".
        return Unreachable(str(code))
    if code == NOTHING_CAME:
        return Uncertain(str(code))
    if code == 404:
        # The method is there, so it is the chat that is not: the citizen is gone.
        return Blocked(str(code))
    return Refused(str(code))


def _code(answer: Mapping[str, Any]) -> int:
    code = answer.get("error_code")
    return code if isinstance(code, int) else 0
