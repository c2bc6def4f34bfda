"""What is measured of each candidate for a question; the ranker weighs these figures.

Every figure compares the question with one procedure, and belongs to a part of the search that can be switched off.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from knowledge.catalogue import Catalogue
from knowledge.lexical import Scores
from knowledge.parts import Part
from knowledge.qualifiers import qualifiers, subject
from knowledge.vietnamese.reading import Reading
from knowledge.vietnamese.text import words

Matrix = npt.NDArray[np.float64]

# Syllables that hold a sentence together; sharing them says nothing.
_FUNCTION_WORDS = frozenset(
    words(
        "thu tuc toi muon xin hoi cho biet the nao nhu gi la co khong duoc phai lam thi va cua cac nhung de nghi vay"
        " hien nay minh ban voi o dau may bao nhieu ai khi trong hay bi do tai ve den tu em chau a nhe oi"
    )
)


SECTIONS = ("documents", "steps", "conditions", "standing", "law", "everything")
_VECTORS = ("name_vector", "passage_vector", "asked_name_vector", "asked_passage_vector", "name_vector_rank",
            "passage_vector_rank")  # fmt: skip
_WAYS = ("way_vector", "way_vector_rank", "way_votes", "has_ways")
_WORDS = ("name_words", "asked_name_words", "subject_words", "subject_words_rank", "name_words_rank",
          "asked_name_words_rank", "everything_words", "everything_words_rank",
          *(f"{section}_subject" for section in SECTIONS), "everything_subject_rank")  # fmt: skip
_COVERAGE = ("name_in_question", "pairs_in_question", "question_in_name", "asked_name", "asked_pairs",
             "asked_question", "subject_name", "subject_question", "begins", "alias_said", "alias_share", "name_said",
             "question_held")  # fmt: skip
_VARIANTS = tuple(f"{state}_{q.id}" for state in ("unasked", "asked") for q in qualifiers())
_STANDING = ("nationwide", "communal", "citizens", "length", "brackets", "surfaces")
NAMES: tuple[str, ...] = (*_VECTORS, *_WAYS, *_WORDS, *_COVERAGE, *_VARIANTS, *_STANDING)
GROUPS: dict[Part, tuple[str, ...]] = {
    Part.VECTORS: _VECTORS,
    Part.WAYS_TO_ASK: _WAYS,
    Part.WORDS: _WORDS,
    Part.COVERAGE: _COVERAGE,
    Part.VARIANTS: _VARIANTS,
    Part.STANDING: _STANDING,
}


@dataclass(frozen=True)
class Legs:
    """The score of every entry by each way of searching."""

    name_vector: Scores
    passage_vector: Scores
    asked_name_vector: Scores
    asked_passage_vector: Scores
    way_vector: Scores
    """The cosine with the nearest way to ask; minus infinity for a record that has none."""
    way_votes: Scores
    """The share of the nearest ways to ask, the nearer counting for more."""
    name_words: Scores
    asked_name_words: Scores
    subject_words: Scores
    everything_words: Scores
    section_subjects: dict[str, Scores]
    held: Scores
    """Which share of what the question says stands anywhere in each record."""

    def best(self, count: int) -> npt.NDArray[np.int64]:
        """Return the entries that are among the `count` best of any leg, in order of number."""
        legs = (self.name_vector, self.passage_vector, self.asked_name_vector, self.way_vector, self.name_words,
                self.asked_name_words, self.subject_words, self.everything_words,
                self.section_subjects["everything"])  # fmt: skip
        return np.unique(np.concatenate([_top(leg, count) for leg in legs]))


def _top(scores: Scores, count: int) -> npt.NDArray[np.int64]:
    if len(scores) <= count:
        return np.arange(len(scores))
    return np.argpartition(-scores, count)[:count]


def measure(reading: Reading, candidates: npt.NDArray[np.int64], legs: Legs, catalogue: Catalogue) -> Matrix:
    """Return one row of figures for each candidate, the columns in the order of `NAMES`."""
    at = candidates
    vectors = [leg[at] * 10 for leg in (legs.name_vector, legs.passage_vector, legs.asked_name_vector,
                                        legs.asked_passage_vector)]  # fmt: skip
    vectors += [_rank(legs.name_vector, at), _rank(legs.passage_vector, at)]
    # Who has no ways to ask is as near as by its names: neither for it nor against it.
    near = np.where(catalogue.has_ways, legs.way_vector, legs.name_vector)
    vectors += [near[at] * 10, _rank(near, at), legs.way_votes[at], catalogue.has_ways[at].astype(np.float32)]
    found = [_share(legs.name_words)[at], _share(legs.asked_name_words)[at], _share(legs.subject_words)[at],
             _rank(legs.subject_words, at), _rank(legs.name_words, at), _rank(legs.asked_name_words, at),
             _share(legs.everything_words)[at], _rank(legs.everything_words, at)]  # fmt: skip
    found += [_share(legs.section_subjects[section])[at] for section in SECTIONS]
    found.append(_rank(legs.section_subjects["everything"], at))
    columns = [*vectors, *found, *_coverage(reading, at, catalogue), legs.held[at], *_variants(reading, at, catalogue)]
    columns += [*catalogue.standing[at].T, *_shape(at, catalogue)]
    return np.column_stack(columns).astype(np.float64)


def content(reading: Reading) -> frozenset[str]:
    """Return the syllables of a question that say what it is about."""
    return frozenset(word for piece in subject(reading.folded) for word in piece.split()) - _FUNCTION_WORDS


def _share(scores: Scores) -> Scores:
    best = float(scores.max(initial=0.0))
    return scores / best if best > 0 else scores


def _rank(scores: Scores, at: npt.NDArray[np.int64]) -> Scores:
    """Return 1 for the best of all entries, falling to 0: only the order counts, whatever the scale."""
    order = np.empty(len(scores), np.float32)
    order[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return np.asarray(10 / (10 + order[at]), np.float32)


class _Asked:
    """The words of a question, or of a part of it, ready to be compared with names."""

    def __init__(self, pieces: list[str], catalogue: Catalogue) -> None:
        syllables = [piece.split() for piece in pieces]
        self.terms = frozenset(word for piece in syllables for word in piece) - _FUNCTION_WORDS
        self.pairs = frozenset(pair for piece in syllables for pair in pairwise(piece))
        self.weight = max(catalogue.rarity(self.terms), 1.0)


@dataclass(frozen=True)
class _Question:
    """A question in the parts that names are compared with."""

    whole: _Asked
    asked: _Asked
    about: _Asked
    padded: str


def _coverage(reading: Reading, at: npt.NDArray[np.int64], catalogue: Catalogue) -> Matrix:
    meanings = [" ".join(meaning.split()) for meaning in reading.folded_meanings]
    question = _Question(
        whole=_Asked([reading.folded, *meanings], catalogue),
        asked=_Asked([reading.folded_asked or reading.folded, *meanings], catalogue),
        about=_Asked([*subject(reading.folded), *meanings], catalogue),
        padded=f" {reading.folded} ",
    )
    return np.array([_best_surface(catalogue, int(entry), question) for entry in at], np.float64).T


def _best_surface(catalogue: Catalogue, entry: int, question: _Question) -> list[float]:
    """Return the figures of the surface that fits best, and how well the aliases do."""
    whole, about = question.whole, question.about
    best: list[float] = []
    best_fit = -1.0
    said = 0.0
    for row in catalogue.rows_of[entry]:
        terms, pairs = catalogue.terms(row), catalogue.pairs(row)
        shared = catalogue.rarity(terms & whole.terms)
        fit = shared / catalogue.weight[row] + shared / whole.weight
        surface = catalogue.rows[row]
        if surface.is_alias and f" {surface.folded} " in question.padded:
            said = max(said, float(catalogue.weight[row]))
        if fit > best_fit:
            best_fit = fit
            best = [
                shared / catalogue.weight[row],
                catalogue.rarity(pairs & whole.pairs) / catalogue.pair_weight[row],
                shared / whole.weight,
                *_part(catalogue, row, question.asked),
                catalogue.rarity(terms & about.terms) / catalogue.weight[row],
                catalogue.rarity(terms & about.terms) / about.weight,
                float(tuple(surface.folded.split()[:2]) in whole.pairs),
            ]
    official = catalogue.rows_of[entry][0]
    is_named = f" {catalogue.rows[official].folded} " in question.padded
    named = float(catalogue.weight[official]) / about.weight if is_named else 0.0
    return [*best, float(said > 0), min(said / about.weight, 1.0), min(named, 1.0)]


def _part(catalogue: Catalogue, row: int, asked: _Asked) -> tuple[float, float, float]:
    shared = catalogue.rarity(catalogue.terms(row) & asked.terms)
    pairs = catalogue.rarity(catalogue.pairs(row) & asked.pairs)
    return shared / catalogue.weight[row], pairs / catalogue.pair_weight[row], shared / asked.weight


def _variants(reading: Reading, at: npt.NDArray[np.int64], catalogue: Catalogue) -> Matrix:
    named = catalogue.qualified[at]
    text = " ".join((reading.folded, *reading.folded_meanings))
    asked = np.array([bool(q.in_question.search(text)) for q in qualifiers()])
    return np.concatenate([named & ~asked, named & asked], axis=1).astype(np.float64).T


def _shape(at: npt.NDArray[np.int64], catalogue: Catalogue) -> Matrix:
    entries = [catalogue.entries[int(entry)] for entry in at]
    return np.array(
        [
            [np.log1p(len(entry.key.split())) for entry in entries],
            [float("(" in entry.name) for entry in entries],
            # Who has many names is near to more questions; that alone must not make it right.
            [np.log1p(len(catalogue.rows_of[int(number)])) for number in at],
        ]
    )
