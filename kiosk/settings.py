"""Settings of the web process, and those of all four packages together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.settings import BotSettings, ChannelSettings
from bot.speech import SpeechSettings
from knowledge.settings import KnowledgeSettings
from nlu.settings import NluSettings


class KioskSettings(BaseSettings):
    """How the web process serves; each from MOTCUA_KIOSK_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_KIOSK_", frozen=True, populate_by_name=True)

    host: str = Field(default="127.0.0.1", description="The address to listen on.")
    port: int = Field(
        default=8000,
        ge=0,
        le=65535,
        validation_alias=AliasChoices("MOTCUA_KIOSK_PORT", "PORT"),
        description="The port to listen on; PORT works as well, and 0 takes any free one.",
    )
    body_max_kilobytes: int = Field(
        default=64, ge=4, description="The largest request body that is read, in kilobytes."
    )
    conversation_questions_per_minute: int = Field(
        default=30, ge=1, description="How many questions one conversation may ask in a minute."
    )
    address_questions_per_minute: int = Field(
        default=600,
        ge=1,
        description="How many questions one network address may ask in a minute; a hall shares one.",
    )


@dataclass(frozen=True)
class Settings:
    """The settings of all four packages, each read from the environment unless given."""

    knowledge: KnowledgeSettings = field(default_factory=KnowledgeSettings)
    nlu: NluSettings = field(default_factory=NluSettings)
    bot: BotSettings = field(default_factory=BotSettings)
    kiosk: KioskSettings = field(default_factory=KioskSettings)
    channels: ChannelSettings = field(default_factory=ChannelSettings)
    speech: SpeechSettings = field(default_factory=SpeechSettings)
    values: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)
    """Every setting by its name, from which each channel reads its own; secrets among them."""

    def with_channels(self, **changes: object) -> Settings:
        """Return the settings with some of the channels' changed."""
        return replace(self, channels=self.channels.model_copy(update=changes))
