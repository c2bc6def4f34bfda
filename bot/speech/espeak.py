"""espeak-ng: the voice that is always there, run as a program of its own."""

from __future__ import annotations

import asyncio
from asyncio import subprocess

from bot.speech.errors import EngineAbsent, EngineFailed
from knowledge.procedures import Language

_PROGRAM = "espeak-ng"
_TIMEOUT_SECONDS = 20.0
# Slower than its default, with a pause between words: it is hard to understand as it is.
_PACE = ("-s", "130", "-g", "4")


class EspeakVoice:
    """Speaks through espeak-ng."""

    name = "espeak-ng"
    is_remote = False

    def __init__(self, program: str = _PROGRAM) -> None:
        self._program = program

    async def speak(self, text: str, language: Language) -> bytes:
        """Return the sound as WAV. Raise EngineAbsent or EngineFailed."""
        try:
            # The text goes in by standard input: a list of processes shows arguments to everyone.
            process = await asyncio.create_subprocess_exec(
                *(self._program, "-v", language.value, *_PACE, "-b", "1", "--stdin", "--stdout"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise EngineAbsent(self.name) from error
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                sound, _ = await process.communicate(text.encode())
        except TimeoutError as error:
            process.kill()
            await process.wait()
            raise EngineFailed(self.name) from error
        if process.returncode or not sound:
            raise EngineFailed(self.name)
        return sound
