"""Telegram. This file stays light: the library is loaded with `channel`."""

from __future__ import annotations

from collections.abc import Mapping

from bot.channel import ChannelName
from bot.telegram.settings import TelegramSettings

NAME = ChannelName.TELEGRAM


def is_configured(values: Mapping[str, str]) -> bool:
    """Tell whether the settings name a bot."""
    return bool(values.get("BOT_TELEGRAM_TOKEN", "").strip())


def settings(values: Mapping[str, str]) -> TelegramSettings:
    """Return the settings of an account. Raise ChannelMisconfigured, which names what is missing or wrong."""
    return TelegramSettings.from_values(values)
