"""How often the title that a text is about is the nearest, or among the nearest three."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.embedding import Embedder
from knowledge.tuning.pairs import Pair, Subject

# More titles than these make the search harder, but take minutes to embed twice.
_MOST_TITLES = 2000


@dataclass(frozen=True)
class Found:
    """Which share of the texts found their title first, and which among the first three."""

    first: float
    among_three: float


def measure(embedder: Embedder, pairs: Sequence[Pair], subjects: Sequence[Subject]) -> Found:
    """Return how well the questions of pairs find their title among those of the subjects, by cosine alone."""
    titles = {pair.key: pair.answer for pair in pairs}
    for subject in subjects:
        if len(titles) >= _MOST_TITLES:
            break
        titles.setdefault(subject.key, subject.name)
    keys = list(titles)
    places = np.array([keys.index(pair.key) for pair in pairs])
    scores = (
        embedder.embed_queries([pair.question for pair in pairs]) @ embedder.embed_passages(list(titles.values())).T
    )
    right = scores[np.arange(len(pairs)), places]
    ahead = np.sum(scores > right[:, None], axis=1)
    return Found(float(np.mean(ahead == 0)), float(np.mean(ahead < 3)))
