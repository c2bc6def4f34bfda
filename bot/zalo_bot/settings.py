"""Settings of a bot on Zalo's platform of bots."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Secret
from pydantic_settings import SettingsConfigDict

from bot.channel_values import AccountSettings


class ZaloBotSettings(AccountSettings):
    """One bot; each from BOT_ZALO_BOT_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="BOT_ZALO_BOT_", frozen=True)

    token: Secret[Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+:[A-Za-z0-9_-]+$")]] = Field(
        description="The token that Zalo Bot Creator gave."
    )
    api_base: str = Field(
        default="https://bot-api.zaloplatforms.com",
        pattern=r"^https?://[^\s/]",
        description="Where the platform is reached.",
    )
    secret: Secret[Annotated[str, Field(pattern=r"^$|^.{8,256}$")]] = Field(
        default=Secret(""),
        description="The secret_token of setWebhook, which each delivery repeats. "
        "Without it updates are fetched, which the platform means for development only.",
    )

    @property
    def is_polling(self) -> bool:
        """Whether updates are fetched, for want of the secret that a webhook needs."""
        return not self.secret.get_secret_value()

    @property
    def account(self) -> str:
        """The id of the bot, which its token begins with."""
        return self.token.get_secret_value().partition(":")[0]
