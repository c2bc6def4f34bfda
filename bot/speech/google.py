"""gTTS: the online voice, never for anything personal, and silent for a while after a failure."""

from __future__ import annotations

import asyncio
import io
import time

from bot.speech.errors import EngineAbsent, EngineFailed
from knowledge.procedures import Language

_PAUSE_SECONDS = 300.0
"""Offline, or refused for asking too often: the next replies do not wait for it."""


class GoogleVoice:
    """Speaks through gTTS."""

    name = "gtts"
    is_remote = True

    def __init__(self, *, timeout_seconds: float, pause_seconds: float = _PAUSE_SECONDS) -> None:
        self._timeout_seconds, self._pause_seconds = timeout_seconds, pause_seconds
        self._silent_until = 0.0

    async def speak(self, text: str, language: Language) -> bytes:
        """Return the sound as MP3. Raise EngineAbsent or EngineFailed."""
        if time.monotonic() < self._silent_until:
            raise EngineFailed(f"{self.name} failed a short while ago")
        try:
            async with asyncio.timeout(self._timeout_seconds * 2):
                return await asyncio.to_thread(self._ask, text, language)
        except (EngineFailed, TimeoutError) as error:
            self._silent_until = time.monotonic() + self._pause_seconds
            raise EngineFailed(self.name) from error

    def _ask(self, text: str, language: Language) -> bytes:
        try:
            from gtts import gTTS, gTTSError
        except ImportError as error:
            raise EngineAbsent(self.name) from error
        # Into memory: its own way to a file leaves an empty one behind when it fails.
        sound = io.BytesIO()
        try:
            gTTS(text, lang=language.value, lang_check=False, timeout=self._timeout_seconds).write_to_fp(sound)
        # An assertion of the library stands for a text without a letter.
        except (gTTSError, OSError, ValueError, TypeError, AssertionError) as error:
            raise EngineFailed(self.name) from error
        if not sound.getvalue():
            raise EngineFailed(self.name)
        return sound.getvalue()
