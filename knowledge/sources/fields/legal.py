"""The legal documents that a procedure rests on: their numbers parted from their titles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from knowledge.procedures import LegalBasis
from knowledge.sources.fields import dates
from knowledge.sources.fields.text import stated

_NUMBER = re.compile(r"\d{1,5}(?:\.\d{1,3})?/(?:(?:19|20)\d{2}/)?[A-ZĐ][A-ZĐa-zđ]*\d{0,2}(?:-[A-ZĐ][A-ZĐa-zđ0-9]*)*")
_LOOSE_STROKE = re.compile(r"\s*([/-])\s*(?=[\dA-ZĐ])")
# Letters of another alphabet that look the same have been typed into numbers.
_LOOKALIKES = str.maketrans("АВСЕНКМОРТХ", "ABCEHKMOPTX")
_DATED = re.compile(r"\s*,?\s*ngày\s+(\d{1,2}[/-]\d{1,2}[/-]\d{4}|\d{1,2} tháng \d{1,2} năm \d{4})")


def read(number: object, title: object, *, issued: object = "") -> LegalBasis | None:
    """Return a legal document; None where neither a number nor a title is given.

    The number comes out of what stands in its place, `Thông tư số 03/2023/TT-BTP`, else out of the title.
    """
    name, given = stated(title).rstrip(" .;,"), stated(number).rstrip(" .;,")
    found = _number(given) or _number(name)
    if not found and given and not name:
        name, given = given, ""
    if not (found or name):
        return None
    issued_on = dates.read(issued) or _date_of(found, name)
    return LegalBasis(number=found, title="" if name == found else name, issued_on=issued_on)


def several(found: Iterable[LegalBasis | None]) -> tuple[LegalBasis, ...]:
    """Return legal documents in order, each number once: the one with the longer title."""
    kept: dict[str, LegalBasis] = {}
    for basis in found:
        if basis is None:
            continue
        key = basis.number or basis.title
        if key not in kept or len(basis.title) > len(kept[key].title):
            kept[key] = basis
    return tuple(kept.values())


def _number(text: str) -> str:
    text = text.translate(_LOOKALIKES)
    found = _NUMBER.search(_LOOSE_STROKE.sub(r"\1", text))
    return found[0] if found else ""


def _date_of(number: str, title: str) -> date | None:
    """Return the date that stands right behind the number in the title; others are of other documents."""
    place = title.find(number) if number else -1
    found = _DATED.match(title, place + len(number)) if place >= 0 else None
    return dates.read(found[1]) if found else None
