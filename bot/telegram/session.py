"""The connection to the Bot API."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError, TelegramServerError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response

from bot.telegram.settings import TelegramSettings

_TIMEOUT_SECONDS = 20.0


class Session(AiohttpSession):
    """Tells a gateway's own error page from an answer of Telegram."""

    # The signature is that of the library.
    def check_response(self, bot: Bot, method: TelegramMethod[Any], status_code: int, content: str) -> Response[Any]:
        """Return the answer. Raise AiogramError."""
        if status_code == HTTPStatus.GATEWAY_TIMEOUT:
            # Whoever stood behind the gateway may have sent the message all the same.
            raise TelegramNetworkError(method=method, message="Gateway Timeout")
        try:
            return super().check_response(bot, method, status_code, content)
        except ClientDecodeError:
            if status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise TelegramServerError(method=method, message=f"HTTP {status_code}") from None
            raise


def connect(settings: TelegramSettings) -> Bot:
    """Return the bot; nothing is asked of the network yet."""
    server = TelegramAPIServer.from_base(settings.api_base)
    return Bot(settings.token.get_secret_value(), session=Session(api=server, timeout=_TIMEOUT_SECONDS))
