"""How alike two names of a paper are: ours in plain words, the portal's as its row has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from knowledge.embedding import Embedder, Vectors
from knowledge.vietnamese.text import fold, words

# Words that stand in every other name of a paper and tell little.
_COMMON = frozenset(
    words(
        "ban sao chinh giay to tai lieu cac mot trong so cua va hoac cho theo mau ve co khong duoc tren nguoi van kem "
        "cung chung thuc loai nhung do da la thi noi tu den voi khi neu thay de don khai nghi ghi"
    )
)
_COMMON_WEIGHT = 0.25
_WORDS_SHARE = 0.6
# The bundled encoder gives strangers 0.35 to 0.45 and most namesakes 0.65 or more; words alone must not decide.
_STRANGER, _NAMESAKE = 0.2, 0.6
_LONGEST = 240
_BRACKETS = re.compile(r"\([^()]*\)")


class Likeness:
    """Compares names of papers by their words and by the bundled encoder; each name is embedded once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: dict[str, Vectors] = {}

    def table(self, ours: Sequence[str], theirs: Sequence[str]) -> Vectors:
        """Return how alike each name of ours (rows) is to each of theirs (columns), from 0 to 1."""
        if not ours or not theirs:
            return np.zeros((len(ours), len(theirs)), np.float32)
        self._embed([*ours, *theirs])
        cosines = np.stack([self._vectors[name] for name in ours]) @ np.stack([self._vectors[n] for n in theirs]).T
        nearness = np.clip((cosines - _STRANGER) / (_NAMESAKE - _STRANGER), 0, 1)
        shared = np.array([[_shared(a, b) for b in theirs] for a in ours], np.float32)
        return np.asarray(_WORDS_SHARE * shared + (1 - _WORDS_SHARE) * nearness, np.float32)

    def _embed(self, names: Iterable[str]) -> None:
        fresh = [name for name in dict.fromkeys(names) if name not in self._vectors]
        if fresh:
            vectors = self._embedder.embed_queries([_BRACKETS.sub("", name)[:_LONGEST] for name in fresh])
            self._vectors.update(zip(fresh, vectors, strict=True))


def _shared(ours: str, theirs: str) -> float:
    """Return how much of the shorter name stands in the longer, common words counting less."""
    first, second = _bag(ours), _bag(theirs)
    shorter = min(first, second, key=_weight)
    total = _weight(shorter)
    return _weight(first & second) / total if total else 0.0


def _bag(name: str) -> frozenset[str]:
    return frozenset(words(fold(_BRACKETS.sub(" ", name)))) or frozenset(words(fold(name)))


def _weight(bag: Iterable[str]) -> float:
    return sum(_COMMON_WEIGHT if word in _COMMON else 1.0 for word in bag)
