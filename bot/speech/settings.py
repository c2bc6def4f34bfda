"""Settings of ears and mouth."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class SpeechSettings(BaseSettings):
    """How voice notes are heard and replies spoken; each from MOTCUA_SPEECH_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_SPEECH_", frozen=True)

    whisper_folder: Path | None = Field(
        default=None, description="Folder of a faster-whisper model of your own; it then hears what viet-asr cannot."
    )
    longest_seconds: float = Field(
        default=60.0, gt=0, le=600, description="The longest voice note that is listened to."
    )
    is_online: bool = Field(
        default=True, description="Whether replies without anything personal may be spoken by the online voice (gTTS)."
    )
    online_timeout_seconds: float = Field(
        default=5.0, gt=0, description="How long the online voice may take before the local one speaks."
    )
    cache_megabytes: int = Field(default=200, ge=0, description="The most that spoken replies kept on disk may take.")
