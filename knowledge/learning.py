"""Learning a calibration from development sets: the ranker's weights, the probability, the thresholds.

The ranker is a linear model over the figures of `knowledge.features`, fitted so that the right procedure of each
question gets the largest share of a softmax over its candidates. The probability is a logistic regression over the
signals of `knowledge.searcher.confidence`, fitted on questions that the ranker did not see (cross-fitting). The
threshold to answer is the lowest at which few enough of those answers were wrong.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from knowledge.calibration import SIGNALS, Calibration, Thresholds
from knowledge.errors import QuestionsUnreadable
from knowledge.features import NAMES, Matrix
from knowledge.noise import Form, typed
from knowledge.questions import Question
from knowledge.searcher import Ranking, Searcher, confidence

_FOLDS = 5
_RIDGE = 5.0
# A procedure is offered when the score says that one time in four it is the right one.
_NEAR_SHARE = 0.25
_LEAST_QUESTIONS = 20


@dataclass(frozen=True)
class DevelopmentSet:
    """Questions with the search that they are asked of, and what they count for."""

    name: str
    searcher: Searcher
    questions: Sequence[Question]
    weight: float = 1.0
    teaches_ranking: bool = True
    sets_threshold: bool = True
    forms: tuple[Form, ...] = (Form.AS_WRITTEN,)


@dataclass(frozen=True)
class _Example:
    """One question as it was asked of one search."""

    searcher: Searcher
    ranking: Ranking
    right: npt.NDArray[np.bool_]
    fold: int
    source: DevelopmentSet


def learn(
    sets: Sequence[DevelopmentSet],
    *,
    most_wrong: float = 0.04,
    progress: Callable[[int, int], None] | None = None,
) -> Calibration:
    """Return the calibration learned from sets; `most_wrong` is the share of wrong answers that is borne.

    Raise QuestionsUnreadable when there are too few questions to learn from.
    """
    examples = _examples(sets, progress)
    _require_enough(examples)
    judged = [judged for fold in range(_FOLDS) for judged in _judge_unseen(examples, fold)]
    signals = np.array([signal for signal, _, _ in judged])
    right = np.array([is_right for _, is_right, _ in judged])
    counts = np.array([example.source.weight for _, _, example in judged])
    if right.all() or not right.any():
        raise QuestionsUnreadable(
            f"Of the questions {'all' if right.all() else 'none'} were found right, so that nothing tells a sure answer"
            " from a doubtful one. Add harder questions, or some that must not be answered."
        )
    model = LogisticRegression(C=1.0, max_iter=1000).fit(signals, right, sample_weight=counts)
    deciding = [place for place, (_, _, example) in enumerate(judged) if example.source.sets_threshold]
    scores = model.predict_proba(signals)[:, 1]
    answer = _threshold(scores[deciding], right[deciding], most_wrong)
    return Calibration(
        weights=dict(zip(NAMES, _fit(examples), strict=True)),
        signals=dict(zip((*SIGNALS, "intercept"), [*model.coef_[0], float(model.intercept_[0])], strict=True)),
        thresholds=Thresholds(answer=answer, near=_NEAR_SHARE),
        learned_from=_report(sets, judged, scores, answer),
    )


def _require_enough(examples: Sequence[_Example]) -> None:
    """Raise QuestionsUnreadable unless every fold can be judged by what the others teach."""
    taught = [example for example in examples if example.source.teaches_ranking and example.right.any()]
    if len(taught) < _LEAST_QUESTIONS or len({example.fold for example in taught}) < 2:
        raise QuestionsUnreadable(f"At least {_LEAST_QUESTIONS} questions with a right procedure are needed to learn.")
    if not any(example.source.sets_threshold for example in examples):
        raise QuestionsUnreadable("No set of the plan sets the threshold. Leave `threshold: false` out of one.")


def _examples(sets: Sequence[DevelopmentSet], progress: Callable[[int, int], None] | None) -> list[_Example]:
    total = sum(len(s.questions) * len(s.forms) for s in sets)
    examples: list[_Example] = []
    for development in sets:
        keys = {entry.code: entry.key for entry in development.searcher.catalogue.entries}
        for question in development.questions:
            # Where several fit, and it must be asked which, each of them is found rightly.
            wanted = {keys[code] for code in (*question.codes, *question.among) if code in keys}
            for form in development.forms:
                ranking = development.searcher.rank(typed(question.text, form))
                entries = development.searcher.catalogue.entries
                right = np.array([entries[int(e)].key in wanted for e in ranking.entries], bool)
                fold = _fold_of(question)
                examples.append(_Example(development.searcher, ranking, right, fold, development))
                if progress:
                    progress(len(examples), total)
    return [example for example in examples if len(example.ranking.entries)]


def _fold_of(question: Question) -> int:
    """Return the fold of a question: the same in every run, and for all forms and editions that it is asked in."""
    return hashlib.sha256(question.text.encode()).digest()[0] % _FOLDS


def _fit(examples: Sequence[_Example]) -> npt.NDArray[np.float64]:
    """Return the weights that give the right candidates the largest share."""
    taught = [e for e in examples if e.source.teaches_ranking and e.right.any()]
    figures = np.concatenate([e.ranking.figures for e in taught])
    scale = figures.std(axis=0) + 1e-3
    figures = (figures - figures.mean(axis=0)) / scale
    right = np.concatenate([e.right for e in taught]).astype(float)
    starts = np.cumsum([0, *(len(e.right) for e in taught)])[:-1]
    owner = np.repeat(np.arange(len(taught)), [len(e.right) for e in taught])
    counts = np.array([e.source.weight for e in taught])

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        scores = figures @ weights
        shares = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        every, good = np.add.reduceat(shares, starts), np.add.reduceat(shares * right, starts) + 1e-12
        gradient = (shares / every[owner] - shares * right / good[owner]) * counts[owner]
        value = float(((np.log(every) - np.log(good)) * counts).sum() + _RIDGE * weights @ weights)
        return value, figures.T @ gradient + 2 * _RIDGE * weights

    found = minimize(loss, np.zeros(figures.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return np.asarray(found.x / scale)


def _judge_unseen(examples: Sequence[_Example], fold: int) -> list[tuple[list[float], bool, _Example]]:
    """Return the signals of one fold's questions under weights learned from the others, and whether they were right."""
    held = [example for example in examples if example.fold == fold]
    if not held:
        return []
    weights = _fit([example for example in examples if example.fold != fold])
    return [(*_judge(example, weights), example) for example in held]


