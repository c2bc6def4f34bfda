"""Tone marks put back: the likeliest marked reading of what was typed without them.

A bigram model over syllables and a Viterbi search. The model counts the text of the published edition, so that
its own words win, on top of counts of general administrative Vietnamese in `syllables.json.gz`.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from importlib import resources
from itertools import pairwise

from knowledge.vietnamese.text import clean, fold, words

_BEAM = 6
_UNIGRAM_SHARE = 0.3
# A text with at least this share of marked syllables was written with marks: what is plain in it is meant so.
_WRITTEN_WITH_MARKS = 0.25
# There, a syllable is given marks only when it is hardly ever written without: `dau` is, `cho` is not.
_PLAIN_SHARE = 0.02


class Syllables:
    """Counts of syllables and of pairs of them."""

    def __init__(self, singles: Mapping[str, int], pairs: Mapping[tuple[str, str], int]) -> None:
        self.singles = Counter(singles)
        self.pairs = Counter(pairs)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Syllables:
        """Count the syllables of texts."""
        singles: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for text in texts:
            found = [word for word in words(clean(text).lower()) if word.isalpha()]
            singles.update(found)
            pairs.update(pairwise(found))
        return cls(singles, pairs)

    @classmethod
    def from_json(cls, text: str) -> Syllables:
        """Read what `to_json` wrote."""
        data = json.loads(text)
        return cls(data["singles"], {(a, b): n for key, n in data["pairs"].items() for a, b in [key.split(" ")]})

    def to_json(self, *, least: int = 1) -> str:
        """Write the counts that are at least so large."""
        singles = {word: n for word, n in sorted(self.singles.items()) if n >= least}
        pairs = {f"{a} {b}": n for (a, b), n in sorted(self.pairs.items()) if n >= least}
        return json.dumps({"singles": singles, "pairs": pairs}, ensure_ascii=False)

    def add(self, other: Syllables, *, weight: int = 1) -> Syllables:
        """Add another's counts to these, `weight` times, and return these."""
        for word, n in other.singles.items():
            self.singles[word] += n * weight
        for pair, n in other.pairs.items():
            self.pairs[pair] += n * weight
        return self


def general() -> Syllables:
    """Return the counts of general administrative Vietnamese, read anew: who gets them may add to them."""
    data = (resources.files("knowledge.vietnamese") / "syllables.json.gz").read_bytes()
    return Syllables.from_json(gzip.decompress(data).decode())


class ToneRestorer:
    """Puts tone marks back."""

    def __init__(self, syllables: Syllables) -> None:
        self._singles = syllables.singles
        self._pairs = syllables.pairs
        self._total = sum(self._singles.values()) or 1
        readings: defaultdict[str, list[str]] = defaultdict(list)
        for syllable, _count in self._singles.most_common():
            readings[fold(syllable)].append(syllable)
        self._readings = {plain: marked[:12] for plain, marked in readings.items()}

    def knows(self, syllable: str) -> bool:
        """Tell whether a syllable is in the vocabulary, as written or without its marks."""
        return syllable in self._singles or syllable in self._readings

    def has(self, syllable: str) -> bool:
        """Tell whether a syllable is in the vocabulary exactly as written."""
        return syllable in self._singles

    def restore(self, syllables: list[str], *, typed: list[str] | None = None) -> list[str]:
        """Return the syllables with tone marks. Those with marks, and unknown words, are left as they are.

        `typed` are the syllables before abbreviations were opened: they tell whether marks were being typed at all.
        """
        if not syllables:
            return syllables
        sparing = self._is_written_with_marks(typed if typed is not None else syllables)
        paths: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
        for syllable in syllables:
            paths = self._extend(paths, self._choices(syllable, sparing=sparing))
        return max(paths.values(), key=lambda path: path[0])[1]

    @staticmethod
    def _is_written_with_marks(syllables: list[str]) -> bool:
        letters = [word for word in syllables if word.isalpha()]
        marked = sum(fold(word) != word.lower() for word in letters)
        return bool(letters) and marked >= _WRITTEN_WITH_MARKS * len(letters)

    def _choices(self, syllable: str, *, sparing: bool) -> list[str]:
        lowered = syllable.lower()
        if fold(lowered) != lowered or not lowered.isalpha():
            return [syllable]
        readings = self._readings.get(lowered, [syllable])
        if sparing and self._singles[lowered] >= _PLAIN_SHARE * sum(self._singles[r] for r in readings):
            return [syllable]
        return readings

    def _extend(
        self, paths: dict[str, tuple[float, list[str]]], choices: list[str]
    ) -> dict[str, tuple[float, list[str]]]:
        longer: dict[str, tuple[float, list[str]]] = {}
        lasts = [(last, self._singles.get(last, 0), score) for last, (score, _) in paths.items()]
        for choice in choices:
            alone = _UNIGRAM_SHARE * ((self._singles.get(choice, 0) + 0.1) / (self._total + 1))
            best, before = -math.inf, ""
            for last, often, so_far in lasts:
                pair = self._pairs.get((last, choice), 0) / often if often else 0.0
                score = so_far + math.log(alone + (1 - _UNIGRAM_SHARE) * pair)
                if score > best:
                    best, before = score, last
            longer[choice] = (best, [*paths[before][1], choice])
        if len(longer) > _BEAM:
            longer = dict(sorted(longer.items(), key=lambda item: -item[1][0])[:_BEAM])
        return longer
