"""Questions as they would be typed in a hurry: without tone marks, or in teencode. Seeded, so that two runs agree."""

from __future__ import annotations

import random
import unicodedata
from enum import StrEnum

from knowledge.vietnamese import tables
from knowledge.vietnamese.text import fold

_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_SHAPES = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}


class Form(StrEnum):
    """How a question is typed."""

    AS_WRITTEN = "as written"
    NO_TONE_MARKS = "no tone marks"
    TEENCODE = "teencode"


def typed(question: str, form: Form) -> str:
    """Return the question as it would be typed in a form."""
    if form is Form.NO_TONE_MARKS:
        return fold(question)
    if form is Form.TEENCODE:
        return _teencode(question)
    return question


def _teencode(question: str) -> str:
    """Abbreviate, leave marks out, leave Telex in and swap letters, each with a chance of its own."""
    chance = random.Random(question)  # noqa: S311 - noise, not a secret
    text = _abbreviated(question.lower(), chance)
    return " ".join(_slip(word, chance) for word in text.split())


def _abbreviated(text: str, chance: random.Random) -> str:
    for short, long in sorted(tables.abbreviations().items(), key=lambda item: -len(item[1])):
        if f" {long.lower()} " in f" {text} " and chance.random() < 0.5:
            text = f" {text} ".replace(f" {long.lower()} ", f" {short} ").strip()
    return text


def _slip(word: str, chance: random.Random) -> str:
    draw = chance.random()
    if draw < 0.35:
        return fold(word)
    if draw < 0.45:
        return _telex(word)
    if draw < 0.5 and len(word) > 3:
        place = chance.randrange(1, len(word) - 1)
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word


def _telex(word: str) -> str:
    """Return the keystrokes of a word, its tone last."""
    tone = ""
    letters = ""
    for letter in unicodedata.normalize("NFD", word):
        tone = _TONES.get(letter, tone)
        letters += "" if letter in _TONES else letter
    return "".join(_SHAPES.get(letter, letter) for letter in unicodedata.normalize("NFC", letters)) + tone
