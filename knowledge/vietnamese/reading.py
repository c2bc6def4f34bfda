"""A question as the search reads it: abbreviations opened, Telex mended, tone marks restored, places found."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from knowledge.vietnamese import abbreviations, numerals, tables, telex
from knowledge.vietnamese.restoration import ToneRestorer
from knowledge.vietnamese.text import clean, fold, words

_SENTENCE = re.compile(r"(?<=[.?!;:])\s+|\n+")
# A shorter piece says too little to be searched for by itself.
_SENTENCE_WORDS = 5


@dataclass(frozen=True)
class Reading:
    """A question in the forms that searching and understanding need."""

    original: str
    """Cleaned: NFC, no invisible characters."""
    restored: str
    """Abbreviations opened, Telex mended, tone marks restored."""
    folded: str
    """The restored words without tone marks, one space between."""
    asked: str = ""
    """Of several sentences the one that asks, restored: long stories ask at their end. Empty for one sentence."""
    meanings: tuple[str, ...] = ()
    """The words of records for the everyday phrases that were found."""
    provinces: frozenset[str] = frozenset()
    """Publisher prefixes of the provinces that were named, by old name or new."""
    places: tuple[str, ...] = ()
    """The names of places as they stand in `folded`."""

    @property
    def sought(self) -> str:
        """Return the question and the words of records that it means, as one text: what vectors are made of."""
        return f"{self.restored} {' '.join(self.meanings)}".strip()

    @functools.cached_property
    def folded_asked(self) -> str:
        """Return the sentence that asks, without tone marks; empty where there is one sentence."""
        return " ".join(words(fold(self.asked)))

    @functools.cached_property
    def folded_meanings(self) -> tuple[str, ...]:
        """Return the words of records without tone marks."""
        return tuple(fold(meaning) for meaning in self.meanings)


_ENGLISH = frozenset(
    words(
        "what where when which who how why this that these is are was were does did have has had need needs"
        " want your our his her their and or of for with from get got should would could must please there"
        " here without after before into about"
    )
)
"""Small words of English that are no syllables of Vietnamese, with or without tone marks."""
_OF_SPENDING = frozenset({"bao", "may", "phi", "tien", "nhieu", "cong", "le"})
"""What stands behind `mất` in "mất bao lâu", "mất mấy ngày", "mất phí không", "mất lệ phí"."""


@dataclass(frozen=True)
class Steps:
    """Which steps of reading are taken; each can be switched off, to measure what it is worth."""

    abbreviations: bool = True
    telex: bool = True
    tone_marks: bool = True
    phrases: bool = True
    places: bool = True


class Reader:
    """Reads questions, with the vocabulary of one edition."""

    def __init__(self, restorer: ToneRestorer, steps: Steps = Steps()) -> None:
        self._restorer = restorer
        self._steps = steps

    def read(self, question: str) -> Reading:
        """Return the question in all its forms."""
        original = clean(question)
        parts = [part for part in _SENTENCE.split(original) if part.strip()]
        # In English "can" is no căn, and "a" no short word for anh.
        sentences = parts if _is_english(original) else [self._restore(part) for part in parts]
        restored = " ".join(sentences)
        folded = " ".join(words(fold(restored)))
        provinces, places = self._places(folded)
        return Reading(
            original=original,
            restored=restored,
            folded=folded,
            asked=_asked(parts, sentences),
            # As typed, too: in "register a birth" the `a` was taken for `anh`.
            meanings=self._meanings(folded, " ".join(words(fold(original)))),
            provinces=provinces,
            places=places,
        )

    def _restore(self, sentence: str) -> str:
        syllables = typed = words(sentence)
        if self._steps.abbreviations:
            syllables = abbreviations.opened(syllables)
        if self._steps.telex:
            syllables = [self._mend(syllable) for syllable in syllables]
        if self._steps.tone_marks:
            syllables = self._restorer.restore(syllables, typed=typed)
        return " ".join(numerals.in_figures(_without_spending(syllables)))

    def _mend(self, syllable: str) -> str:
        if self._restorer.knows(syllable.lower()):
            return syllable
        composed = telex.compose(syllable)
        return composed if self._restorer.has(composed.lower()) else syllable

    def _meanings(self, *folded: str) -> tuple[str, ...]:
        if not self._steps.phrases:
            return ()
        padded = f" {' | '.join(folded)} "
        known, phrases = tables.phrases_by_word(), tables.phrases()
        said = {n for word in set(padded.split()) for n, text in known.get(word, ()) if text in padded}
        return tuple(phrases[number].mean for number in sorted(said))

    def _places(self, folded: str) -> tuple[frozenset[str], tuple[str, ...]]:
        if not self._steps.places:
            return frozenset(), ()
        padded = f" {folded} "
        named = [(p, name) for p in tables.provinces() for name in p.names if f" {name} " in padded]
        publishers = frozenset(province.publisher for province, _ in named if province.publisher)
        return publishers, tuple(name for _, name in named)


def _is_english(text: str) -> bool:
    """Tell whether words that only English has hold the text together."""
    said = words(text.lower())
    return sum(word in _ENGLISH for word in said) >= max(2, len(said) / 8)


def _without_spending(syllables: list[str]) -> list[str]:
    """Return the syllables without the `mất` that asks for a sum or a time: nothing is lost there."""
    folded = [fold(syllable).lower() for syllable in syllables]
    return [
        syllable
        for place, syllable in enumerate(syllables)
        if folded[place] != "mat" or not _OF_SPENDING.intersection(folded[place + 1 : place + 2])
    ]


def _asked(parts: list[str], sentences: list[str]) -> str:
    if len(sentences) < 2:
        return ""
    long_enough = [(p, s) for p, s in zip(parts, sentences, strict=True) if len(s.split()) >= _SENTENCE_WORDS]
    questions = [sentence for part, sentence in long_enough if part.rstrip().endswith("?")]
    return (questions or [sentence for _, sentence in long_enough] or [""])[-1]
