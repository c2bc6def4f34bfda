from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import AliasChoices
from pydantic_settings import BaseSettings

from bot.settings import BotSettings, ChannelSettings
from bot.speech import SpeechSettings
from bot.telegram.settings import TelegramSettings
from bot.zalo.settings import ZaloSettings
from bot.zalo_bot.settings import ZaloBotSettings
from kiosk.settings import KioskSettings
from knowledge.settings import KnowledgeSettings
from nlu.settings import NluSettings

ALL = [
    KnowledgeSettings,
    NluSettings,
    BotSettings,
    ChannelSettings,
    SpeechSettings,
    TelegramSettings,
    ZaloSettings,
    ZaloBotSettings,
    KioskSettings,
]
_README = Path(__file__).parents[2] / "README.md"


def names(settings: type[BaseSettings]):
    prefix = settings.model_config["env_prefix"]
    # A setting with a name of its own goes by the first of its names.
    return [
        str(field.validation_alias.choices[0])
        if isinstance(field.validation_alias, AliasChoices)
        else f"{prefix}{name}".upper()
        for name, field in settings.model_fields.items()
    ]


@pytest.mark.parametrize("settings", ALL)
def test_each_setting_stands_in_the_readme(settings):
    text = _README.read_text("utf-8")

    assert [name for name in names(settings) if f"`{name}`" not in text] == []


@pytest.mark.parametrize("settings", ALL)
def test_each_setting_says_what_it_is_for(settings):
    assert [name for name, field in settings.model_fields.items() if not field.description] == []


def test_the_port_may_come_from_either_name(monkeypatch):
    monkeypatch.setenv("PORT", "8123")
    assert KioskSettings().port == 8123

    monkeypatch.setenv("MOTCUA_KIOSK_PORT", "8124")
    assert KioskSettings().port == 8124
