"""The candidates of one question, and what tells how sure the first of them is."""

from __future__ import annotations

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
    "second",
    "third",
    "fourth",
    "rival",
    "second_votes",
    "spread_votes",
    "way_lead",
    "name_lead",
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
    """The question as a unit vector; empty when no part of the search asks for it."""


def signals(ranking: Ranking, scores: Matrix, order: Sequence[int]) -> list[float]:
    """Return what tells how sure the first candidate is, and whether another is meant as well.

    `scores` are those of the ranker, `order` the places of the ranking, best first and one for each official name.
    """
    first, *rest = order
    row, behind = ranking.figures[first], ranking.figures[rest[:_BEHIND]]
    others = np.exp(scores[rest] - scores[first]).sum() if rest else np.exp(-5.0)
    distance = np.full(_BEHIND, _FAR)
    distance[: len(behind)] = np.maximum(scores[rest[:_BEHIND]] - scores[first], _FAR)
    second, third, fourth = np.exp(distance[:3])
    is_unasked = np.ones(_BEHIND, bool)
    is_unasked[: len(behind)] = behind[:, _UNASKED].any(axis=1)
    votes = np.sort(ranking.figures[:, _COLUMN["way_votes"]])[::-1]
    said = len(ranking.reading.folded.split())
    return [
        -float(np.log(others + 1e-9)),
        float(min(-distance[0], 8.0)) if rest else 5.0,
        float(max(row[_COLUMN["name_vector"]], row[_COLUMN["asked_name_vector"]])),
        float(row[_COLUMN["subject_name"]]),
        float(row[_COLUMN["subject_question"]]),
        float(row[_COLUMN["alias_share"]]),
        float(row[_COLUMN["everything_subject"]]),
        float(row[_COLUMN["question_held"]]),
        float(row[_COLUMN["way_vector"]]),
        float(row[_COLUMN["way_votes"]]),
        float(second),
        float(third),
        float(fourth),
        float(np.exp(distance[~is_unasked]).max(initial=0.0)),
        float(votes[1]) if len(votes) > 1 else 0.0,
        -float(sum(vote * np.log(vote) for vote in votes if vote > 0)),
        _lead(row, behind, "way_vector"),
        _lead(row, behind[:1], "name_vector"),
        float(len(content(ranking.reading))),
        float(np.log1p(said)),
        float(row[_UNASKED].any()),
        float(is_unasked[: len(behind)].mean()) if len(behind) else 0.0,
    ]


def _lead(row: Matrix, behind: Matrix, name: str) -> float:
    column = _COLUMN[name]
    return float(row[column] - behind[:, column].max()) if len(behind) else float(row[column])
