"""Personal data in a text: found, and its kinds told apart.

In doubt a number is personal: too much hidden costs a figure in a report, too little costs a person.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot import personal_patterns
from bot.personal_patterns import PersonalKind
from knowledge.vietnamese.text import fold

_MOST_CHARACTERS_KNOWN = 4096


@dataclass(frozen=True)
class Personal:
    """A value that names a person, and where it stands in the cleaned text."""

    kind: PersonalKind
    value: str
    start: int


def _bare(character: str) -> str:
    """Return one character without its mark, its case kept, so that places stay where they are."""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(character) == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    bare = fold(character)
    if len(bare) != 1:
        return character
    return bare.upper() if character.isupper() and len(bare.upper()) == 1 else bare


class _Bares(dict[int, str]):
    """What stands for each character without its mark, found when it is first met."""

    def __missing__(self, ordinal: int) -> str:
        bare = _bare(chr(ordinal))
        if len(self) < _MOST_CHARACTERS_KNOWN:
            self[ordinal] = bare
        return bare


_BARE = _Bares()


def find(text: str) -> tuple[Personal, ...]:
    """Return the personal values of a cleaned text, in order, none inside another."""
    bare = text.translate(_BARE)
    found: list[Personal] = []
    for personal in _found(text, bare):
        if not any(_overlap(personal, other) for other in found):
            found.append(personal)
    return tuple(sorted(found, key=lambda personal: personal.start))


def _found(text: str, bare: str) -> Iterator[Personal]:
    """Return what each pattern finds; the surest come first and win where two overlap."""
    possible = (family for family in personal_patterns.FAMILIES if family.is_possible(bare))
    for pattern, kind_of in (kind for family in possible for kind in family.kinds):
        for match in pattern.finditer(bare):
            group = "value" if "value" in pattern.groupindex else 0
            start, end = match.span(group)
            kind = kind_of(match[group])
            if kind is not None:
                yield Personal(kind, text[start:end], start)


def _overlap(one: Personal, other: Personal) -> bool:
    return one.start < other.start + len(other.value) and other.start < one.start + len(one.value)
