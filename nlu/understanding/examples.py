"""The nearest example of the Rasa project to a message, over folded single words and pairs of words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from knowledge.lists import Lists
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
        self._numbers = {feature: number for number, feature in enumerate(frequency)}
        self._rarity = {f: math.log(1 + len(documents) / count) for f, count in frequency.items()}
        # Most messages have no greeting, and are ranked with it and without.
        self._recent = lru_cache(maxsize=8)(self._rank)
        self._unseen = math.log(1 + len(documents))
        self._intents = list(examples)
        places = {intent: place for place, intent in enumerate(self._intents)}
        self._intent_of = np.array([places[intent] for intent, _ in documents], np.int64)
        postings: dict[str, list[tuple[int, float]]] = {feature: [] for feature in self._numbers}
        for number, (_, document) in enumerate(documents):
            length = self._length(document)
            for feature, count in document.items():
                postings[feature].append((number, count * self._rarity[feature] / length))
        self._documents = Lists.of([[number for number, _ in rows] for rows in postings.values()])
        self._weights = np.array([weight for rows in postings.values() for _, weight in rows], np.float64)

    def rank(self, message: Sequence[Word]) -> tuple[Nearest, ...]:
        """Return each intent with any likeness to the message, nearest first."""
        return self._recent(tuple(word.bare for word in message))

    def _rank(self, bare: Sequence[str]) -> tuple[Nearest, ...]:
        query = Counter(_features(bare))
        known = [feature for feature in query if feature in self._numbers]
        places, lengths = self._documents.places(np.array([self._numbers[feature] for feature in known], np.int64))
        counts = np.array([query[feature] for feature in known]).repeat(lengths)
        rarities = np.array([self._rarity[feature] for feature in known]).repeat(lengths)
        documents = self._documents.values[places].astype(np.intp)
        scores = np.zeros(len(self._intent_of))
        np.add.at(scores, documents, self._weights[places] * counts * rarities / self._length(query))
        # Of intents that are equally near, the one that was met first comes first.
        met = dict.fromkeys(self._intent_of[documents].tolist())
        best = np.zeros(len(self._intents))
        np.maximum.at(best, self._intent_of, scores)
        similarities = best.tolist()
        return tuple(
            Nearest(self._intents[place], similarities[place])
            for place in sorted(met, key=lambda place: -similarities[place])
        )

    def _length(self, counts: Mapping[str, int]) -> float:
        return math.sqrt(sum((c * self._rarity.get(f, self._unseen)) ** 2 for f, c in counts.items())) or 1.0


def _features(bare: Sequence[str]) -> list[str]:
    return [*bare, *(f"{a} {b}" for a, b in pairwise(bare))]
