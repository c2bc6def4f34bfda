"""Learning what a ranking tells: how sure the first is, whether another is meant as well, whose business it is.

All of it is learned from questions that the ranker's weights had not seen, and the thresholds from probabilities of
questions that the trees had not seen. Boosted trees over the signals of `knowledge.ranking`; whose business a question
is, a logistic regression tells that also looks at the question's vector and words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.tree._tree import Tree

from knowledge.calibration import WHOSE, Thresholds, Voice
from knowledge.embedding import Vectors
from knowledge.errors import QuestionsUnreadable
from knowledge.ranking import SIGNALS
from knowledge.trees import Node, Trees
from knowledge.word_weights import WordWeights, counted

Floats = npt.NDArray[np.float64]

# A procedure is offered when the score says that one time in four it is the right one.
_NEAR_SHARE = 0.25
# Of the questions that mean one procedure, one in twelve may be asked back on: a tap, where a wrong answer is a day.
_MOST_ASKED_BACK = 1 / 12
# The numbers of a unit vector are small beside the signals, which are brought to one scale.
_VECTOR_SCALE = 5.0
_WORDS_SCALE = 7.0
_LEAST_OF_A_KIND = 20
# From here on five answers of six to practice questions are right, below it one of two: those are not given.
_LEAST_SURE = 0.55


@dataclass(frozen=True)
class Judged:
    """One question under weights that had not seen it."""

    signals: list[float]
    vector: Vectors
    folded: str
    """The question without tone marks."""
    is_right: bool
    """The first is the right procedure, or one of those that fit."""
    is_unclear: bool
    """Several fit: it must be asked which."""
    whose: str
    """One of `WHOSE`; empty for the commune's business."""
    weight: float
    sets_threshold: bool
    fold: int
    """Questions of one fold are judged by what those of the others teach; the same question is always of one."""


@dataclass(frozen=True)
class Judgement:
    """What was learned of judged questions."""

    sureness: Trees
    unclearness: Trees | None
    voices: Mapping[str, Voice]
    thresholds: Thresholds
    scores: Floats
    """The score of each judged question under trees that had not seen it."""
    is_asked_back: npt.NDArray[np.bool_]
    """Whether each is so unclear that it is asked back on, and not answered."""


def learn(judged: Sequence[Judged], *, most_wrong: float) -> Judgement:
    """Return what judged questions teach. Raise QuestionsUnreadable where all or none were found right."""
    right = np.array([one.is_right for one in judged])
    if right.all() or not right.any():
        raise QuestionsUnreadable(
            f"Of the questions {'all' if right.all() else 'none'} were found right, so that nothing tells a sure answer"
            " from a doubtful one. Add harder questions, or some that must not be answered."
        )
    table = np.array([one.signals for one in judged])
    sureness, scores = _grown(table, right, judged)
    unclearness, unclear, least_unclear = _unclear(table, judged)
    # What is asked back on is not answered, however sure the first is.
    is_asked_back = unclear >= least_unclear
    answered = np.array([one.sets_threshold for one in judged]) & ~is_asked_back
    if not answered.any():
        raise QuestionsUnreadable("Every question would be asked back on. Add questions that mean one procedure.")
    answer = max(_LEAST_SURE, _threshold(scores[answered], right[answered], most_wrong))
    thresholds = Thresholds(answer=answer, near=_NEAR_SHARE, unclear=least_unclear)
    return Judgement(sureness, unclearness, _voices(table, judged), thresholds, scores, is_asked_back)


def _grown(table: Floats, holds: npt.NDArray[np.bool_], judged: Sequence[Judged]) -> tuple[Trees, Floats]:
    """Return trees that tell whether something holds, and the probability of each under trees that had not seen it."""
    weights, folds = np.array([one.weight for one in judged]), np.array([one.fold for one in judged])
    unseen = np.zeros(len(judged))
    for fold in np.unique(folds):
        others = folds != fold
        # Where the others are all alike, what all of them teach is told.
        taught = others if holds[others].any() and not holds[others].all() else np.ones(len(judged), bool)
        unseen[~others] = _fit(table[taught], holds[taught], weights[taught]).predict_proba(table[~others])[:, 1]
    model = _fit(table, holds, weights)
    trees = tuple(_node(one.tree_, 0, model.learning_rate) for one in model.estimators_[:, 0])
    # What the model starts from: what is left of any answer when the trees are taken away.
    start = float(model.decision_function(table[:1])[0]) - math.fsum(
        model.learning_rate * one.predict(table[:1])[0] for one in model.estimators_[:, 0]
    )
    return Trees(start, trees), unseen


