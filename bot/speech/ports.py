"""The ports: an engine that hears, and one that speaks."""

from __future__ import annotations

from typing import Protocol

from bot.speech.sounds import Samples
from knowledge.procedures import Language


class SpeechToText(Protocol):
    """Hears Vietnamese."""

    name: str

    async def recognise(self, samples: Samples) -> str:
        """Return the words, empty for silence and noise. Raise EngineAbsent or EngineFailed."""
        ...


class TextToSpeech(Protocol):
    """Speaks."""

    name: str
    is_remote: bool
    """What is to be spoken leaves the building."""

    async def speak(self, text: str, language: Language) -> bytes:
        """Return the sound in a container that names its own format. Raise EngineAbsent or EngineFailed."""
        ...
