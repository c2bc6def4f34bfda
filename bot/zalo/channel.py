"""The Zalo Official Account as a channel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import exchange
from bot.channel import ChannelName
from bot.channels import Limits, Payload, Tools
from bot.errors import Refused, SecretUnreadable
from bot.messages import Destination, Incoming, Media, Outgoing
from bot.vault import Vault
from bot.zalo import codes, events, recipients, rendering, signature
from bot.zalo.api import ZaloApi
from bot.zalo.settings import ZaloSettings
from bot.zalo.templates import Notice, Templates
from bot.zalo.tokens import Tokens
from knowledge.database import now

_FREE = timedelta(hours=48)
"""A message within it costs nothing."""
_OPEN = timedelta(days=7)
"""After it Zalo takes templates only."""
_LOOK_AT_TOKENS_SECONDS = 1800.0


@dataclass(frozen=True)
class _Parts:
    vault: Vault
    api: ZaloApi
    templates: Templates
    client: exchange.Client


class ZaloChannel:
    """One Official Account."""

    name = ChannelName.ZALO
    limits = Limits(per_second=50, per_chat_per_second=2)  # of the 4,000 a minute that an app may call
    has_buttons = True
    is_polling = False

    def __init__(self, settings: ZaloSettings, parts: _Parts, clock: Callable[[], datetime] = now) -> None:
        self._settings, self._parts, self._clock = settings, parts, clock

    @property
    def account(self) -> str:
        """The id of the Official Account."""
        return self._settings.account

    def verify(self, raw: bytes, headers: Mapping[str, str]) -> None:
        """Return when Zalo sent this. Raise WebhookRefused."""
        # A probe of the address carries nothing, so there is nothing to be signed, and nothing is read from it.
        if raw.strip():
            signature.verify(raw, headers, self._settings, at=self._clock())

    def read(self, raw: bytes) -> tuple[Incoming, ...]:
        """Return the updates in a body. Raise WebhookRefused 400."""
        return events.read(raw, account=self.account)

    async def poll(self) -> AsyncIterator[bytes]:
        """Give nothing: an Official Account delivers to the webhook only."""
        return
        yield b""

    def render(self, outgoing: Outgoing) -> tuple[Payload, ...]:
        """Return what Zalo receives, in order."""
        return rendering.render(outgoing, self._parts.vault.encrypt)

    def preparation(self, payload: Payload) -> None:
        """Return nothing: a payload is whole as it is."""

    async def send(self, destination: Destination, payload: Payload) -> str:
        """Deliver a payload within Zalo's windows and return its id. Raise a SendError."""
        since = self._clock() - destination.last_inbound_at if destination.last_inbound_at else None
        if "notice" in payload:
            return await self._send_notice(destination.chat, self._open(str(payload["notice"])), since)
        if since is not None and since > _OPEN:
            raise Refused("the citizen has not written for seven days, and Zalo takes no message then")
        return await self._send_message(destination.chat, payload["message"])

    def _open(self, sealed: str) -> Notice:
        try:
            return Notice.read(self._parts.vault.decrypt(sealed))
        except SecretUnreadable:
            raise Refused("the notice was encrypted with another key: see MOTCUA_SECRET_KEY") from None

    async def _send_notice(self, chat: str, notice: Notice, since: timedelta | None) -> str:
        """Send the plain words where they cost nothing, else the template."""
        if notice.message is not None and since is not None and since <= _FREE:
            try:
                return await self._send_message(chat, notice.message)
            except Refused as error:
                # Zalo counts the windows itself, and its count holds.
                if error.reason not in {str(code) for code in codes.OUTSIDE_WINDOW}:
                    raise
        return await self._parts.templates.send(chat, notice)

    async def _send_message(self, chat: str, message: object) -> str:
        body = {"recipient": recipients.recipient(chat), "message": message}
        sent = await self._parts.api.post(recipients.path(chat), body)
        return str(sent.get("message_id", ""))

    async def acknowledge(self, incoming: Incoming) -> None:
        """Do nothing: a press comes back as a text, and nothing waits for it."""

    async def typing(self, chat: str) -> None:
        """Do nothing: an Official Account cannot show that it is writing."""

    async def fetch(self, media: Media) -> bytes:
        """Return a voice message. Raise Unreachable or Refused."""
        return await exchange.fetch(self._parts.client, media.reference, trusted=self._settings.oa_api_base)


@asynccontextmanager
async def open_channel(
    values: Mapping[str, str], tools: Tools, *, clock: Callable[[], datetime] = now
) -> AsyncIterator[ZaloChannel]:
    """Open the account that the settings name, and keep its tokens for as long. Raise ChannelMisconfigured."""
    settings = ZaloSettings.from_values(values)
    async with exchange.client() as client:
        tokens = Tokens(settings, tools.vault, client, clock)
        api = ZaloApi(settings, tokens, client, clock)
        keeping = asyncio.create_task(_keep(tokens))
        try:
            yield ZaloChannel(settings, _Parts(tools.vault, api, Templates(api, clock), client), clock)
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping
            await tokens.finish()


async def _keep(tokens: Tokens) -> None:
    while True:
        await asyncio.sleep(_LOOK_AT_TOKENS_SECONDS)
        await tokens.keep()
