"""The settings of the nlu package, read once from the environment."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class NluSettings(BaseSettings):
    """Who decides what to say next; every name begins with MOTCUA_."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_", frozen=True, extra="ignore")

    rasa_url: str = Field(
        default="", description="Address of a Rasa server that holds the dialogue; empty: held in our own process."
    )
    rasa_timeout_seconds: float = Field(default=5.0, gt=0, description="How long that server may take for a turn.")
    dialogue_processes: int | None = Field(
        default=None,
        ge=0,
        description="In how many processes of its own the dialogue thinks, beside one that serves or works; "
        "0: in that one, which spares memory and answers fewer turns a second. "
        "Left out: 1 where a channel is set up, 0 for the web alone.",
    )

    def processes(self, *, carries_channels: bool) -> int:
        """Return in how many processes of its own the dialogue thinks beside one that carries channels, or does not."""
        return int(carries_channels) if self.dialogue_processes is None else self.dialogue_processes
