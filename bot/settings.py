"""Settings of a turn of conversation."""

from __future__ import annotations

from pydantic import AliasChoices, Field, SecretStr
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


class ChannelSettings(BaseSettings):
    """How messages of the networks are taken in, worked on and sent; each from MOTCUA_CHANNELS_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_CHANNELS_", frozen=True, populate_by_name=True)

    secret_key: SecretStr = Field(
        default=SecretStr(""),
        validation_alias=AliasChoices("MOTCUA_SECRET_KEY", "MOTCUA_CHANNELS_SECRET_KEY"),
        description="Key (Fernet) of the tokens kept in the database, as MOTCUA_SECRET_KEY; "
        "empty: the file secret.key in the home folder, made where absent.",
    )
    merge_wait_seconds: float = Field(
        default=0.6,
        ge=0,
        description="How long a message waits for another of the same citizen, to be answered with it.",
    )
    flood_messages: int = Field(
        default=12, ge=2, description="More messages than this within flood_seconds are answered once, politely."
    )
    flood_seconds: float = Field(default=10.0, gt=0, description="The time in which messages of a flood are counted.")
    staff_pause_minutes: float = Field(
        default=30.0, ge=0, description="How long the assistant is silent after a person wrote from the network's desk."
    )
    hearing_seconds: float = Field(
        default=45.0, gt=0, description="How long a voice note may take to arrive and be heard before it is declined."
    )
    turns_at_once: int = Field(default=4, ge=1, description="How many chats a process works on at once.")
    sends_at_once: int = Field(
        default=1,
        ge=1,
        description="How many messages an account sends at once; so many may be uncertain when a process is killed.",
    )
    send_attempts: int = Field(default=10, ge=1, description="How often an unreachable network is tried for a message.")
    lease_seconds: float = Field(
        default=60.0, gt=0, description="After this long the work of a process that was killed is taken over."
    )
    stop_seconds: float = Field(
        default=5.0,
        ge=0,
        description="How long a process that is told to stop may take to end what is under way.",
    )
    poll_seconds: float = Field(
        default=0.25, gt=0, description="How often a process looks for work that another one received."
    )
    webhook_max_kilobytes: int = Field(default=1024, ge=64, description="The largest delivery of a network.")
