"""Learning what each figure of a candidate weighs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from knowledge.features import HAS_WAYS, NAMES, Matrix
from knowledge.figure_weights import FigureWeights

Numbers = npt.NDArray[np.float64]
_RIDGE = 5.0
_MOST_ROUNDS = 400


@dataclass(frozen=True)
class Choice:
    """The candidates of one question, and which of them are right."""

    figures: Matrix
    right: npt.NDArray[np.bool_]
    weight: float = 1.0


def weigh(choices: Sequence[Choice]) -> FigureWeights:
    """Return the weights that give the right candidates the largest share of a softmax over those of their question."""
    raw = np.concatenate([choice.figures for choice in choices])
    has_ways = raw[:, HAS_WAYS] > 0
    figures, _, scale = _standardised(raw)
    known, middle, known_scale = _standardised(raw[has_ways])
    right = np.concatenate([choice.right for choice in choices]).astype(float)
    starts = np.cumsum([0, *(len(choice.right) for choice in choices)])[:-1]
    owner = np.repeat(np.arange(len(choices)), [len(choice.right) for choice in choices])
    counts = np.array([choice.weight for choice in choices])

    def loss(both: Numbers) -> tuple[float, Numbers]:
        weights, added = np.split(both, 2)
        scores = figures @ weights
        scores[has_ways] += known @ added
        shares = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        every, good = np.add.reduceat(shares, starts), np.add.reduceat(shares * right, starts) + 1e-12
        pull = (shares / every[owner] - shares * right / good[owner]) * counts[owner]
        value = float(((np.log(every) - np.log(good)) * counts).sum() + _RIDGE * both @ both)
        return value, np.concatenate([figures.T @ pull, known.T @ pull[has_ways]]) + 2 * _RIDGE * both

    start = np.zeros(2 * figures.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _MOST_ROUNDS})
    weights, added = np.split(found.x, 2)
    weights, added = weights / scale, added / known_scale
    # What was taken off to bring the figures to their middle is the same for all that have ways to ask.
    weights[HAS_WAYS] -= middle @ added
    return FigureWeights(_named(weights), _named(added))


def _standardised(figures: Matrix) -> tuple[Matrix, Numbers, Numbers]:
    """Return figures around 0 and about as large as 1, what was taken off them, and what they were divided by."""
    if not len(figures):
        return figures, np.zeros(figures.shape[1]), np.ones(figures.shape[1])
    middle, scale = figures.mean(axis=0), figures.std(axis=0) + 1e-3
    return (figures - middle) / scale, middle, scale


def _named(weights: Numbers) -> dict[str, float]:
    return dict(zip(NAMES, weights.tolist(), strict=True))
