"""A bot on Zalo's platform of bots as a channel."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress

from bot import exchange
from bot.channel import ChannelName
from bot.channels import Limits, Payload, Tools
from bot.errors import RateLimited, Refused, SendError, WebhookRefused
from bot.messages import Destination, Incoming, Media, Outgoing
from bot.zalo_bot import events, rendering
from bot.zalo_bot.api import ZaloBotApi
from bot.zalo_bot.settings import ZaloBotSettings

logger = logging.getLogger(__name__)

_PAUSE_AFTER_A_FAULT_SECONDS = 5.0
_PAUSE_AFTER_A_REFUSAL_SECONDS = 60.0

Pause = Callable[[float], Awaitable[None]]


class ZaloBotChannel:
    """One bot."""

    name = ChannelName.ZALO_BOT
    limits = Limits(per_second=10, per_chat_per_second=1)  # the platform publishes none
    has_buttons = False

    def __init__(
        self, settings: ZaloBotSettings, api: ZaloBotApi, client: exchange.Client, pause: Pause = asyncio.sleep
    ) -> None:
        self._settings, self._api, self._client, self._pause = settings, api, client, pause

    @property
    def account(self) -> str:
        """The id of the bot."""
        return self._settings.account

    @property
    def is_polling(self) -> bool:
        """Whether updates are fetched, for want of the secret that a webhook needs."""
        return self._settings.is_polling

    def verify(self, raw: bytes, headers: Mapping[str, str]) -> None:
        """Return when the platform sent this. Raise WebhookRefused."""
        secret = self._settings.secret.get_secret_value()
        given = headers.get("x-bot-api-secret-token", "")
        if not given and not raw.strip():
            # A probe of the address: nothing is read from it.
            return
        if not given:
            raise WebhookRefused(401, "The delivery carries no secret.")
        if not secret or not hmac.compare_digest(secret.encode(), given.encode()):
            raise WebhookRefused(403, "The secret does not fit: check BOT_ZALO_BOT_SECRET.")

    def read(self, raw: bytes) -> tuple[Incoming, ...]:
        """Return the updates in a body. Raise WebhookRefused 400."""
        return events.read(raw, account=self.account)

    async def poll(self) -> AsyncIterator[bytes]:
        """Give the bodies of updates for ever. The platform keeps none that it has handed out once."""
        while True:
            try:
                updates = await self._api.updates()
            except SendError as error:
                logger.warning("No updates from Zalo's platform of bots", extra={"reason": _told(error)})
                await self._pause(_pause_after(error))
                continue
            for update in updates:
                yield json.dumps(update, ensure_ascii=False).encode()

    def render(self, outgoing: Outgoing) -> tuple[Payload, ...]:
        """Return what the platform receives, in order."""
        return rendering.render(outgoing)

    def preparation(self, payload: Payload) -> None:
        """Return nothing: a payload is whole as it is."""

    async def send(self, destination: Destination, payload: Payload) -> str:
        """Deliver a payload and return its id. Raise a SendError."""
        return await self._api.send_message(destination.chat, payload)

    async def acknowledge(self, incoming: Incoming) -> None:
        """Do nothing: the platform has no buttons that could be pressed."""

    async def typing(self, chat: str) -> None:
        """Show that we are writing."""
        with suppress(SendError):
            await self._api.type(chat)

    async def fetch(self, media: Media) -> bytes:
        """Return a voice message. Raise Unreachable or Refused."""
        return await exchange.fetch(self._client, media.reference, trusted=self._settings.api_base)


def _pause_after(error: SendError) -> float:
    if isinstance(error, RateLimited):
        return error.retry_after
    return _PAUSE_AFTER_A_REFUSAL_SECONDS if isinstance(error, Refused) else _PAUSE_AFTER_A_FAULT_SECONDS


def _told(error: SendError) -> str:
    if isinstance(error, Refused):
        return f"{error.reason}: is a webhook still set? Call deleteWebhook, or set BOT_ZALO_BOT_SECRET"
    return error.reason


@asynccontextmanager
async def open_channel(
    values: Mapping[str, str], tools: Tools, *, pause: Pause = asyncio.sleep
) -> AsyncIterator[ZaloBotChannel]:
    """Open the bot that the settings name. Raise ChannelMisconfigured."""
    settings = ZaloBotSettings.from_values(values)
    async with exchange.client() as client:
        api = ZaloBotApi(settings.api_base, settings.token.get_secret_value(), client)
        yield ZaloBotChannel(settings, api, client, pause)
