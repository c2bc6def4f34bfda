"""Zalo's platform of bots, another network than the Official Account; `channel` opens it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.channel import ChannelName
from bot.zalo_bot.settings import ZaloBotSettings

NAME = ChannelName.ZALO_BOT


def is_configured(values: Mapping[str, str]) -> bool:
    """Tell whether the settings name a bot."""
    return bool(values.get("BOT_ZALO_BOT_TOKEN", "").strip())


def settings(values: Mapping[str, str]) -> ZaloBotSettings:
    """Return the settings of an account. Raise ChannelMisconfigured, which names what is missing or wrong."""
    return ZaloBotSettings.from_values(values)