def _fit(table: Floats, holds: npt.NDArray[np.bool_], weights: Floats) -> GradientBoostingClassifier:
    model = GradientBoostingClassifier(
        n_estimators=150, learning_rate=0.05, min_samples_leaf=20, subsample=0.7, max_features=0.5, random_state=0
    )
    return model.fit(table, holds, sample_weight=weights)


def _node(tree: Tree, number: int, rate: float) -> Node:
    """Return a node of a grown tree with all that is below it."""
    if tree.children_left[number] < 0:
        return rate * float(tree.value[number, 0, 0])
    low, high = (_node(tree, int(child[number]), rate) for child in (tree.children_left, tree.children_right))
    return int(tree.feature[number]), float(tree.threshold[number]), low, high


def _unclear(table: Floats, judged: Sequence[Judged]) -> tuple[Trees | None, Floats, float]:
    """Return the trees, the probability of each question, and that from which on it is asked back on."""
    ours = np.array([one.sets_threshold and (one.is_unclear or one.is_right) and not one.whose for one in judged])
    unclear = np.array([one.is_unclear for one in judged])
    if min((unclear & ours).sum(), (~unclear & ours).sum()) < _LEAST_OF_A_KIND:
        return None, np.zeros(len(judged)), 1.0
    known = [one for one, is_ours in zip(judged, ours, strict=True) if is_ours]
    trees, unseen = _grown(table[ours], unclear[ours], known)
    found = np.array([trees.probability(one.signals) for one in judged])
    found[ours] = unseen
    return trees, found, float(np.quantile(found[ours & ~unclear], 1 - _MOST_ASKED_BACK))


def _voices(table: Floats, judged: Sequence[Judged]) -> dict[str, Voice]:
    """Return what speaks for others and for nobody, relative to the commune; nothing where too few were asked."""
    known = [place for place, one in enumerate(judged) if one.whose or one.sets_threshold]
    kinds = np.array([judged[place].whose for place in known])
    if any((kinds == name).sum() < _LEAST_OF_A_KIND for name in ("", *WHOSE)):
        return {}
    scale = table.std(axis=0) + 1e-6
    vectors = np.stack([judged[place].vector for place in known]) * _VECTOR_SCALE
    names, words = counted([judged[place].folded for place in known])
    model = LogisticRegression(C=0.3, max_iter=3000)
    weights = np.array([judged[place].weight for place in known])
    told = sparse.hstack(
        [sparse.csr_matrix(np.hstack([table[known] / scale, vectors])), words * _WORDS_SCALE], format="csr"
    )
    model.fit(told, kinds, sample_weight=weights)
    rows = dict(zip(model.classes_, np.column_stack([model.coef_, model.intercept_]), strict=True))
    return {name: _voice(rows[name] - rows[""], scale, names) for name in WHOSE}


def _voice(row: Floats, scale: Floats, words: Sequence[str]) -> Voice:
    """Return a voice from a row of coefficients: those of signals, of the vector, of words, and the intercept."""
    of_signals, of_vector, of_words = np.split(row[:-1], [len(SIGNALS), len(row) - 1 - len(words)])
    signals = dict(zip((*SIGNALS, "intercept"), [*(of_signals / scale), float(row[-1])], strict=True))
    weights = dict(zip(words, (of_words * _WORDS_SCALE).tolist(), strict=True))
    return Voice(signals, tuple(float(value) for value in of_vector * _VECTOR_SCALE), WordWeights(weights))


def _threshold(scores: Floats, right: npt.NDArray[np.bool_], most_wrong: float) -> float:
    """Return the lowest score from which on no more than the share of answers was wrong; above all where none is."""
    order = np.argsort(-scores)
    falling = scores[order]
    wrong = np.cumsum(~right[order]) / np.arange(1, len(order) + 1)
    # Who answers from a score on answers all that have it.
    is_last_of_its_score = np.append(falling[1:] != falling[:-1], True)
    borne = np.flatnonzero((wrong <= most_wrong) & is_last_of_its_score)
    return float(falling[borne[-1]]) if len(borne) else float(np.nextafter(falling[0], 2.0))
