"""Text as the rest of the code may rely on it: NFC, without invisible characters; and folded for matching."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_WORDS = re.compile(r"[^\W_]+(?:[.\-/][^\W_]+)*")
# Control, format, private use, surrogate and unassigned characters say nothing to a reader.
_INVISIBLE = ("Cc", "Cf", "Co", "Cs", "Cn")


def clean(text: str) -> str:
    """Return the text in NFC, without control and invisible characters, each run of white space one space."""
    composed = unicodedata.normalize("NFC", _SPACES.sub(" ", text))
    visible = "".join(c for c in composed if unicodedata.category(c) not in _INVISIBLE)
    return _SPACES.sub(" ", visible).strip()


def fold(text: str) -> str:
    """Return the text in small letters without tone marks, đ as d: what people type in a hurry."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    bare = lowered.translate(_BARE)
    return bare if bare.isascii() else _fold(lowered)


def _fold(lowered: str) -> str:
    decomposed = unicodedata.normalize("NFD", lowered)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare.replace("đ", "d"))


# By this a text is folded letter by letter, where that leaves nothing but ASCII: Latin letters, and marks alone.
_LETTERS = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00), *range(0x300, 0x370))
_BARE = {letter: _fold(chr(letter)) for letter in _LETTERS if _fold(chr(letter)).isascii()}


def words(text: str) -> list[str]:
    """Return the syllables and numbers of a text, as written; `1.001193` and `25/7` stay whole."""
    return _WORDS.findall(text)


def has_tone_marks(text: str) -> bool:
    """Tell whether anything in the text is written with Vietnamese marks."""
    return fold(text) != text.lower()
