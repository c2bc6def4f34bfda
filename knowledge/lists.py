"""Many lists of numbers, kept in one array."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Lists:
    """A list of numbers for each of many things."""

    starts: Numbers
    """Where each list begins, and where the last one ends."""
    values: npt.NDArray[np.int32]

    @classmethod
    def of(cls, lists: Sequence[Iterable[int]]) -> Lists:
        """Return the lists one behind the other, each number once in a list."""
        kept = [list(dict.fromkeys(numbers)) for numbers in lists]
        starts = np.concatenate([[0], np.cumsum([len(numbers) for numbers in kept], dtype=np.int64)])
        return cls(starts, np.fromiter((n for numbers in kept for n in numbers), np.int32, int(starts[-1])))

    def __iter__(self) -> Iterator[npt.NDArray[np.int32]]:
        """Return the lists one after the other."""
        return (self.values[start:end] for start, end in pairwise(self.starts.tolist()))

    def lengths(self) -> Numbers:
        """Return how many numbers each list holds."""
        return np.diff(self.starts)

    def owners(self) -> Numbers:
        """Return for each number the list that it stands in."""
        return np.repeat(np.arange(len(self.starts) - 1), self.lengths())

    def inverted(self, total: int) -> Lists:
        """Return for each of `total` numbers the lists that hold it."""
        starts = np.concatenate([[0], np.cumsum(np.bincount(self.values, minlength=total), dtype=np.int64)])
        return Lists(starts, self.owners()[np.argsort(self.values, kind="stable")].astype(np.int32))

    def places(self, chosen: Numbers) -> tuple[Numbers, Numbers]:
        """Return where in `values` the numbers of the chosen lists stand, and how many are of each."""
        starts = self.starts[chosen]
        lengths = self.starts[chosen + 1] - starts
        ends = lengths.cumsum()
        return np.arange(ends[-1] if len(ends) else 0) + (starts - ends + lengths).repeat(lengths), lengths

    def taken(self, chosen: Numbers) -> tuple[Numbers, npt.NDArray[np.int32]]:
        """Return the numbers of the chosen lists, each with the place of its list among the chosen."""
        places, lengths = self.places(chosen)
        return np.arange(len(chosen)).repeat(lengths), self.values[places]

    def summed(self, weights: Weights) -> Weights:
        """Return for each list the sum of the weights of its numbers."""
        return added(self.owners(), weights[self.values], len(self.starts) - 1)


def added(places: npt.NDArray[np.integer], weights: Weights, total: int) -> Weights:
    """Return for each place the sum of its weights."""
    return np.bincount(places, weights, total).astype(np.float64, copy=False)
