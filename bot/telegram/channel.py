"""Telegram as a channel."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import AiogramError
from aiogram.methods import SendMessage, SendVoice
from aiogram.types import BufferedInputFile
from pydantic import ValidationError

from bot.channel import ChannelName
from bot.channels import Limits, Payload, Tools
from bot.errors import Refused, Unreachable, WebhookRefused
from bot.messages import Destination, Incoming, Media, Outgoing
from bot.telegram import commands, failures, polling, reading, rendering
from bot.telegram.session import connect
from bot.telegram.settings import TelegramSettings
from knowledge.procedures import Language

_HEADER = "x-telegram-bot-api-secret-token"
_LARGEST_FILE = 20 * 1024 * 1024  # Telegram hands out no larger one
_COURTESY_SECONDS = 5
"""How long a sign that we are at work may take; it is never worth more."""


class TelegramChannel:
    """One bot."""

    name = ChannelName.TELEGRAM
    limits = Limits(per_second=30, per_chat_per_second=1)
    has_buttons = True

    def __init__(self, bot: Bot, settings: TelegramSettings, tools: Tools) -> None:
        self._bot = bot
        self._settings = settings
        self._tools = tools

    @property
    def account(self) -> str:
        """The id of the bot."""
        return self._settings.account

    @property
    def is_polling(self) -> bool:
        """Whether updates are asked for."""
        return self._settings.is_polling

    def verify(self, raw: bytes, headers: Mapping[str, str]) -> None:
        """Return when the delivery carries our secret. Raise WebhookRefused (401, 403)."""
        given = headers.get(_HEADER)
        if not given:
            raise WebhookRefused(401, "the secret is missing")
        secret = self._settings.webhook_secret.get_secret_value()
        if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
            raise WebhookRefused(403, "the secret is wrong")

    def read(self, raw: bytes) -> tuple[Incoming, ...]:
        """Return what an update says. Raise WebhookRefused 400."""
        return reading.read(raw, self.account)

    def poll(self) -> AsyncIterator[bytes]:
        """Give each update for ever."""
        return polling.poll(self._bot)

    def render(self, outgoing: Outgoing) -> tuple[Payload, ...]:
        """Return the messages that Telegram receives."""
        return rendering.render(outgoing)

    def preparation(self, payload: Payload) -> Coroutine[Any, Any, Payload] | None:
        """Return what makes the sound of a voice message; None for a text."""
        is_to_be_spoken = payload.get("method") == "sendVoice" and "sound" not in payload
        return self._spoken(payload) if is_to_be_spoken else None

    async def send(self, destination: Destination, payload: Payload) -> str:
        """Deliver one message and return its id. Raise SendError."""
        making = self.preparation(payload)
        method = self._method(destination.chat, payload if making is None else await making)
        with failures.translated():
            message = await self._bot(method)
        return str(message.message_id)

    async def _spoken(self, payload: Payload) -> Payload:
        # An older release did not say whether it is personal.
        is_personal = bool(payload.get("is_personal", True))
        language = Language(str(payload["language"]))
        sound = await self._tools.speak(str(payload["speak"]), language, is_personal=is_personal)
        if sound is None:
            return {"method": "sendMessage", "text": str(payload["otherwise"])}
        return {**payload, "sound": sound}

    def _method(self, chat: str, payload: Payload) -> SendMessage | SendVoice:
        if payload.get("method") == "sendVoice":
            return SendVoice(chat_id=chat, voice=BufferedInputFile(payload["sound"], "mot-cua.ogg"))
        try:
            return SendMessage.model_validate({**payload, "chat_id": chat})
        except ValidationError:
            raise Refused("the message was written by another release") from None

    async def acknowledge(self, incoming: Incoming) -> None:
        """End the waiting sign of a pressed button."""
        if incoming.callback:
            with suppress(AiogramError):
                await self._bot.answer_callback_query(incoming.callback, request_timeout=_COURTESY_SECONDS)

    async def typing(self, chat: str) -> None:
        """Show that we are writing."""
        with suppress(AiogramError):
            await self._bot.send_chat_action(chat, ChatAction.TYPING, request_timeout=_COURTESY_SECONDS)

    async def fetch(self, media: Media) -> bytes:
        """Return a sound. Raise Unreachable or Refused."""
        if media.bytes > _LARGEST_FILE:
            raise Refused("the sound is larger than Telegram hands out")
        with failures.translated():
            file = await self._bot.get_file(media.reference)
        if not file.file_path:
            raise Refused("the sound is no longer kept")
        try:
            sound = await self._bot.download_file(file.file_path)
        # The address holds the token, so the error stays out of the chain.
        except aiohttp.ClientResponseError as error:
            raise (Refused if error.status < 500 else Unreachable)(f"HTTP {error.status}") from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unreachable(type(error).__name__) from None
        assert sound is not None
        return sound.read()


@asynccontextmanager
async def open_channel(values: Mapping[str, str], tools: Tools) -> AsyncIterator[TelegramChannel]:
    """Connect a bot for as long as it is used. Raise ChannelMisconfigured."""
    settings = TelegramSettings.from_values(values)
    bot = connect(settings)
    # Beside the work: a network that is down when we start must not stop us.
    announcing = asyncio.create_task(commands.announce(bot))
    try:
        yield TelegramChannel(bot, settings, tools)
    finally:
        announcing.cancel()
        with suppress(asyncio.CancelledError):
            await announcing
        await bot.session.close()
