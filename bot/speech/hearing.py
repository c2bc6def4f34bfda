"""Ears: a recording becomes words, by the first engine that can."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot import faults
from bot.speech import sounds
from bot.speech.dictated import in_digits
from bot.speech.errors import EngineAbsent, EngineFailed, SoundTooLong, SoundUnreadable
from bot.speech.ports import SpeechToText

logger = logging.getLogger(__name__)


class Unheard(StrEnum):
    """Why a recording gave no words."""

    NO_WORDS = "no_words"  # silence, noise, or nothing that the engine knows
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    NO_ENGINE = "no_engine"  # none is installed, or each failed


@dataclass(frozen=True)
class Heard:
    """The words of a recording as the engine writes them, long numbers in digits, and who heard them."""

    text: str
    engine: str


@dataclass(frozen=True)
class NotHeard:
    """A recording that gave no words: the citizen is asked to type."""

    reason: Unheard


class Ears:
    """Hears with the engines in order; what one cannot, the next may."""

    def __init__(self, engines: Sequence[SpeechToText], *, longest_seconds: float) -> None:
        self._engines, self.longest_seconds = tuple(engines), longest_seconds

    async def listen(self, recording: bytes) -> Heard | NotHeard:
        """Return the words of a recording in any common format; the recording is not kept."""
        try:
            samples = await asyncio.to_thread(sounds.decode, recording, limit_seconds=self.longest_seconds)
        except SoundTooLong:
            return NotHeard(Unheard.TOO_LONG)
        except SoundUnreadable:
            return NotHeard(Unheard.UNREADABLE)
        return await self._recognise(samples)

    async def _recognise(self, samples: sounds.Samples) -> Heard | NotHeard:
        reason = Unheard.NO_ENGINE
        for engine in self._engines:
            try:
                text = await engine.recognise(samples)
            except (EngineAbsent, EngineFailed) as error:
                faults.log(logger, "A recogniser failed", error, engine=engine.name)
                continue
            if text:
                return Heard(in_digits(text), engine.name)
            reason = Unheard.NO_WORDS
        return NotHeard(reason)
