"""What an index knows of its procedures besides vectors and words: names, surfaces, standing, qualifiers."""

from __future__ import annotations

import functools
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.passages import surfaces, title_key
from knowledge.procedures import Level, Procedure
from knowledge.qualifiers import qualifiers
from knowledge.vietnamese.text import fold, words

_CITIZEN = "công dân"
_SURFACES_SPLIT = 8192


@dataclass(frozen=True)
class Entry:
    """One procedure as the search knows it."""

    code: str
    name: str
    """The name that a citizen reads."""
    key: str
    """Equal for procedures whose official names are one hit."""
    publisher: str
    is_nationwide: bool
    is_communal: bool
    is_for_citizens: bool
    updated_on: str


@dataclass(frozen=True)
class SurfaceRow:
    """One way to name one entry."""

    entry: int
    folded: str
    is_alias: bool
    is_shared: bool


class Catalogue:
    """Entries and their surfaces, with what is computed from them once."""

    def __init__(self, entries: Sequence[Entry], rows: Sequence[SurfaceRow], ways: Sequence[int] = ()) -> None:
        self.entries = tuple(entries)
        self.rows = tuple(rows)
        self.way_owner = np.array(ways, np.int64)
        """The entry of each way to ask."""
        self.has_ways = np.isin(np.arange(len(self.entries)), self.way_owner)
        self.owner = np.array([row.entry for row in rows], np.int64)
        self.rows_of: list[list[int]] = [[] for _ in entries]
        for number, row in enumerate(rows):
            self.rows_of[row.entry].append(number)
        # Split when a surface is looked at: kept for all surfaces of the portal, the sets would take 30 MB.
        self.terms = functools.lru_cache(_SURFACES_SPLIT)(self._split)
        self.pairs = functools.lru_cache(_SURFACES_SPLIT)(self._pair)
        self._count_terms()
        self.standing = np.array(
            [[e.is_nationwide, e.is_communal, e.is_for_citizens] for e in entries], np.float32
        ).reshape(len(entries), 3)
        self.qualified = np.array(
            [[bool(q.in_name.search(entry.key)) for q in qualifiers()] for entry in entries], bool
        ).reshape(len(entries), len(qualifiers()))

    def _split(self, row: int) -> frozenset[str]:
        return frozenset(self.rows[row].folded.split())

    def _pair(self, row: int) -> frozenset[tuple[str, str]]:
        return frozenset(pairwise(self.rows[row].folded.split()))

    def _count_terms(self) -> None:
        # Counted over official names, so that a record with many aliases does not make its words look common.
        officials = [self.rows_of[entry][0] for entry in range(len(self.entries))]
        counts: Counter[object] = Counter()
        for row in officials:
            counts.update(self._split(row))
            counts.update(self._pair(row))
        total = len(officials)
        self._rarity = {term: math.log(1 + (total - n + 0.5) / (n + 0.5)) for term, n in counts.items()}
        self._unseen = math.log(1 + (total + 0.5) / 0.5)
        numbers = range(len(self.rows))
        self.weight = np.array([max(self.rarity(self._split(row)), 1.0) for row in numbers])
        self.pair_weight = np.array([max(self.rarity(self._pair(row)), 1.0) for row in numbers])

    def rarity(self, terms: frozenset[str] | frozenset[tuple[str, str]]) -> float:
        """Return the sum of the inverse document frequencies of terms."""
        return sum(self._rarity.get(term, self._unseen) for term in terms)

    def best_of_entry(self, scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return for each entry the best score of its surfaces."""
        best = np.full(len(self.entries), -np.inf, np.float32)
        np.maximum.at(best, self.owner, scores)
        return best

    def best_way_of_entry(self, scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return for each entry the best score of its ways to ask; minus infinity for one that has none."""
        best = np.full(len(self.entries), -np.inf, np.float32)
        np.maximum.at(best, self.way_owner, scores)
        return best

    def save(self, path: Path) -> None:
        """Write the catalogue as JSON."""
        data = {
            "entries": [vars(entry) for entry in self.entries],
            "rows": [[row.entry, row.folded, row.is_alias, row.is_shared] for row in self.rows],
            "ways": self.way_owner.tolist(),
        }
        path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, path: Path) -> Catalogue:
        """Read what `save` wrote."""
        data = json.loads(path.read_text("utf-8"))
        entries = [Entry(**entry) for entry in data["entries"]]
        return cls(entries, [SurfaceRow(*row) for row in data["rows"]], data["ways"])


def catalogue_of(procedures: Sequence[Procedure]) -> tuple[Catalogue, list[str]]:
    """Return the catalogue of procedures, and the text of each of its surfaces as written."""
    entries: list[Entry] = []
    rows: list[SurfaceRow] = []
    texts: list[str] = []
    for procedure in procedures:
        for surface in surfaces(procedure):
            folded = title_key(surface.text) or " ".join(words(fold(surface.text)))
            rows.append(SurfaceRow(len(entries), folded, surface.is_alias, surface.is_shared))
            texts.append(surface.text)
        entries.append(_entry(procedure))
    ways = [number for number, procedure in enumerate(procedures) for _ in procedure.ways_to_ask]
    return Catalogue(entries, rows, ways), texts


def _entry(procedure: Procedure) -> Entry:
    return Entry(
        code=procedure.code,
        name=procedure.display_name(),
        key=title_key(procedure.name),
        publisher=procedure.publisher_code.split(".")[0],
        is_nationwide=procedure.is_nationwide,
        is_communal=Level.COMMUNE in procedure.levels,
        is_for_citizens=any(_CITIZEN in subject.lower() for subject in procedure.subjects),
        updated_on=str(procedure.source.updated_on or procedure.checked_on or ""),
    )
