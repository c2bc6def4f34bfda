"""Settings of a Telegram bot."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, Secret, ValidationInfo, field_validator
from pydantic_settings import SettingsConfigDict

from bot.channel_values import AccountSettings


class Mode(StrEnum):
    """How updates come."""

    POLLING = "polling"
    WEBHOOK = "webhook"


class TelegramSettings(AccountSettings):
    """One bot; each from BOT_TELEGRAM_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="BOT_TELEGRAM_", frozen=True)

    token: Secret[Annotated[str, Field(pattern=r"^\d+:[A-Za-z0-9_-]+$")]] = Field(
        description="The token that BotFather gave."
    )
    api_base: str = Field(
        default="https://api.telegram.org",
        pattern=r"^https?://[^\s/]",
        description="Where the Bot API is reached; a server of your own works as well.",
    )
    mode: Mode = Field(
        default=Mode.POLLING,
        description="`polling`: we ask for updates; `webhook`: Telegram posts them to /webhooks/telegram.",
    )
    webhook_secret: Secret[Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,256}$")]] = Field(
        default=Secret(""),
        validate_default=True,
        description="What Telegram repeats in each delivery: letters, digits, _ and -. The webhook needs it.",
    )

    @property
    def account(self) -> str:
        """The id of the bot, which its token begins with."""
        return self.token.get_secret_value().partition(":")[0]

    @property
    def is_polling(self) -> bool:
        """Whether we ask for updates."""
        return self.mode is Mode.POLLING

    @field_validator("webhook_secret")
    @classmethod
    def _is_needed_by_the_webhook(cls, secret: Secret[str], others: ValidationInfo) -> Secret[str]:
        if others.data.get("mode") is Mode.WEBHOOK and not secret.get_secret_value():
            raise ValueError("is missing, and BOT_TELEGRAM_MODE=webhook needs it")
        return secret
