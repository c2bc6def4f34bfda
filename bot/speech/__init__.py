"""Ears and a mouth: voice notes become text, replies become sound; each engine is behind a port."""

from bot.speech.hearing import Ears, Heard, NotHeard, Unheard
from bot.speech.opening import Speech, open_speech
from bot.speech.settings import SpeechSettings
from bot.speech.sounds import SoundFormat
from bot.speech.speaking import Mouth, Spoken

__all__ = [
    "Ears",
    "Heard",
    "Mouth",
    "NotHeard",
    "SoundFormat",
    "Speech",
    "SpeechSettings",
    "Spoken",
    "Unheard",
    "open_speech",
]