def _judge(example: _Example, weights: npt.NDArray[np.float64]) -> tuple[list[float], bool]:
    scores: Matrix = example.ranking.figures @ weights
    order = example.searcher.one_of_each_name(example.ranking, scores)
    return confidence(example.ranking.figures, scores, order), bool(example.right[order[0]])


def _threshold(scores: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], most_wrong: float) -> float:
    """Return the lowest score above which no more than the share of answers was wrong."""
    order = np.argsort(-scores)
    wrong = np.cumsum(~right[order]) / np.arange(1, len(order) + 1)
    borne = np.flatnonzero(wrong <= most_wrong)
    return float(scores[order[borne[-1]]]) if len(borne) else float(scores.max())


def _report(
    sets: Sequence[DevelopmentSet],
    judged: Sequence[tuple[list[float], bool, _Example]],
    scores: npt.NDArray[np.float64],
    answer: float,
) -> dict[str, object]:
    """Return what each set showed under weights that had not seen its questions."""
    report: dict[str, object] = {}
    for development in sets:
        places = [place for place, (_, _, example) in enumerate(judged) if example.source is development]
        answered = [place for place in places if scores[place] >= answer]
        report[development.name] = {
            "questions": len(places),
            "first_right": round(float(np.mean([judged[p][1] for p in places])), 4) if places else 0.0,
            "answered": round(len(answered) / len(places), 4) if places else 0.0,
            "wrong_of_answered": round(float(np.mean([not judged[p][1] for p in answered])), 4) if answered else 0.0,
        }
    return report
