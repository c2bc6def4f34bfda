"""Search by words: BM25 over syllables, syllables without tone marks, and pairs of those."""

from __future__ import annotations

import functools
import hashlib
import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt

from knowledge.lists import Lists
from knowledge.vietnamese.text import fold, words

Scores = npt.NDArray[np.float32]
Hashes = npt.NDArray[np.uint64]
_MAPPED_FROM = 8_000_000
"""Bytes: the indexes of a commune's procedures are smaller, those of the whole portal larger."""

_TERMS_KEPT = 4096


def folded_terms(text: str) -> list[str]:
    """Return the terms of a text without tone marks: its syllables and its pairs of them."""
    folded = [fold(word) for word in words(text)]
    return folded + [f"{a}~{b}" for a, b in pairwise(folded)]


def marked_terms(text: str) -> list[str]:
    """Return the terms of a text with its tone marks and without, the marked ones under a sign of their own."""
    return [f"={word}" for word in words(text.lower())] + folded_terms(text)


class WordIndex:
    """BM25 over one text for each row.

    A term is known by its 64-bit hash, its number by the place of the hash in a sorted file that is mapped, not read:
    a dictionary of all the pairs of syllables of the portal would cost a serving process 40 MB.
    """

    def __init__(self, retriever: bm25s.BM25, hashes: npt.NDArray[np.uint64], rows: int) -> None:
        self._retriever = retriever
        self._hashes = hashes
        self._rows = rows
        starts, numbers, self._figures = (retriever.scores[part] for part in ("indptr", "indices", "data"))
        self._rows_of = Lists(starts, numbers)

    @classmethod
    def build(cls, rows: Iterable[Sequence[str]], *, length_weight: float = 0.75) -> WordIndex:
        """Return the index of rows of terms; `length_weight` is the b of BM25, 0 to 1."""
        first_seen: dict[str, int] = {}
        ids = [[first_seen.setdefault(term, len(first_seen)) for term in terms] for terms in rows]
        if not first_seen:
            # The library cannot index nothing; a term that no question holds stands for it.
            first_seen["\x00"] = 0
            ids = [[0], *ids[1:]] if ids else [[0]]
        hashes = np.array([_hash(term) for term in first_seen], np.uint64)
        order = np.argsort(hashes)
        number = np.empty(len(order), np.int64)
        number[order] = np.arange(len(order))
        numbered = [number[row].tolist() for row in ids]
        retriever = bm25s.BM25(k1=1.2, b=length_weight)
        retriever.index((numbered, {str(place): place for place in range(len(order))}), show_progress=False)
        retriever.vocab_dict = {}
        return cls(retriever, hashes[order], len(ids))

    def _numbers(self, terms: Iterable[str] | Hashes) -> npt.NDArray[np.int64]:
        """Return the number of every term, -1 for those that stand in no row."""
        wanted = terms if isinstance(terms, np.ndarray) else hashed(terms)
        places = np.minimum(self._hashes.searchsorted(wanted), len(self._hashes) - 1)
        return np.where(self._hashes[places] == wanted, places, -1)

    def scores(self, terms: Iterable[str] | Hashes) -> Scores:
        """Return the score of every row for the terms of a question; hashed once, they can be put to many indexes."""
        numbers = self._numbers(terms)
        places, _ = self._rows_of.places(numbers[numbers >= 0])
        scores = np.zeros(self._rows, np.float32)
        # In the order of the terms, as the library adds them up, but all at once.
        np.add.at(scores, self._rows_of.values[places].astype(np.intp), self._figures[places])
        return scores

    def held(self, terms: Iterable[str]) -> Scores:
        """Return for every row which share of the terms it holds, 0 to 1, the rare ones counting for more."""
        held = np.zeros(self._rows, np.float32)
        numbers = self._numbers(set(terms))
        is_known = numbers >= 0
        places, lengths = self._rows_of.places(numbers[is_known])
        often = np.zeros(len(numbers), np.int64)
        often[is_known] = lengths
        weights = [math.log(1 + (self._rows - count + 0.5) / (count + 0.5)) for count in often.tolist()]
        of_known = np.array(weights, np.float32)[is_known]
        np.add.at(held, self._rows_of.values[places].astype(np.intp), of_known.repeat(lengths))
        total = sum(weights)
        return held / total if total else held

    def save(self, folder: Path) -> None:
        """Write the index into a folder of its own."""
        folder.mkdir()
        self._retriever.save(folder, show_progress=False)
        # The library's list of the terms themselves is never read again.
        (folder / "vocab.index.json").unlink()
        np.save(folder / "terms.npy", self._hashes)

    @classmethod
    def load(cls, folder: Path) -> WordIndex:
        """Return the index of a folder, the figures of a large one mapped from the disk rather than read."""
        # A mapped file that is cut off while it is served ends the process; what is small is read and safe from it.
        is_mapped = sum(file.stat().st_size for file in folder.iterdir()) >= _MAPPED_FROM
        retriever = bm25s.BM25.load(folder, mmap=is_mapped, load_vocab=False)
        # As plain arrays over the mapped files: numpy's own memmap costs a millisecond or two a question.
        retriever.scores = {
            name: part.view(np.ndarray) if isinstance(part, np.memmap) else part
            for name, part in retriever.scores.items()
        }
        hashes = np.load(folder / "terms.npy", mmap_mode="r" if is_mapped else None).view(np.ndarray)
        return cls(retriever, hashes, int(retriever.scores["num_docs"]))


def hashed(terms: Iterable[str]) -> Hashes:
    """Return the terms as indexes know them."""
    return np.fromiter(map(_hash, terms), np.uint64)


@functools.lru_cache(_TERMS_KEPT)
def _hash(term: str) -> int:
    # Kept, since questions say much in the same words.
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest())
