"""The candidates of one question, and what tells how sure the first of them is."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.embedding import Vectors
from knowledge.features import NAMES, Matrix, content
from knowledge.vietnamese.reading import Reading

SIGNALS = (
    "log_odds",
    "margin",
    "name_vector",
    "name_in_question",
    "subject_question",
    "alias_share",
    "everything",
    "question_held",
    "way_vector",
    "way_votes",
    "shared_way_votes",
    "shared_way_lead",
    "second",
    "third",
    "fourth",
    "rival",
    "second_votes",
    "spread_votes",
    "way_lead",
    "way_words_lead",
    "name_lead",
    "openness",
    "content_words",
    "words",
    "is_unasked",
    "unasked_behind",
)
"""What is told of a ranking, in the order of `signals`; see docs/scoring.md."""

_COLUMN = {name: number for number, name in enumerate(NAMES)}
_UNASKED = [number for name, number in _COLUMN.items() if name.startswith("unasked_")]
_BEHIND = 4
"""How many candidates behind the first are looked at."""
_FAR = -12.0
"""How far behind a candidate is that there is none of."""


@dataclass(frozen=True)
class Ranking:
    """The candidates of a question with their figures, before anything is decided."""

    reading: Reading
    entries: npt.NDArray[np.int64]
    figures: Matrix
    vector: Vectors
    """The question as a unit vector; zeros when no part of the search asks for it."""

    @functools.cached_property
    def is_unasked_variant(self) -> npt.NDArray[np.bool_]:
        """Tell of each candidate whether it is a special variant that the question does not ask for."""
        return np.asarray(self.figures[:, _UNASKED].any(axis=1))


def signals(ranking: Ranking, scores: Matrix, order: Sequence[int], *, openness: float) -> list[float]:
    """Return what tells how sure the first candidate is, and whether another is meant as well.

    `scores` are those of the ranker, `order` the places of the ranking, best first and one for each official name,
    `openness` how open the words leave it; see `knowledge.openness`.
    """
    first, *rest = order
    row, behind = ranking.figures[first], ranking.figures[rest[:_BEHIND]]
    others = np.exp(scores[rest] - scores[first]).sum() if rest else np.exp(-5.0)
    distance = np.full(_BEHIND, _FAR)
    distance[: len(behind)] = np.maximum(scores[rest[:_BEHIND]] - scores[first], _FAR)
    is_unasked = ranking.is_unasked_variant[rest[:_BEHIND]]
    votes = np.sort(ranking.figures[:, _COLUMN["way_votes"]])[::-1]
    given = votes[votes > 0]
    told = {
        "log_odds": -np.log(others + 1e-9),
        "margin": min(-distance[0], 8.0) if rest else 5.0,
        "name_vector": max(row[_COLUMN["name_vector"]], row[_COLUMN["asked_name_vector"]]),
        "name_in_question": row[_COLUMN["subject_name"]],
        "subject_question": row[_COLUMN["subject_question"]],
        "alias_share": row[_COLUMN["alias_share"]],
        "everything": row[_COLUMN["everything_subject"]],
        "question_held": row[_COLUMN["question_held"]],
        "way_vector": row[_COLUMN["way_vector"]],
        "way_votes": row[_COLUMN["way_votes"]],
        "shared_way_votes": row[_COLUMN["shared_way_votes"]],
        "shared_way_lead": row[_COLUMN["shared_way_vector"]] - row[_COLUMN["way_vector"]],
        "second": np.exp(distance[0]),
        "third": np.exp(distance[1]),
        "fourth": np.exp(distance[2]),
        "rival": np.exp(distance[: len(behind)][~is_unasked]).max(initial=0.0),
        "second_votes": votes[1] if len(votes) > 1 else 0.0,
        "spread_votes": -sum((given * np.log(given)).tolist()),
        "way_lead": _lead(row, behind, "way_vector"),
        "way_words_lead": _lead(row, behind[:3], "way_words"),
        "name_lead": _lead(row, behind[:1], "name_vector"),
        "openness": openness,
        "content_words": len(content(ranking.reading)),
        "words": np.log1p(len(ranking.reading.folded.split())),
        "is_unasked": ranking.is_unasked_variant[first],
        "unasked_behind": is_unasked.mean() if len(behind) else 0.0,
    }
    return [float(told[name]) for name in SIGNALS]


def _lead(row: Matrix, behind: Matrix, name: str) -> float:
    column = _COLUMN[name]
    return float(row[column] - behind[:, column].max()) if len(behind) else float(row[column])
