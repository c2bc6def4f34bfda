"""Abbreviations and teencode opened, where they are that and not meant as written."""

from __future__ import annotations

import re

from knowledge.vietnamese import tables
from knowledge.vietnamese.text import words

_LONGEST = 2
_CAPITALS = re.compile(r"\b[A-ZĐ]{3,}\b")
_NUMBER = re.compile(r"\d[\d.]*")


def written_out(text: str) -> str:
    """Return an official text with its abbreviations in capitals written out: UBND, BHYT, CCCD.

    Questions are opened, so that what they are compared with must be.
    """
    if text.isupper():
        return text
    known = tables.abbreviations()
    return _CAPITALS.sub(lambda found: known.get(found[0].lower(), found[0]), text)


def opened(syllables: list[str]) -> list[str]:
    """Return the syllables of a sentence with what `abbreviations.yml` knows written out."""
    known = tables.abbreviations()
    is_shouted = not any(letter.islower() for syllable in syllables for letter in syllable)
    out: list[str] = []
    place = 0
    while place < len(syllables):
        for length in range(min(_LONGEST, len(syllables) - place), 0, -1):
            short = " ".join(syllables[place : place + length]).lower()
            # `đkkh` is `dkkh`; the tables write the letter as most people type it.
            long = known.get(short) or known.get(short.replace("đ", "d"))
            if long and not (length == 1 and _is_meant(syllables, place, is_shouted=is_shouted)):
                out += words(long)
                place += length
                break
        else:
            out.append(syllables[place])
            place += 1
    return out


def _is_meant(syllables: list[str], place: int, *, is_shouted: bool) -> bool:
    """Tell whether what looks like an abbreviation is meant as written."""
    typed = syllables[place]
    # `Trần Thị B`, `mẫu C`: a capital letter by itself within a sentence is a name.
    if place and len(typed) == 1 and typed.isupper() and not is_shouted:
        return True
    before = syllables[place - 1].lower() if place else ""
    behind = syllables[place + 1].lower() if place + 1 < len(syllables) else ""
    return any(
        (not row.after or before in row.after)
        and (not row.before or behind in row.before)
        and (not row.after_number or _NUMBER.fullmatch(before))
        for row in tables.as_written().get(typed.lower(), ())
    )
