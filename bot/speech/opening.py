"""Ears and mouth wired by the settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.speech.cache import SoundCache
from bot.speech.espeak import EspeakVoice
from bot.speech.google import GoogleVoice
from bot.speech.hearing import Ears
from bot.speech.ports import SpeechToText, TextToSpeech
from bot.speech.settings import SpeechSettings
from bot.speech.speaking import Mouth
from bot.speech.viet_asr import VietAsr
from bot.speech.whisper import Whisper


@dataclass(frozen=True)
class Speech:
    """What a channel needs for voice messages."""

    ears: Ears
    mouth: Mouth


def open_speech(settings: SpeechSettings, *, home: Path) -> Speech:
    """Return ears and mouth; an engine is loaded when it is first used, spoken replies are kept under `home`."""
    hearing: list[SpeechToText] = [VietAsr()]
    if settings.whisper_folder is not None:
        hearing.append(Whisper(settings.whisper_folder))
    voices: list[TextToSpeech] = [EspeakVoice()]
    if settings.is_online:
        voices.insert(0, GoogleVoice(timeout_seconds=settings.online_timeout_seconds))
    cache = SoundCache(home / "voice", megabytes=settings.cache_megabytes)
    return Speech(Ears(hearing, longest_seconds=settings.longest_seconds), Mouth(voices, cache))
