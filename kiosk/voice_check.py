"""What the doctor says of voices: whether voice notes can be heard here, and replies spoken."""

from __future__ import annotations

import asyncio
import importlib.util
import shutil
from collections.abc import Iterator

import numpy as np

from bot.speech import SpeechSettings
from bot.speech.errors import EngineAbsent, EngineFailed
from bot.speech.ports import SpeechToText
from bot.speech.sounds import RATE
from bot.speech.viet_asr import VietAsr
from bot.speech.whisper import Whisper
from kiosk.doctor import Finding, Health


def examine(settings: SpeechSettings) -> Iterator[Finding]:
    """Yield a finding per engine; without any, Một Cửa still reads and writes."""
    yield _ear(VietAsr(), "pip install 'motcua[speech]', on Linux with Python 3.11")
    if settings.whisper_folder is not None:
        yield _ear(Whisper(settings.whisper_folder), "set MOTCUA_SPEECH_WHISPER_FOLDER to a faster-whisper model")
    if settings.is_online:
        is_here = importlib.util.find_spec("gtts") is not None
        yield _voice("gtts", "pip install --no-deps gtts==2.5.4", is_here=is_here)
    yield _voice("espeak-ng", "apt-get install espeak-ng", is_here=shutil.which("espeak-ng") is not None)


def _ear(engine: SpeechToText, mend: str) -> Finding:
    part = f"hearing: {engine.name}"
    try:
        asyncio.run(engine.recognise(np.zeros(RATE, np.int16)))
    except (EngineAbsent, EngineFailed):
        return Finding(part, Health.NOTE, "cannot hear; voice notes are asked for as text unless another can", mend)
    return Finding(part, Health.OK, "hears")


def _voice(name: str, mend: str, *, is_here: bool) -> Finding:
    if is_here:
        return Finding(f"speaking: {name}", Health.OK, "installed")
    return Finding(f"speaking: {name}", Health.NOTE, "not installed; replies are spoken by another, or stay text", mend)
