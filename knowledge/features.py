"""What is measured of each candidate for a question; the ranker weighs these figures.

Every figure compares the question with one procedure, and belongs to a part of the search that can be switched off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.catalogue import Catalogue
from knowledge.lexical import Scores
from knowledge.lists import Numbers, Weights
from knowledge.parts import Part
from knowledge.qualifiers import qualifiers, subject
from knowledge.vietnamese.reading import Reading
from knowledge.vietnamese.text import words

Matrix = npt.NDArray[np.float64]
_EQUAL = 1e-9
# How much farther than its own ways to ask are those that a record shares, where it shares none.
_FARTHER = 0.2

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
_WAYS = ("way_vector", "way_vector_rank", "way_votes", "has_ways", "shared_way_vector", "shared_way_votes",
         "has_shared_ways", "way_words", "way_words_rank")  # fmt: skip
_WORDS = ("name_words", "asked_name_words", "subject_words", "subject_words_rank", "name_words_rank",
          "asked_name_words_rank", "everything_words", "everything_words_rank",
          *(f"{section}_subject" for section in SECTIONS), "everything_subject_rank")  # fmt: skip
_COVERAGE = ("name_in_question", "pairs_in_question", "question_in_name", "asked_name", "asked_pairs",
             "asked_question", "subject_name", "subject_question", "begins", "alias_said", "alias_share", "name_said",
             "question_held")  # fmt: skip
_VARIANTS = tuple(f"{state}_{q.id}" for state in ("unasked", "asked") for q in qualifiers())
_STANDING = ("nationwide", "communal", "citizens", "length", "brackets", "surfaces")
NAMES: tuple[str, ...] = (*_VECTORS, *_WAYS, *_WORDS, *_COVERAGE, *_VARIANTS, *_STANDING)
HAS_WAYS = NAMES.index("has_ways")
"""The column that tells of a candidate whether ways to ask for it are known."""
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
    way_words: Scores
    """How well the words of the question fit those that a record is asked for by, its names among them."""
    shared_way_vector: Scores
    """The cosine with the nearest way to ask that it shares; minus infinity for a record that shares none."""
    shared_way_votes: Scores
    """The share of those among the nearest ways to ask that leave open whether it is meant."""
    name_words: Scores
    asked_name_words: Scores
    subject_words: Scores
    everything_words: Scores
    section_subjects: dict[str, Scores]
    held: Scores
    """Which share of what the question says stands anywhere in each record."""
    said: Numbers
    """The surfaces that stand in the question word for word."""

    def best(self, count: int) -> Numbers:
        """Return the entries that are among the `count` best of any leg, in order of number."""
        is_best = np.zeros(len(self.name_vector), bool)
        for leg in (self.name_vector, self.passage_vector, self.asked_name_vector, self.way_vector, self.way_words,
                    self.name_words, self.asked_name_words, self.subject_words, self.everything_words,
                    self.section_subjects["everything"]):  # fmt: skip
            is_best[_top(leg, count)] = True
        return np.flatnonzero(is_best)


def _top(scores: Scores, count: int) -> Numbers:
    if len(scores) <= count:
        return np.arange(len(scores))
    return np.argpartition(-scores, count)[:count]


def measure(reading: Reading, candidates: Numbers, legs: Legs, catalogue: Catalogue) -> Matrix:
    """Return one row of figures for each candidate, the columns in the order of `NAMES`."""
    at = candidates
    vectors = [leg[at] * 10 for leg in (legs.name_vector, legs.passage_vector, legs.asked_name_vector,
                                        legs.asked_passage_vector)]  # fmt: skip
    vectors += [_rank(legs.name_vector, at), _rank(legs.passage_vector, at)]
    # Who has no ways to ask is as near as by its names: neither for it nor against it.
    near = np.where(catalogue.has_ways, legs.way_vector, legs.name_vector)
    shared = np.where(catalogue.has_shared_ways, legs.shared_way_vector, near - _FARTHER)
    vectors += [near[at] * 10, _rank(near, at), legs.way_votes[at], catalogue.has_ways[at].astype(np.float32),
                shared[at] * 10, legs.shared_way_votes[at],
                catalogue.has_shared_ways[at].astype(np.float32), legs.way_words[at] * np.float32(0.1),
                _rank(legs.way_words, at)]  # fmt: skip
    found = [_share(legs.name_words)[at], _share(legs.asked_name_words)[at], _share(legs.subject_words)[at],
             _rank(legs.subject_words, at), _rank(legs.name_words, at), _rank(legs.asked_name_words, at),
             _share(legs.everything_words)[at], _rank(legs.everything_words, at)]  # fmt: skip
    found += [_share(legs.section_subjects[section])[at] for section in SECTIONS]
    found.append(_rank(legs.section_subjects["everything"], at))
    columns = [*vectors, *found, *_coverage(reading, at, legs.said, catalogue), legs.held[at]]
    columns += [*_variants(reading, at, catalogue), *catalogue.standing[at].T, *catalogue.shape[at].T]
    return np.column_stack(columns).astype(np.float64)


def content(reading: Reading) -> frozenset[str]:
    """Return the syllables of a question that say what it is about."""
    return frozenset(word for piece in subject(reading.folded) for word in piece.split()) - _FUNCTION_WORDS


def _share(scores: Scores) -> Scores:
    best = float(scores.max(initial=0.0))
    return scores / best if best > 0 else scores


def _rank(scores: Scores, at: Numbers) -> Scores:
    """Return 1 for the best of all entries, falling to 0: only the order counts, whatever the scale."""
    order = np.empty(len(scores), np.float32)
    order[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return np.asarray(10 / (10 + order[at]), np.float32)


class _Asked:
    """The words of a question, or of a part of it, ready to be compared with names."""

    def __init__(self, pieces: list[str], catalogue: Catalogue) -> None:
        syllables = [piece.split() for piece in pieces]
        terms = frozenset(word for piece in syllables for word in piece) - _FUNCTION_WORDS
        self.terms = catalogue.words.terms(terms)
        self.pairs = catalogue.words.pairs(syllables)
        self.weight = max(catalogue.rarity(terms), 1.0)


def _coverage(reading: Reading, at: Numbers, said: Numbers, catalogue: Catalogue) -> Matrix:
    """Return the figures of the surface of each candidate that fits best, and how well its names are said."""
    meanings = [" ".join(meaning.split()) for meaning in reading.folded_meanings]
    whole = _Asked([reading.folded, *meanings], catalogue)
    asked = _Asked([reading.folded_asked, *meanings], catalogue) if reading.folded_asked else whole
    about = _Asked([*subject(reading.folded), *meanings], catalogue)
    surfaces = catalogue.words
    rows, shared = _best_surfaces(catalogue, at, surfaces.shared(whole.terms), whole.weight)
    weight, pair_weight = surfaces.weight[rows], surfaces.pair_weight[rows]
    shared_asked, shared_about = surfaces.shared_of(rows, asked.terms), surfaces.shared_of(rows, about.terms)
    said_pairs = surfaces.shared_pairs_of(rows, whole.pairs)
    alias, named = _said(catalogue, said)
    return np.array(
        [
            shared / weight,
            said_pairs / pair_weight,
            shared / whole.weight,
            shared_asked / weight,
            (said_pairs if asked is whole else surfaces.shared_pairs_of(rows, asked.pairs)) / pair_weight,
            shared_asked / asked.weight,
            shared_about / weight,
            shared_about / about.weight,
            surfaces.begins(rows, whole.pairs),
            alias[at] > 0,
            np.minimum(alias[at] / about.weight, 1.0),
            np.minimum(named[at] / about.weight, 1.0),
        ]
    )


def _best_surfaces(catalogue: Catalogue, at: Numbers, shared: Weights, asked: float) -> tuple[Numbers, Weights]:
    """Return the row of each candidate that fits best, the first of several, and what it shares with the question."""
    fit = shared / catalogue.words.weight + shared / asked
    best = np.maximum.reduceat(fit, catalogue.first_row[:-1])
    # Words are added up in no certain order: what differs by less is equal.
    rows = np.flatnonzero(fit >= best[catalogue.owner] - _EQUAL)
    chosen = rows[np.searchsorted(rows, catalogue.first_row[at])]
    return chosen, shared[chosen]


def _said(catalogue: Catalogue, said: Numbers) -> tuple[Weights, Weights]:
    """Return for each entry the weight of its aliases and of its official name where they were said."""
    alias, named = np.zeros((2, len(catalogue.entries)))
    for row in said.tolist():
        entry, weight = catalogue.owner[row], catalogue.words.weight[row]
        if catalogue.is_alias[row]:
            alias[entry] = max(alias[entry], weight)
        if row == catalogue.first_row[entry]:
            named[entry] = weight
    return alias, named


def _variants(reading: Reading, at: Numbers, catalogue: Catalogue) -> Matrix:
    named = catalogue.qualified[at]
    text = " ".join((reading.folded, *reading.folded_meanings))
    asked = np.array([bool(q.in_question.search(text)) for q in qualifiers()])
    return np.concatenate([named & ~asked, named & asked], axis=1).astype(np.float64).T
