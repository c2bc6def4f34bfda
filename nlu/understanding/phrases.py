"""Phrases found in a message, whole words only; a word typed without tone marks matches every marking of it."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.vietnamese.text import fold, words

_WORDS_KEPT = 4096
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@dataclass(frozen=True)
class Word:
    """One word of a message, ready to be compared."""

    written: str
    bare: str
    key: tuple[str, str]
    """The word without its tone, and the tone: "hoà" and "hòa" have the same."""

    @property
    def is_bare(self) -> bool:
        """Tell whether it was written without any mark, so that it may stand for every marking."""
        return self.written == self.bare


@dataclass(frozen=True)
class Match:
    """A phrase found in a message."""

    name: str
    phrase: str
    start: int
    end: int

    def __len__(self) -> int:
        """Return the number of words."""
        return self.end - self.start

    def overlaps(self, other: Match) -> bool:
        """Tell whether the two share a word."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Match) -> bool:
        """Tell whether every word of the other is one of this."""
        return self.start <= other.start and other.end <= self.end


def split(text: str, spellings: Mapping[str, str] | None = None) -> tuple[Word, ...]:
    """Return the words of a text, teencode spelled out."""
    typed = [word.lower() for word in words(text)]
    if spellings:
        typed = [proper for word in typed for proper in spellings.get(word, word).split()]
    return tuple(map(_word, typed))


@functools.lru_cache(_WORDS_KEPT)
def _word(written: str) -> Word:
    decomposed = unicodedata.normalize("NFD", written)
    tone = "".join(c for c in decomposed if c in _TONES)
    toneless = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    return Word(written, fold(written), (toneless, tone))


def bare_text(found: Sequence[Word]) -> str:
    """Return the words without tone marks, one space between."""
    return " ".join(word.bare for word in found)


_Phrase = tuple[int, str, str, tuple[Word, ...]]
"""Its number in the book, the name of its list, the phrase as written, and its words."""


class PhraseBook:
    """Named lists of phrases, and where they occur in a message."""

    def __init__(
        self,
        lists: Mapping[str, Iterable[str]],
        *,
        spellings: Mapping[str, str] | None = None,
        is_lone_word_enough: bool = False,
    ) -> None:
        # By their first two words without marks: most phrases that begin with "làm" go on otherwise than the message.
        self._by_start: dict[tuple[str, str], list[_Phrase]] = {}
        number = 0
        # "phi" typed for "phí" is one word among many; it counts only when it is the whole message.
        self._is_lone_word_enough = is_lone_word_enough
        for name, phrases in lists.items():
            for phrase in phrases:
                # Messages in English are read as typed, all others with their teencode spelled out.
                for parts in {split(phrase), split(phrase, spellings)}:
                    begin, following = (*(part.bare for part in parts[:2]), "", "")[:2]
                    self._by_start.setdefault((begin, following), []).append((number, name, phrase, parts))
                    number += 1
        self._begin = {begin for begin, _ in self._by_start}
        for (begin, following), longer in self._by_start.items():
            if following:
                # With the phrases that are the first word alone, in the order of the book.
                longer.extend(self._by_start.get((begin, ""), ()))
                longer.sort(key=lambda found: found[0])

    def find(self, message: Sequence[Word]) -> list[Match]:
        """Return every occurrence, overlapping ones too, in the order of the message."""
        bare = [*(word.bare for word in message), ""]
        return [
            Match(name, phrase, start, start + len(parts))
            for start, begin in enumerate(pairwise(bare))
            if begin[0] in self._begin
            for _, name, phrase, parts in self._by_start.get(begin) or self._by_start.get((begin[0], ""), [])
            if self._agree(message, start, parts)
        ]

    def _agree(self, message: Sequence[Word], start: int, parts: tuple[Word, ...]) -> bool:
        if start + len(parts) > len(message):
            return False
        for place, part in enumerate(parts, start):
            if not _same(message[place], part):
                return False
        is_guess = len(parts) == 1 and message[start].is_bare and not parts[0].is_bare
        return not is_guess or self._is_lone_word_enough or len(message) == 1


def _same(word: Word, part: Word) -> bool:
    return word.key == part.key or (word.is_bare and word.bare == part.bare)


class PatternBook:
    """Named regular expressions, matched on the message without tone marks."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self._patterns = [(name, re.compile(pattern)) for name, patterns in lists.items() for pattern in patterns]

    def find(self, message: Sequence[Word]) -> list[Match]:
        """Return every occurrence; its place is counted in words."""
        text = bare_text(message)
        return [
            Match(name, hit.group(), text[: hit.start()].count(" "), text[: hit.end()].count(" ") + 1)
            for name, pattern in self._patterns
            for hit in pattern.finditer(text)
        ]


def longest(matches: Iterable[Match]) -> list[Match]:
    """Return the matches that no longer match covers, in the order of the message."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (-len(m), m.start)):
        if not any(other.contains(match) for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda m: m.start)


def without_other_meanings(matches: Iterable[Match], others: Sequence[Match]) -> list[Match]:
    """Return the matches that do not rest on a part of a phrase that means something else."""
    return [
        match for match in matches if not any(other.overlaps(match) and not match.contains(other) for other in others)
    ]


def joined(message: Iterable[Word]) -> str:
    """Return the words as they were written, one space between."""
    return " ".join(word.written for word in message)


def covers(matches: Iterable[Match], place: int) -> bool:
    """Tell whether a match holds the word at a place."""
    return any(match.start <= place < match.end for match in matches)


def without(message: Sequence[Word], matches: Iterable[Match]) -> tuple[Word, ...]:
    """Return the words that no match holds."""
    covered = {place for match in matches for place in range(match.start, match.end)}
    return tuple(word for place, word in enumerate(message) if place not in covered)
