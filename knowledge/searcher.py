"""The search in one edition: read the question, look in every way, weigh, decide how sure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import faiss
import numpy as np

from knowledge.calibration import Calibration
from knowledge.catalogue import Catalogue
from knowledge.embedding import Embedder, Vectors
from knowledge.features import GROUPS, NAMES, SECTIONS, Legs, Matrix, content, measure
from knowledge.lexical import Hashes, Scores, WordIndex, folded_terms, hashed, marked_terms
from knowledge.lists import Numbers
from knowledge.parts import Part
from knowledge.qualifiers import subject
from knowledge.ranking import Ranking, signals
from knowledge.search import Candidate, Finding
from knowledge.vietnamese.reading import Reader, Reading, Steps
from knowledge.vietnamese.restoration import Syllables, ToneRestorer
from knowledge.votes import votes_of

_CANDIDATES_OF_A_LEG = 40
# Words that several procedures share decide only when they are this much of what the question says.
_SHARED_SUBJECT = 0.5
_COLUMN = {name: number for number, name in enumerate(NAMES)}


@dataclass(frozen=True)
class SearchFiles:
    """What an index consists of, loaded."""

    catalogue: Catalogue
    names: faiss.Index
    passages: faiss.Index
    ways: faiss.Index
    shared_ways: faiss.Index
    name_words: WordIndex
    way_words: WordIndex
    section_words: Mapping[str, WordIndex]
    syllables: Syllables


class Searcher:
    """Finds procedures; safe to use from several threads."""

    def __init__(
        self,
        files: SearchFiles,
        embedder: Embedder,
        calibration: Calibration,
        *,
        without: frozenset[Part] = frozenset(),
    ) -> None:
        self.catalogue = files.catalogue
        self.calibration = calibration
        self._files = files
        self._embedder = embedder
        self._without = without
        self._off = [_COLUMN[name] for part in without for name in GROUPS.get(part, ())]
        if Part.ALIASES in without:
            self._off += [_COLUMN["alias_said"], _COLUMN["alias_share"]]
        self._reader = Reader(ToneRestorer(files.syllables), _steps(without))

    def without(self, *parts: Part) -> Searcher:
        """Return the same search with parts of it switched off."""
        return Searcher(self._files, self._embedder, self.calibration, without=frozenset(parts))

    def with_calibration(self, calibration: Calibration) -> Searcher:
        """Return the same search with other weights and thresholds."""
        return Searcher(self._files, self._embedder, calibration, without=self._without)

    def read(self, question: str) -> Reading:
        """Return the question as the search reads it."""
        return self._reader.read(question)

    def find(self, question: str, *, province: str = "", limit: int = 5) -> Finding:
        """Return the procedures nearest to a question; `province` is the publisher prefix of one's own, such as H26."""
        ranking, said = self._look(question, province=province)
        reading = ranking.reading
        if not len(ranking.entries):
            return Finding(reading.restored)
        scores = self.calibration.rank(ranking.figures)
        order, scores = self.one_of_each_name(ranking, scores, province=province)
        told = signals(ranking, scores, order, openness=self.calibration.openness.of(reading.folded))
        score = self.calibration.probability(told)
        share = np.exp(scores[order] - scores[order[0]])
        is_unasked = ranking.is_unasked_variant
        candidates = tuple(
            Candidate(entry.code, entry.name, round(float(score * portion), 4), bool(is_unasked[place]))
            for place, portion in zip(order[:limit], share[:limit], strict=True)
            for entry in [self.catalogue.entries[int(ranking.entries[place])]]
        )
        return Finding(
            reading.restored,
            candidates,
            self._sharing(reading, said),
            unclear=self.calibration.unclear(told),
            whose=self.calibration.whose(told, ranking.vector, reading.folded),
        )

    def rank(self, question: str, *, province: str = "") -> Ranking:
        """Return the candidates of a question and their figures."""
        return self._look(question, province=province)[0]

    def _look(self, question: str, *, province: str) -> tuple[Ranking, Numbers]:
        """Return the candidates, and the surfaces that stand in the question word for word."""
        reading = self.read(question)
        if not reading.folded or not self.catalogue.entries:
            nothing = np.zeros(self._embedder.dimension, np.float32)
            nobody = np.zeros(0, np.int64)
            return Ranking(reading, nobody, np.zeros((0, len(NAMES))), nothing), nobody
        queries = self._vectors(reading)
        legs = self._legs(reading, queries)
        entries = np.unique(np.concatenate([legs.best(_CANDIDATES_OF_A_LEG), self._by_alias(legs.said)]))
        entries = self._of_these_provinces(entries, reading.provinces, province)
        figures = measure(reading, entries, legs, self.catalogue)
        figures[:, self._off] = 0.0
        return Ranking(reading, entries, figures, queries[0]), legs.said

    def _asked(self, reading: Reading) -> str:
        """Return the sentence that asks, with what its phrases mean; all that was said where it is one sentence."""
        if not reading.asked or Part.SENTENCES in self._without:
            return reading.sought
        return f"{reading.asked} {' '.join(reading.meanings)}".strip()

    def _legs(self, reading: Reading, queries: Vectors) -> Legs:
        meant = " ".join(reading.meanings)
        whole, asked = reading.sought, self._asked(reading)
        names, passages = self._by_vector(queries)
        ways, shared_ways = (self._by_way(one, queries) for one in (self._files.ways, self._files.shared_ways))
        votes, shared_votes = votes_of(ways, shared_ways, self.catalogue)
        about = hashed(
            [term for piece in subject(reading.folded) for term in folded_terms(piece)] + folded_terms(meant)
        )
        whole_names = self._by_name(hashed(marked_terms(whole)))
        sections = self._files.section_words
        return Legs(
            name_vector=names[0],
            passage_vector=passages[0],
            asked_name_vector=names[-1],
            asked_passage_vector=passages[-1],
            way_vector=self.catalogue.best_way_of_entry(ways),
            way_votes=votes,
            way_words=self._by_way_words(about),
            shared_way_vector=self.catalogue.best_shared_way_of_entry(shared_ways),
            shared_way_votes=shared_votes,
            name_words=whole_names,
            asked_name_words=whole_names if asked == whole else self._by_name(hashed(marked_terms(asked))),
            subject_words=self._by_name(about),
            everything_words=sections["everything"].scores(folded_terms(whole)),
            section_subjects={section: sections[section].scores(about) for section in SECTIONS},
            held=sections["everything"].held(content(reading)),
            said=self.catalogue.said_in(reading.folded),
        )

    def _vectors(self, reading: Reading) -> Vectors:
        """Return the vector of all that was said, and that of the sentence that asks where there are several."""
        texts = list(dict.fromkeys((reading.sought, self._asked(reading))))
        if {Part.VECTORS, Part.WAYS_TO_ASK} <= self._without:
            return np.zeros((len(texts), self._embedder.dimension), np.float32)
        return self._embedder.embed_queries(texts)

    def _by_vector(self, queries: Vectors) -> tuple[Vectors, Vectors]:
        total = len(self.catalogue.entries)
        if Part.VECTORS in self._without:
            nothing = np.zeros((len(queries), total), np.float32)
            return nothing, nothing
        names = np.stack([self.catalogue.best_of_entry(row) for row in _similarities(self._files.names, queries)])
        return names, _similarities(self._files.passages, queries)

    def _by_way(self, ways: faiss.Index, queries: Vectors) -> Scores:
        """Return the cosine of every way to ask with the question, or with the sentence of it that asks."""
        if Part.WAYS_TO_ASK in self._without:
            return np.zeros(ways.ntotal, np.float32)
        return np.asarray(_similarities(ways, queries).max(axis=0))

    def _by_way_words(self, about: Hashes) -> Scores:
        if Part.WAYS_TO_ASK in self._without:
            return np.zeros(len(self.catalogue.entries), np.float32)
        return self._files.way_words.scores(about)

    def _by_name(self, terms: Hashes) -> Scores:
        scores = self._files.name_words.scores(terms)
        if Part.ALIASES in self._without:
            scores = np.where(self.catalogue.is_alias, 0, scores).astype(np.float32)
        return self.catalogue.best_of_entry(scores)

    def _by_alias(self, said: Numbers) -> Numbers:
        """Return the entries one of whose aliases was said word for word."""
        if Part.ALIASES in self._without:
            return np.zeros(0, np.int64)
        return np.asarray(self.catalogue.owner[said[self.catalogue.is_alias[said]]])

    def _sharing(self, reading: Reading, rows: Numbers) -> tuple[str, ...]:
        """Return the codes that share what a question is about; none where one alone claims it, or it is little."""
        said = [self.catalogue.rows[row] for row in rows.tolist()]
        if not any(row.is_shared for row in said):
            return ()
        longest = max(len(row.folded) for row in said)
        best = [row for row in said if len(row.folded) == longest]
        about = content(reading)
        # "Kết hôn có cần căn cước không" says a word that three procedures share, and is about a fourth.
        words_said = frozenset(best[0].folded.split()) & about
        if self.catalogue.rarity(words_said) < _SHARED_SUBJECT * self.catalogue.rarity(about):
            return ()
        if not all(row.is_shared for row in best):
            return ()
        return tuple(dict.fromkeys(self.catalogue.entries[row.entry].code for row in best))

    def _of_these_provinces(self, entries: Numbers, named: frozenset[str], own: str) -> Numbers:
        """Leave out what provinces published for themselves that are neither named nor one's own."""
        wanted = named or ({own} if own else set())
        if not wanted:
            return entries
        catalogue = self.catalogue.entries
        kept = [e for e in entries if catalogue[int(e)].is_nationwide or catalogue[int(e)].publisher in wanted]
        return np.array(kept, np.int64)

    def one_of_each_name(self, ranking: Ranking, scores: Matrix, *, province: str = "") -> tuple[list[int], Matrix]:
        """Return the places of the ranking, best first, one for each official name, and the scores of all places.

        The record that is shown of a name has the best score of its name: which of them is shown says nothing of how
        well the name fits.
        """
        order: list[int] = np.argsort(-scores, kind="stable").tolist()
        keys = [self.catalogue.entries[number].key for number in ranking.entries.tolist()]
        if len(set(keys)) == len(keys):
            return order, scores
        provinces = ranking.reading.provinces | ({province} if province else set())
        chosen: dict[str, int] = {}
        best: dict[str, float] = {}
        for place in order:
            key = keys[place]
            known = chosen.get(key)
            if known is None:
                best[key] = scores[place]
            if known is None or self._goes_before(ranking, place, known, provinces):
                chosen[key] = place
        shown = scores.copy()
        for key, place in chosen.items():
            shown[place] = best[key]
        return sorted(chosen.values(), key=lambda place: -shown[place]), shown

    def _goes_before(self, ranking: Ranking, place: int, other: int, provinces: frozenset[str]) -> bool:
        """Tell which of two records of one name is shown: the named province's, the nationwide, the newer."""

        def standing(at: int) -> tuple[bool, bool, str]:
            entry = self.catalogue.entries[int(ranking.entries[at])]
            return entry.publisher in provinces and not entry.is_nationwide, entry.is_nationwide, entry.updated_on

        return standing(place) > standing(other)


def _similarities(index: faiss.Index, queries: Vectors) -> Vectors:
    """Return the cosine of every row with every query."""
    found = np.zeros((len(queries), index.ntotal), np.float32)
    # The library's types know neither the rows of a flat index nor this function.
    rows = index.get_xb()  # type: ignore[attr-defined]
    # Every row is wanted, in its place: a search would sort them, and a product of matrices wake other threads.
    for query, cosines in zip(np.ascontiguousarray(queries, np.float32), found, strict=True):
        faiss.fvec_inner_products_ny(  # type: ignore[attr-defined]
            faiss.swig_ptr(cosines), faiss.swig_ptr(query), rows, index.d, index.ntotal
        )
    return found


def _steps(without: frozenset[Part]) -> Steps:
    return Steps(
        abbreviations=Part.ABBREVIATIONS not in without,
        telex=Part.TELEX not in without,
        tone_marks=Part.TONE_MARKS not in without,
        phrases=Part.PHRASES not in without,
        places=Part.PLACES not in without,
    )
