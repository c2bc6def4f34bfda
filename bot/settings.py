"""Settings of a turn of conversation."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from nlu.understanding.understander import LONGEST


class BotSettings(BaseSettings):
    """How a turn is held; each from MOTCUA_BOT_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_BOT_", frozen=True)

    answer_timeout_seconds: float = Field(
        default=20.0, gt=0, description="How long the dialogue may think before the citizen gets an apology."
    )
    question_max_characters: int = Field(
        default=LONGEST,
        ge=50,
        le=LONGEST,
        description="The longest message that is read; a longer one is refused politely.",
    )
    conversation_idle_minutes: float = Field(
        default=30.0, gt=0, description="After this long a silence the next message begins a new matter."
    )
