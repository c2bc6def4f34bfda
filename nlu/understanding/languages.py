"""The language of a message: Vietnamese, English, or one that we do not answer in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from knowledge.vietnamese.text import has_tone_marks
from nlu.understanding.phrases import Word

# The shape of a Vietnamese syllable without marks: "nghieng", "khuya", "oanh".
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|th|tr|ch|kh|ph|gh|gi|qu|[bcdghklmnprstvx])?"
    r"(?:uye|oai|oay|uay|uya|ieu|yeu|uoi|uou|[iuo]e[uo]?|ie|ye|uo|ua|ia|oa|oe|uy|ue|oo|ai|ao|au|ay|eo|eu|iu|oi|ui|uu|[aeiouy])"
    r"(?:ch|nh|ng|[cmnpt])?"
)
# Common words of English questions; those without the shape of a Vietnamese syllable tell it from Vietnamese.
_ENGLISH = frozenset((Path(__file__).parent / "english.txt").read_text(encoding="utf-8").split())
_ENGLISH_ONLY = frozenset(word for word in _ENGLISH if not _SYLLABLE.fullmatch(word))


class Tongue(StrEnum):
    """What a message is written in."""

    VIETNAMESE = "vi"
    ENGLISH = "en"
    OTHER = "other"
    UNDECIDED = "undecided"  # too little to tell: "ok", "1", a code


def tongue(text: str, message: Sequence[Word]) -> Tongue:
    """Return the language that a message is written in."""
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return Tongue.UNDECIDED
    foreign_script = sum("LATIN" not in unicodedata.name(c, "") for c in letters)
    if foreign_script * 2 > len(letters):
        return Tongue.OTHER
    wordlike = [word for word in message if word.bare.isalpha()]
    return _latin(text, wordlike)


def _latin(text: str, message: Sequence[Word]) -> Tongue:
    vietnamese = sum(bool(_SYLLABLE.fullmatch(w.bare)) for w in message)
    english = sum(w.written in _ENGLISH for w in message)
    english_only = sum(w.written in _ENGLISH_ONLY for w in message)
    marked = sum(not w.is_bare for w in message)
    # The name of a paper stays Vietnamese in an English question: "what is giấy chứng sinh".
    is_mostly_english = english_only > marked or english_only >= max(2, marked)
    if is_mostly_english and english * 2 >= len(message) - marked:
        return Tongue.ENGLISH
    if len(message) >= 3 and vietnamese * 2 < len(message):
        return Tongue.OTHER
    if has_tone_marks(text) or len(message) >= 3:
        return Tongue.VIETNAMESE
    return Tongue.UNDECIDED
