"""A mouth: a reply becomes sound, by the first engine that can and may."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot import faults, personal
from bot.privacy import is_about_one_person
from bot.speech import sounds
from bot.speech.cache import SoundCache
from bot.speech.errors import EngineAbsent, EngineFailed, SoundUnreadable
from bot.speech.ports import TextToSpeech
from bot.speech.sounds import SoundFormat
from knowledge.procedures import Language
from nlu.replies import Reply

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Spoken:
    """A reply as sound."""

    sound: bytes
    format: SoundFormat
    engine: str


class Mouth:
    """Speaks with the engines in order; nothing personal goes to one that sends it away, or onto the disk."""

    def __init__(self, engines: Sequence[TextToSpeech], cache: SoundCache) -> None:
        self._engines, self._cache = tuple(engines), cache

    @property
    def engines(self) -> tuple[str, ...]:
        """Return the names of the engines, in the order in which they are asked."""
        return tuple(engine.name for engine in self._engines)

    async def say(self, reply: Reply, into: SoundFormat = SoundFormat.OGG) -> Spoken | None:
        """Return a reply as sound; None when no engine can speak it, and the text must do."""
        return await self.speak(reply.spoken, reply.language, is_personal=is_about_one_person(reply), into=into)

    async def speak(
        self, text: str, language: Language, *, is_personal: bool, into: SoundFormat = SoundFormat.OGG
    ) -> Spoken | None:
        """Return a text as sound, as `say` does; a number of someone's makes it personal in any case."""
        is_personal = is_personal or bool(personal.find(text))
        for engine in self._engines:
            if is_personal and engine.is_remote:
                continue
            try:
                return await self._speak(engine, text, language, into, is_kept=not is_personal)
            except (EngineAbsent, EngineFailed, SoundUnreadable) as error:
                faults.log(logger, "A voice failed", error, engine=engine.name)
        return None

    async def _speak(
        self, engine: TextToSpeech, text: str, language: Language, into: SoundFormat, *, is_kept: bool
    ) -> Spoken:
        kept = self._cache.find(text, language, into, engine=engine.name) if is_kept else None
        if kept is not None:
            return Spoken(kept, into, engine.name)
        said = await engine.speak(text, language)
        sound = await asyncio.to_thread(sounds.encode, said, into)
        if is_kept:
            self._cache.keep(text, language, into, sound, engine=engine.name)
        return Spoken(sound, into, engine.name)
