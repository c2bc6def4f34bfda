"""What can go wrong with sound, as one tree.

SpeechError
├── EngineFailed      an engine did not do its work this time
├── EngineAbsent      an engine is not installed, or its model is not there
├── SoundUnreadable   the bytes are no sound that we can decode
└── SoundTooLong      the recording is longer than anyone will listen to
"""

from __future__ import annotations

from bot.errors import BotError


class SpeechError(BotError):
    """Base of all that the speech package raises."""


class EngineFailed(SpeechError):
    """An engine did not do its work this time."""


class EngineAbsent(SpeechError):
    """An engine is not installed, or its model is not there."""


class SoundUnreadable(SpeechError):
    """The bytes are no sound that we can decode."""


class SoundTooLong(SpeechError):
    """The recording is longer than anyone will listen to."""

    def __init__(self, *, limit_seconds: float) -> None:
        self.limit_seconds = limit_seconds
        super().__init__(f"Tin thoại dài quá {limit_seconds:g} giây.")
