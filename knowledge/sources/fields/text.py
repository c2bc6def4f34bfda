"""Text of a source made fit to keep: one line, or paragraphs; and what only says that nothing is said."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = ("Cc", "Cf", "Co", "Cs", "Cn")
_LINE_BREAKS = re.compile(r"\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
_BULLET = re.compile(r"^(?:[-–—+*•·▪●○◦]\s*)+")
# The portal writes these where a publisher left a field empty.
_PLACEHOLDERS = frozenset({"không có thông tin", "chưa có thông tin", "không xác định", "n/a", "null", "-", "."})


def visible(text: str) -> str:
    """Return a text in NFC without invisible characters; its white space stays."""
    composed = text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
    # Printable is: a plain space or neither white space nor invisible. Most texts need no second look.
    if composed.isprintable():
        return composed
    return "".join(c for c in composed if c.isspace() or unicodedata.category(c) not in _INVISIBLE)


def line(value: object) -> str:
    """Return a value as one line of visible NFC text; nothing, lists and objects give an empty line."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    return " ".join(visible(" ".join(str(value).split())).split())


def stated(value: object) -> str:
    """Return a value as one line, empty where it only says that there is no information."""
    words = line(value)
    return "" if words.lower() in _PLACEHOLDERS else words


def paragraphs(value: object) -> str:
    """Return a value as visible NFC text that keeps its line breaks, without empty lines."""
    if not isinstance(value, str):
        return stated(value)
    lines = [line(part) for part in _LINE_BREAKS.split(value)]
    whole = "\n".join(part for part in lines if part)
    return "" if whole.lower() in _PLACEHOLDERS else whole


def without_bullet(text: str) -> str:
    """Return a line without its leading dashes, stars and dots."""
    return _BULLET.sub("", text.strip()).strip()


def capitalised(text: str) -> str:
    """Return a text whose first letter is a capital; the rest stays."""
    return text[:1].upper() + text[1:]


def once(values: list[str]) -> tuple[str, ...]:
    """Return the texts in order, without empty ones and without repetition whatever the case of their letters."""
    kept: dict[str, str] = {}
    for value in values:
        if value:
            kept.setdefault(value.casefold(), value)
    return tuple(kept.values())
