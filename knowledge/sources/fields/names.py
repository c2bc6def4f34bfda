"""Titles of procedures: one line, and not shouted."""

from __future__ import annotations

import re

from knowledge.errors import RecordRejected
from knowledge.sources.fields.text import capitalised, line, stated
from knowledge.vietnamese.text import fold

_WORD = re.compile(r"[^\W_]+")
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_VOWEL = re.compile(r"[aeiouy]")
_SHOUTED_SHARE = 0.9
_LONGEST = 1500

# Written with capitals also in the middle of a sentence.
_PROPER_NAMES = (
    "Việt Nam", "Nhà nước", "Quốc hội", "Chính phủ", "Đảng", "Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ",
    "Huế", "Lào", "Campuchia", "Trung Quốc",
)  # fmt: skip
# Abbreviations that have a vowel, so that their spelling does not give them away.
_ABBREVIATIONS = frozenset({"UBND", "ASEAN", "USD", "ODA", "BOT", "EVN", "II", "III", "IV", "VII", "VIII", "IX"})


def read(value: object, *, place: str, code: str) -> str:
    """Return the title of a procedure. Raise RecordRejected where there is none."""
    title = sentence_case(stated(value)).rstrip(" .;,:")
    if not title:
        raise RecordRejected(place, "The record has no name. Take it out of the file or give it one.", code=code)
    if len(title) > _LONGEST:
        reason = f"The name has {len(title)} characters; no procedure has a name that long."
        raise RecordRejected(place, reason, code=code)
    return capitalised(title)


def sentence_case(title: str) -> str:
    """Return a title in small letters where it is shouted in capitals; abbreviations and names keep theirs."""
    title = line(title)
    letters = [character for character in _IN_BRACKETS.sub("", title) if character.isalpha()]
    if len(letters) < 8 or sum(map(str.isupper, letters)) < _SHOUTED_SHARE * len(letters):
        return title
    quiet = _WORD.sub(lambda word: _lowered(word[0]), title)
    for name in _PROPER_NAMES:
        quiet = re.sub(rf"\b{name.lower()}\b", name, quiet)
    return capitalised(quiet)


def _lowered(word: str) -> str:
    if not word.isupper() or word in _ABBREVIATIONS or any(map(str.isdigit, word)):
        return word
    if len(word) > 1 and not _VOWEL.search(fold(word)):
        return word
    return word.lower()
