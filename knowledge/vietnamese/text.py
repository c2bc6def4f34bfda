"""Text as the rest of the code may rely on it: NFC, without invisible characters; and folded for matching."""

from __future__ import annotations

import functools
import re
import unicodedata

_SPACES = re.compile(r"\s+")
_WORDS = re.compile(r"[^\W_]+(?:[.\-/][^\W_]+)*")
# Control, format, private use, surrogate and unassigned characters say nothing to a reader.
_INVISIBLE = ("Cc", "Cf", "Co", "Cs", "Cn")
_LONGEST_KEPT = 16
_WORDS_KEPT = 4096


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
    # Few syllables make up most of what is said, and each is folded many times for one question.
    return _fold_word(lowered) if len(lowered) <= _LONGEST_KEPT else _fold(lowered)


def _fold(lowered: str) -> str:
    decomposed = unicodedata.normalize("NFD", lowered)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare.replace("đ", "d"))


_fold_word = functools.lru_cache(_WORDS_KEPT)(_fold)


def words(text: str) -> list[str]:
    """Return the syllables and numbers of a text, as written; `1.001193` and `25/7` stay whole."""
    return _WORDS.findall(text)


def has_tone_marks(text: str) -> bool:
    """Tell whether anything in the text is written with Vietnamese marks."""
    return fold(text) != text.lower()
