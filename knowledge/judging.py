"""Learning what a ranking tells: how sure the first is, whether another is meant as well, whose business it is.

All of it is learned from questions that the ranker's weights had not seen. Logistic regressions over the signals of
`knowledge.ranking`; the one that tells whose business a question is also looks at the question's vector.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from knowledge.calibration import WHOSE, Thresholds, Voice
from knowledge.embedding import Vectors
from knowledge.errors import QuestionsUnreadable
from knowledge.ranking import SIGNALS

# A procedure is offered when the score says that one time in four it is the right one.
_NEAR_SHARE = 0.25
# Of the questions that mean one procedure, so many may be asked back on: a tap, where a wrong answer is a day.
_MOST_ASKED_BACK = 0.16
# The numbers of a unit vector are small beside the signals, which are brought to one scale.
_VECTOR_SCALE = 5.0
_LEAST_OF_A_KIND = 20
# Below even odds nothing is answered, however few of the answers would be wrong.
_LEAST_SURE = 0.5


@dataclass(frozen=True)
class Judged:
    """One question under weights that had not seen it."""

    signals: list[float]
    vector: Vectors
    is_right: bool
    """The first is the right procedure, or one of those that fit."""
    is_unclear: bool
    """Several fit: it must be asked which."""
    whose: str
    """One of `WHOSE`; empty for the commune's business."""
    weight: float
    sets_threshold: bool


@dataclass(frozen=True)
class Judgement:
    """What was learned of judged questions."""

    signals: Mapping[str, float]
    unclear_signals: Mapping[str, float]
    voices: Mapping[str, Voice]
    thresholds: Thresholds
    scores: npt.NDArray[np.float64]
    """The score of each judged question."""


def learn(judged: Sequence[Judged], *, most_wrong: float) -> Judgement:
    """Return what judged questions teach. Raise QuestionsUnreadable where all or none were found right."""
    right = np.array([one.is_right for one in judged])
    if right.all() or not right.any():
        raise QuestionsUnreadable(
            f"Of the questions {'all' if right.all() else 'none'} were found right, so that nothing tells a sure answer"
            " from a doubtful one. Add harder questions, or some that must not be answered."
        )
    table = np.array([one.signals for one in judged])
    sure, scores = _logistic(table, right, judged)
    unclear, asked_back = _unclear(table, judged)
    deciding = np.array([one.sets_threshold for one in judged])
    # What is asked back on is not answered, however sure the first is.
    answered = deciding & (asked_back[1] < asked_back[0])
    answer = max(_LEAST_SURE, _threshold(scores[answered], right[answered], most_wrong))
    thresholds = Thresholds(answer=answer, near=_NEAR_SHARE, unclear=asked_back[0])
    return Judgement(sure, unclear, _voices(table, judged), thresholds, scores)


def _logistic(
    table: npt.NDArray[np.float64], holds: npt.NDArray[np.bool_], judged: Sequence[Judged]
) -> tuple[dict[str, float], npt.NDArray[np.float64]]:
    """Return the coefficients for signals as they come, and the probability of each question."""
    scale = table.std(axis=0) + 1e-6
    model = LogisticRegression(C=1.0, max_iter=2000)
    model.fit(table / scale, holds, sample_weight=np.array([one.weight for one in judged]))
    coefficients = [*(model.coef_[0] / scale), float(model.intercept_[0])]
    return dict(zip((*SIGNALS, "intercept"), coefficients, strict=True)), model.predict_proba(table / scale)[:, 1]


def _unclear(
    table: npt.NDArray[np.float64], judged: Sequence[Judged]
) -> tuple[dict[str, float], tuple[float, npt.NDArray[np.float64]]]:
    """Return the coefficients, and the threshold with the probability of each question."""
    ours = np.array([one.sets_threshold and (one.is_unclear or one.is_right) and not one.whose for one in judged])
    unclear = np.array([one.is_unclear for one in judged])
    if (unclear & ours).sum() < _LEAST_OF_A_KIND:
        return {}, (1.0, np.zeros(len(judged)))
    known = [one for one, is_ours in zip(judged, ours, strict=True) if is_ours]
    coefficients, _ = _logistic(table[ours], unclear[ours], known)
    weights = np.array([coefficients[name] for name in SIGNALS])
    found = 1 / (1 + np.exp(-(table @ weights + coefficients["intercept"])))
    return coefficients, (float(np.quantile(found[ours & ~unclear], 1 - _MOST_ASKED_BACK)), found)


def _voices(table: npt.NDArray[np.float64], judged: Sequence[Judged]) -> dict[str, Voice]:
    """Return what speaks for others and for nobody, relative to the commune; nothing where too few were asked."""
    known = [place for place, one in enumerate(judged) if one.whose or one.sets_threshold]
    kinds = np.array([judged[place].whose for place in known])
    if any((kinds == name).sum() < _LEAST_OF_A_KIND for name in WHOSE):
        return {}
    scale = table.std(axis=0) + 1e-6
    vectors = np.stack([judged[place].vector for place in known]) * _VECTOR_SCALE
    model = LogisticRegression(C=0.3, max_iter=3000)
    weights = np.array([judged[place].weight for place in known])
    model.fit(np.hstack([table[known] / scale, vectors]), kinds, sample_weight=weights)
    rows = dict(zip(model.classes_, np.column_stack([model.coef_, model.intercept_]), strict=True))
    return {name: _voice(rows[name] - rows[""], scale) for name in WHOSE}


def _voice(row: npt.NDArray[np.float64], scale: npt.NDArray[np.float64]) -> Voice:
    count = len(SIGNALS)
    signals = dict(zip((*SIGNALS, "intercept"), [*(row[:count] / scale), float(row[-1])], strict=True))
    return Voice(signals, tuple(float(value) for value in row[count:-1] * _VECTOR_SCALE))


def _threshold(scores: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], most_wrong: float) -> float:
    """Return the lowest score above which no more than the share of answers was wrong."""
    order = np.argsort(-scores)
    wrong = np.cumsum(~right[order]) / np.arange(1, len(order) + 1)
    borne = np.flatnonzero(wrong <= most_wrong)
    return float(scores[order[borne[-1]]]) if len(borne) else float(scores.max())
