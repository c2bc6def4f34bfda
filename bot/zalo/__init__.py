"""Zalo Official Account: `channel` opens it, this page only tells whether it is configured."""

from __future__ import annotations

from collections.abc import Mapping

from bot.channel import ChannelName
from bot.zalo.settings import ZaloSettings

NAME = ChannelName.ZALO


def is_configured(values: Mapping[str, str]) -> bool:
    """Tell whether an Official Account is named; what else it lacks is said when it is opened."""
    return bool(values.get("BOT_ZALO_OA_ID"))


def settings(values: Mapping[str, str]) -> ZaloSettings:
    """Return the settings of an account. Raise ChannelMisconfigured, which names what is missing or wrong."""
    return ZaloSettings.from_values(values)
