"""Masks personal data before anything a citizen wrote is stored.

The question is answered from the words as written; only what is kept is masked.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.personal import Personal, PersonalKind, find
from knowledge.vietnamese.text import clean


@dataclass(frozen=True)
class Masked:
    """A text fit to be stored, and what was taken out of it."""

    text: str
    hidden: tuple[Personal, ...] = ()

    def hide_in(self, other: str) -> str:
        """Return another text without the same values, should it repeat them."""
        for personal in self.hidden:
            # A house number is too short to be known again: "12" also stands in fees and dates.
            if personal.kind is not PersonalKind.HOUSE_NUMBER:
                other = other.replace(personal.value, personal.kind.value)
        return other


def mask(text: str) -> Masked:
    """Return the text cleaned, each personal value replaced by the name of its kind."""
    text = clean(text)
    hidden = find(text)
    parts: list[str] = []
    end = 0
    for personal in hidden:
        parts += (text[end : personal.start], personal.kind.value)
        end = personal.start + len(personal.value)
    return Masked("".join((*parts, text[end:])), hidden)
