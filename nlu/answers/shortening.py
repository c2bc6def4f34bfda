"""Long official text made shorter, and only where nothing is torn: at the end of a sentence."""

from __future__ import annotations

import re

from knowledge.vietnamese.text import clean

MOST_ITEMS = 7
MOST_SPOKEN_ITEMS = 3
ELLIPSIS = " …"

_MARK = re.compile(r"^\s*(?:[-–—•*+✓❖►▪]+|\(?(?:[a-zđ]|[ivx]{1,4}|\d{1,2}(?:\.\d{1,2})*)[.)](?!\d))\s*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[a-zà-ỹđ)”\"\d][a-zà-ỹđ)”\"\d][.!?])\s+(?=[\"“(]?[^\W\d_])")
_SEMICOLON = re.compile(r"(?<=;)\s+")
_CLAUSE = re.compile(r"[,;:(]|\s[–-]\s")


def item(text: str) -> str:
    """Return a list item without the list marks and the closing punctuation of the source."""
    bare = clean(text)
    while (shorter := _MARK.sub("", bare, count=1)) != bare and shorter:
        bare = shorter
    return capital(bare.rstrip(" .;,:"))


def lines(text: str) -> list[str]:
    """Return the lines of a text that say something, without list marks."""
    return [line for line in (item(raw) for raw in text.splitlines()) if line]


def capital(text: str) -> str:
    """Return the text with its first letter large."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """Return the text with its first letter small, unless it opens with a name or an abbreviation."""
    return text if text[1:2].isupper() or not text else text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """Return the text ending as a sentence does."""
    return text if not text or text[-1] in ".?!:…" else f"{text}."


def shorten(text: str, limit: int) -> tuple[str, bool]:
    """Return whole sentences up to a length, never less than one, and whether any was left out."""
    if len(text) <= limit:
        return text, False
    kept = _leading(_sentences(text), limit)
    if len(kept) > 2 * limit:
        kept = _leading(_SEMICOLON.split(kept), limit).rstrip(";")
    return (text, False) if len(kept) >= len(text) else (kept.rstrip(" .;,") + ELLIPSIS, True)


def for_the_ear(text: str, limit: int = 110) -> str:
    """Return as much of an item as can be heard once: the thing itself, its clauses left to the screen."""
    short = text.removesuffix(ELLIPSIS)
    if len(short) <= limit:
        return short
    ends = [match.start() for match in _CLAUSE.finditer(short) if 12 <= match.start() <= limit]
    if ends:
        return short[: ends[-1]].rstrip(" ,;:")
    return short[:limit].rsplit(" ", 1)[0]


def _sentences(text: str) -> list[str]:
    pieces = _SENTENCE_END.split(text)
    joined: list[str] = []
    for piece in pieces:
        # A small letter, or an open bracket before it, means that the stop was not the end of a sentence.
        if joined and (not _opens(piece) or joined[-1].count("(") > joined[-1].count(")")):
            joined[-1] += f" {piece}"
        else:
            joined.append(piece)
    return joined


def _opens(piece: str) -> bool:
    first = piece.lstrip('"“(')[:1]
    return first.isupper()


def _leading(pieces: list[str], limit: int) -> str:
    kept = pieces[0]
    for piece in pieces[1:]:
        if len(kept) + len(piece) + 1 > limit:
            break
        kept += f" {piece}"
    return kept
