"""Search by words: BM25 over syllables, syllables without tone marks, and pairs of those."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt

from knowledge.vietnamese.text import fold, words

Scores = npt.NDArray[np.float32]


def folded_terms(text: str) -> list[str]:
    """Return the terms of a text without tone marks: its syllables and its pairs of them."""
    folded = [fold(word) for word in words(text)]
    return folded + [f"{a}~{b}" for a, b in pairwise(folded)]


def marked_terms(text: str) -> list[str]:
    """Return the terms of a text with its tone marks and without, the marked ones under a sign of their own."""
    return [f"={word}" for word in words(text.lower())] + folded_terms(text)


class WordIndex:
    """BM25 over one text for each row."""

    def __init__(self, retriever: bm25s.BM25, vocabulary: dict[str, int], rows: int) -> None:
        self._retriever = retriever
        self._vocabulary = vocabulary
        self._rows = rows

    @classmethod
    def build(cls, rows: Iterable[Sequence[str]], *, length_weight: float = 0.75) -> WordIndex:
        """Return the index of rows of terms; `length_weight` is the b of BM25, 0 to 1."""
        vocabulary: dict[str, int] = {}
        ids = [[vocabulary.setdefault(term, len(vocabulary)) for term in terms] for terms in rows]
        if not vocabulary:
            # The library cannot index nothing; a term that no question holds stands for it.
            vocabulary["\x00"] = 0
            ids = [[0], *ids[1:]] if ids else [[0]]
        retriever = bm25s.BM25(k1=1.2, b=length_weight)
        retriever.index((ids, vocabulary), show_progress=False)
        return cls(retriever, vocabulary, len(ids))

    def scores(self, terms: Iterable[str]) -> Scores:
        """Return the score of every row for the terms of a question."""
        known = [self._vocabulary[term] for term in terms if term in self._vocabulary]
        if not known:
            return np.zeros(self._rows, np.float32)
        return np.asarray(self._retriever.get_scores_from_ids(known), np.float32)

    def held(self, terms: Iterable[str]) -> Scores:
        """Return for every row which share of the terms it holds, 0 to 1, the rare ones counting for more."""
        held = np.zeros(self._rows, np.float32)
        starts, rows = self._retriever.scores["indptr"], self._retriever.scores["indices"]
        total = 0.0
        for term in set(terms):
            number = self._vocabulary.get(term)
            start, end = (0, 0) if number is None else (int(starts[number]), int(starts[number + 1]))
            weight = math.log(1 + (self._rows - (end - start) + 0.5) / (end - start + 0.5))
            held[rows[start:end]] += weight
            total += weight
        return held / total if total else held

    def save(self, folder: Path) -> None:
        """Write the index into a folder of its own."""
        folder.mkdir()
        self._retriever.save(folder, show_progress=False)
        (folder / "terms.json").write_text(json.dumps(list(self._vocabulary), ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> WordIndex:
        """Return the index of a folder, its figures mapped from the disk rather than read."""
        retriever = bm25s.BM25.load(folder, mmap=True, load_vocab=False)
        terms = json.loads((folder / "terms.json").read_text("utf-8"))
        rows = int(retriever.scores["num_docs"])
        return cls(retriever, {term: number for number, term in enumerate(terms)}, rows)
