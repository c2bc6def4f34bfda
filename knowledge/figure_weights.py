"""What each figure of a candidate weighs."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from knowledge.features import HAS_WAYS, NAMES, Matrix


@dataclass(frozen=True)
class FigureWeights:
    """Weights by the names of `knowledge.features.NAMES`; a name that is missing weighs nothing.

    A record that people's own ways to ask are known of is told by them; one that only its publisher has described is
    told by its names and its text. So the figures of the first weigh otherwise.
    """

    weights: Mapping[str, float]
    with_ways: Mapping[str, float] = field(default_factory=dict)
    """What is added to them for a candidate that has ways to ask."""

    def scores(self, figures: Matrix) -> Matrix:
        """Return the score of each row of figures; only differences within one question mean something."""
        weights, added = self._columns
        return np.asarray(figures @ weights + figures[:, HAS_WAYS] * (figures @ added))

    @functools.cached_property
    def _columns(self) -> tuple[Matrix, Matrix]:
        weights, added = (np.array([of.get(name, 0.0) for name in NAMES]) for of in (self.weights, self.with_ways))
        return weights, added
