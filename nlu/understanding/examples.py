"""The nearest example of the Rasa project to a message, over folded single words and pairs of words."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from nlu.understanding.phrases import Word, split


@dataclass(frozen=True)
class Nearest:
    """An intent and how near its nearest example is, 0 to 1."""

    intent: str
    similarity: float


class NearestExamples:
    """Compares messages with all examples at once through an inverted index."""

    def __init__(self, examples: Mapping[str, Sequence[str]], spellings: Mapping[str, str]) -> None:
        documents = [
            (intent, Counter(_features([word.bare for word in split(text, spellings)])))
            for intent, texts in examples.items()
            for text in dict.fromkeys(texts)
        ]
        frequency = Counter(feature for _, document in documents for feature in document)
        self._rarity = {f: math.log(1 + len(documents) / count) for f, count in frequency.items()}
        # Most messages have no greeting, and are ranked with it and without.
        self._recent = lru_cache(maxsize=8)(self._rank)
        self._unseen = math.log(1 + len(documents))
        self._intents = [intent for intent, _ in documents]
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, (_, document) in enumerate(documents):
            length = self._length(document)
            for feature, count in document.items():
                self._postings[feature].append((number, count * self._rarity[feature] / length))

    def rank(self, message: Sequence[Word]) -> tuple[Nearest, ...]:
        """Return each intent with any likeness to the message, nearest first."""
        return self._recent(tuple(word.bare for word in message))

    def _rank(self, bare: Sequence[str]) -> tuple[Nearest, ...]:
        query = Counter(_features(bare))
        length = self._length(query)
        scores: dict[int, float] = defaultdict(float)
        for feature, count in query.items():
            rarity = self._rarity.get(feature, self._unseen)
            for number, weight in self._postings.get(feature, ()):
                scores[number] += weight * count * rarity / length
        best: dict[str, float] = {}
        for number, score in scores.items():
            intent = self._intents[number]
            if score > best.get(intent, 0.0):
                best[intent] = score
        return tuple(sorted((Nearest(i, s) for i, s in best.items()), key=lambda n: -n.similarity))

    def _length(self, counts: Mapping[str, int]) -> float:
        return math.sqrt(sum((c * self._rarity.get(f, self._unseen)) ** 2 for f, c in counts.items())) or 1.0


def _features(bare: Sequence[str]) -> list[str]:
    return [*bare, *(f"{a} {b}" for a, b in pairwise(bare))]
