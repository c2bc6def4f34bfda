"""What the words of a question speak for: a weight for each syllable, and each pair of neighbours."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scipy import sparse

_LEAST_QUESTIONS = 5
"""A word or a pair that stands in fewer questions says nothing about others."""


@dataclass(frozen=True)
class WordWeights:
    """Weights that were learned, by syllable or pair without tone marks."""

    weights: Mapping[str, float] = field(default_factory=dict)
    intercept: float = 0.0

    def of(self, folded: str) -> float:
        """Return what a folded question speaks for, above 0, or against, below it."""
        known = [weight for term in terms(folded) if (weight := self.weights.get(term)) is not None]
        return self.intercept + (sum(known) / len(known) ** 0.5 if known else 0.0)


@functools.lru_cache(maxsize=8)
def terms(folded: str) -> frozenset[str]:
    """Return the syllables of a folded text, and its pairs of neighbours."""
    # Kept, since one question is weighed for several purposes.
    syllables = folded.split()
    return frozenset((*syllables, *(f"{a} {b}" for a, b in pairwise(syllables))))


def counted(texts: Sequence[str]) -> tuple[list[str], sparse.csr_matrix]:
    """Return the words and pairs that say something, and a row for each folded text that is `of` of unit weights."""
    # Learning alone needs it, and not serving.
    from scipy import sparse

    said = [terms(text) for text in texts]
    often = Counter(term for one in said for term in one)
    names = sorted(term for term, count in often.items() if count >= _LEAST_QUESTIONS)
    place = {name: number for number, name in enumerate(names)}
    rows = [sorted(place[term] for term in one if term in place) for one in said]
    shares = [1 / len(row) ** 0.5 for row in rows for _ in row]
    starts = [0, *accumulate(len(row) for row in rows)]
    columns = [number for row in rows for number in row]
    return names, sparse.csr_matrix((shares, columns, starts), shape=(len(rows), len(names)))
