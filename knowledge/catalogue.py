"""What an index knows of its procedures besides vectors and words: names, surfaces, standing, qualifiers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.lists import Lists, Numbers, Weights, added
from knowledge.passages import surfaces, title_key
from knowledge.procedures import Level, Procedure
from knowledge.qualifiers import qualifiers
from knowledge.vietnamese.text import fold, words

_CITIZEN = "công dân"


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


class SurfaceWords:
    """The syllables of every surface and its pairs of them, numbered, and how rare each is."""

    def __init__(self, surfaces: Sequence[str], officials: Sequence[int]) -> None:
        self._numbers: dict[str, int] = {}
        known = self._numbers
        said = [[known.setdefault(word, len(known)) for word in surface.split()] for surface in surfaces]
        self._terms = Lists.of(said)
        self._lengths = self._terms.lengths()
        self._rows = self._terms.inverted(len(known))
        # A pair is known by one number made of the two of its syllables: tuples of words would cost megabytes.
        codes = [[a * len(known) + b for a, b in pairwise(numbers)] for numbers in said]
        self._codes = np.unique(np.fromiter((code for row in codes for code in row), np.int64))
        self._pairs = Lists.of([np.searchsorted(self._codes, row).tolist() for row in codes])
        starts = self._pairs.starts
        self._first_pair = np.where(np.diff(starts) > 0, np.append(self._pairs.values, -1)[starts[:-1]], -1)
        # Counted over official names, so that a record with many aliases does not make its words look common.
        self._unseen = _rarity(np.zeros(1), len(officials)).item()
        self._term_rarity = self._rarities(self._terms, len(known), officials)
        self._pair_rarity = self._rarities(self._pairs, len(self._codes), officials)
        self.weight = np.maximum(self._terms.summed(self._term_rarity), 1.0)
        """How rare the words of each surface are together."""
        self.pair_weight = np.maximum(self._pairs.summed(self._pair_rarity), 1.0)

    @staticmethod
    def _rarities(lists: Lists, total: int, officials: Sequence[int]) -> Weights:
        _, values = lists.taken(np.array(officials, np.int64))
        return _rarity(np.bincount(values, minlength=total), len(officials))

    def rarity(self, terms: frozenset[str]) -> float:
        """Return the sum of the inverse document frequencies of terms."""
        known = [self._numbers[term] for term in terms if term in self._numbers]
        return float(self._term_rarity[known].sum()) + self._unseen * (len(terms) - len(known))

    def terms(self, words: Iterable[str]) -> Numbers:
        """Return the numbers of the words that stand in any surface, in order."""
        return np.array(sorted({self._numbers[word] for word in words if word in self._numbers}), np.int64)

    def pairs(self, pieces: Iterable[Sequence[str]]) -> Numbers:
        """Return the numbers of the pairs of neighbours that stand in any surface, in order."""
        numbers = [[self._numbers.get(word, -1) for word in piece] for piece in pieces]
        codes = [a * len(self._numbers) + b for piece in numbers for a, b in pairwise(piece) if a >= 0 and b >= 0]
        wanted = np.array(sorted(set(codes)), np.int64)
        if not len(self._codes):
            return wanted[:0]
        places = np.minimum(self._codes.searchsorted(wanted), len(self._codes) - 1)
        return np.asarray(places[self._codes[places] == wanted])

    def shared(self, terms: Numbers) -> Weights:
        """Return for every surface how rare those of its words are together that are among the terms."""
        place, rows = self._rows.taken(terms)
        return added(rows, self._term_rarity[terms][place], len(self._lengths))

    def all_among(self, terms: Numbers) -> Numbers:
        """Return the surfaces all of whose words are among the terms."""
        _, rows = self._rows.taken(terms)
        return np.flatnonzero(np.bincount(rows, minlength=len(self._lengths)) == self._lengths)

    def shared_of(self, rows: Numbers, terms: Numbers) -> Weights:
        """Return what `shared` does, for a few surfaces."""
        return _shared(self._terms, self._term_rarity, rows, terms)

    def shared_pairs_of(self, rows: Numbers, pairs: Numbers) -> Weights:
        """Return for a few surfaces how rare those of their pairs are together that are among the pairs."""
        return _shared(self._pairs, self._pair_rarity, rows, pairs)

    def begins(self, rows: Numbers, pairs: Numbers) -> npt.NDArray[np.bool_]:
        """Tell of a few surfaces whether their first pair is among the pairs."""
        # The last place stands for the pair that surfaces of one word lack.
        is_wanted = np.zeros(len(self._codes) + 1, bool)
        is_wanted[pairs] = True
        return is_wanted[self._first_pair[rows]]


def _shared(lists: Lists, rarity: Weights, rows: Numbers, wanted: Numbers) -> Weights:
    weights = np.zeros(len(rarity))
    weights[wanted] = rarity[wanted]
    place, values = lists.taken(rows)
    return added(place, weights[values], len(rows))


def _rarity(counts: npt.NDArray[np.generic], total: int) -> Weights:
    found = np.asarray(counts, np.float64)
    return np.asarray(np.log(1 + (total - found + 0.5) / (found + 0.5)))


class Catalogue:
    """Entries and their surfaces, with what is computed from them once."""

    def __init__(
        self,
        entries: Sequence[Entry],
        rows: Sequence[SurfaceRow],
        ways: Sequence[int] = (),
        shared_ways: Sequence[Sequence[int]] = (),
    ) -> None:
        self.entries = tuple(entries)
        self.rows = tuple(rows)
        self.way_owner = np.array(ways, np.int64)
        """The entry of each way to ask."""
        self.shared_ways = Lists.of(shared_ways)
        """The entries of each way to ask that several share."""
        self.shared_way_owner = self.shared_ways.owners()
        """The way to ask that each of its entries stands under."""
        self._shared_by = self.shared_ways.inverted(len(self.entries))
        self.has_shared_ways = self._shared_by.lengths() > 0
        self.has_ways = np.isin(np.arange(len(self.entries)), self.way_owner)
        self.owner = np.array([row.entry for row in rows], np.int64)
        # The surfaces of an entry stand together, its official name first; so do its ways to ask.
        self.first_row = np.searchsorted(self.owner, np.arange(len(self.entries) + 1))
        self._first_way = np.searchsorted(self.way_owner, np.flatnonzero(self.has_ways))
        self.is_alias = np.array([row.is_alias for row in rows], bool)
        self.words = SurfaceWords([row.folded for row in rows], self.first_row[:-1].tolist())
        self.standing = np.array(
            [[e.is_nationwide, e.is_communal, e.is_for_citizens] for e in entries], np.float32
        ).reshape(len(entries), 3)
        # Who has many names is near to more questions; that alone must not make it right.
        names = np.log1p(np.diff(self.first_row))
        self.shape = np.array(
            [[np.log1p(len(e.key.split())), "(" in e.name, n] for e, n in zip(entries, names, strict=True)]
        ).reshape(len(entries), 3)
        """How long the official name of each entry is, whether its name has brackets, and how many names it has."""
        self.qualified = np.array(
            [[bool(q.in_name.search(entry.key)) for q in qualifiers()] for entry in entries], bool
        ).reshape(len(entries), len(qualifiers()))

    def rarity(self, terms: frozenset[str]) -> float:
        """Return the sum of the inverse document frequencies of terms."""
        return self.words.rarity(terms)

    def said_in(self, folded: str) -> Numbers:
        """Return the surfaces that stand in a folded text word for word."""
        padded = f" {folded} "
        possible = self.words.all_among(self.words.terms(folded.split()))
        return np.array([row for row in possible.tolist() if f" {self.rows[row].folded} " in padded], np.int64)

    def best_of_entry(self, scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return for each entry the best score of its surfaces."""
        return np.maximum.reduceat(scores, self.first_row[:-1]) if len(scores) else scores

    def best_way_of_entry(self, scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return for each entry the best score of its ways to ask; minus infinity for one that has none."""
        best = np.full(len(self.entries), -np.inf, np.float32)
        if len(scores):
            best[self.has_ways] = np.maximum.reduceat(scores, self._first_way)
        return best

    def best_shared_way_of_entry(self, scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return for each entry the best score of the ways to ask that it shares; minus infinity where it has none."""
        best = np.full(len(self.entries), -np.inf, np.float32)
        if len(scores):
            firsts = self._shared_by.starts[:-1][self.has_shared_ways]
            best[self.has_shared_ways] = np.maximum.reduceat(scores[self._shared_by.values], firsts)
        return best

    def save(self, path: Path) -> None:
        """Write the catalogue as JSON."""
        data = {
            "entries": [vars(entry) for entry in self.entries],
            "rows": [[row.entry, row.folded, row.is_alias, row.is_shared] for row in self.rows],
            "ways": self.way_owner.tolist(),
            "shared_ways": [found.tolist() for found in self.shared_ways],
        }
        path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, path: Path) -> Catalogue:
        """Read what `save` wrote."""
        data = json.loads(path.read_text("utf-8"))
        entries = [Entry(**entry) for entry in data["entries"]]
        return cls(entries, [SurfaceRow(*row) for row in data["rows"]], data["ways"], data["shared_ways"])


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
    return Catalogue(entries, rows, ways, list(shared_ways(procedures).values())), texts


def shared_ways(procedures: Sequence[Procedure]) -> dict[str, list[int]]:
    """Return each way to ask that several of these procedures share, with the numbers of those.

    What only one of them has left open, the others not being among these, is left out: here it is not open.
    """
    found: dict[str, tuple[str, list[int]]] = {}
    for number, procedure in enumerate(procedures):
        for way in procedure.shared_ways_to_ask:
            found.setdefault(fold(way), (way, []))[1].append(number)
    return {way: numbers for way, numbers in found.values() if len(set(numbers)) > 1}


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
