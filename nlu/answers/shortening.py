"""Long official text made shorter, and only where nothing is torn: at the end of a sentence."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.vietnamese.text import clean, fold
from nlu import abbreviations
from nlu.number_words import said_once

MOST_ITEMS = 7
MOST_SPOKEN_ITEMS = 3
ELLIPSIS = " …"

_MARK = re.compile(r"^\s*(?:[-–—•*+✓❖►▪]+|\(?(?:[a-zđ]|[ivx]{1,4}|\d{1,2}(?:\.\d{1,2})*)[.)](?!\d))\s*", re.IGNORECASE)
_INLINE_MARK = re.compile(r"(?<=[.;:])\s+[+*–-]\s+")
# The source breaks lines within a sentence: before a small letter, and within a date or the number of an article.
_BROKEN_LINE = re.compile(
    r"(?<=[^\W_])[ ,]*\n\s*(?=[a-zà-ỹđ]{2,}[ ,])(?!(?:[a-zđ]|[ivx]{1,4})[.)])"
    r"|(?:(?<=[Nn]gày)|(?<=tháng)|(?<=năm)|(?<=khoản)|(?<=[Đđ]iều)|(?<=số))\s*\n\s*(?=\d)"
)
_SENTENCE_END = re.compile(r"(?<=[a-zà-ỹđ)”\"\d][a-zà-ỹđ)”\"\d][.!?])\s+(?=[\"“(]?[^\W\d_])")
_SEMICOLON = re.compile(r"(?<=;)\s+")
_CLAUSE = re.compile(r"[,:]|\s[–-]\s")
_BEFORE_CLAUSES = re.compile(r"\s*[;(]|(?<=[^\W\d_]{2})\.\s")
_LONGEST_THING = 110


@lru_cache(maxsize=512)
def folded(text: str) -> str:
    """Return the text without tone marks; the same long texts are asked for several times in one answer."""
    return fold(text)


@lru_cache(maxsize=2048)
def item(text: str) -> str:
    """Return a list item without the list marks and the closing punctuation of the source."""
    bare = abbreviations.opened(said_once(clean(text)))
    while (shorter := _MARK.sub("", bare, count=1)) != bare and shorter:
        bare = shorter
    return capital(bare.rstrip(" .;,:"))


def lines(text: str) -> list[str]:
    """Return the lines of a text that say something, without list marks; one that opens a list keeps its colon."""
    whole = _BROKEN_LINE.sub(" ", text)
    return [f"{line}:" if raw.rstrip().endswith(":") else line for raw in whole.splitlines() if (line := item(raw))]


def prose(text: str) -> str:
    """Return a text of several lines as one run of sentences, without list marks."""
    return " ".join(sentence(line) for line in lines(_INLINE_MARK.sub("\n", text)))


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


def thing(text: str) -> str:
    """Return an item as it is said: the thing itself; its clauses stay on the screen."""
    short = _BEFORE_CLAUSES.split(text.removesuffix(ELLIPSIS), maxsplit=1)[0].rstrip(" ,;:")
    if len(short) <= _LONGEST_THING:
        return short
    ends = [match.start() for match in _CLAUSE.finditer(short) if 12 <= match.start() <= _LONGEST_THING]
    return short[: ends[-1]] if ends else short


def statement(text: str, limit: int = 200) -> str:
    """Return the leading sentences of a text that can be heard once; empty where even the first is too long."""
    kept = _leading(_sentences(text.removesuffix(ELLIPSIS)), limit)
    if len(kept) > limit:
        kept = _leading(_SEMICOLON.split(kept), limit).rstrip("; ")
    return kept if len(kept) <= limit else ""


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
