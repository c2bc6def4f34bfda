"""Sums of small decision trees that tell a probability from signals.

scikit-learn grows them when a calibration is learned; serving walks them here, for to load scikit-learn costs more
memory than all the rest of a calibration.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.ranking import SIGNALS

Node = float | tuple[int, float, "Node", "Node"]
"""What a leaf adds; or the place of a signal, the most it may be to go low, and what is low and high."""
_MOST = 30.0
_PLACES = {name: place for place, name in enumerate(SIGNALS)}


@dataclass(frozen=True)
class Trees:
    """A logistic function of what many small trees add up to."""

    intercept: float
    trees: tuple[Node, ...] = ()

    def probability(self, signals: Sequence[float]) -> float:
        """Return the probability, 0 to 1, from signals in the order of `SIGNALS`."""
        total = self.intercept + sum(_leaf(tree, signals) for tree in self.trees)
        return 1 / (1 + math.exp(-max(-_MOST, min(_MOST, total))))

    def to_data(self) -> dict[str, object]:
        """Return the trees as they are written: signals by their names."""
        return {"intercept": round(self.intercept, 5), "trees": [_written(tree) for tree in self.trees]}

    @classmethod
    def from_data(cls, data: object) -> Trees:
        """Return what `to_data` gave. Raise ValueError where it is damaged or knows other signals."""
        if not isinstance(data, dict) or not isinstance(data.get("trees"), list):
            raise ValueError("no table of trees")
        return cls(_number(data.get("intercept")), tuple(_read(tree) for tree in data["trees"]))


def _leaf(node: Node, signals: Sequence[float]) -> float:
    while isinstance(node, tuple):
        place, most, low, high = node
        node = low if signals[place] <= most else high
    return node


def _written(node: Node) -> object:
    if not isinstance(node, tuple):
        return round(node, 5)
    place, most, low, high = node
    return [SIGNALS[place], round(most, 6), _written(low), _written(high)]


def _read(data: object) -> Node:
    if not isinstance(data, list):
        return _number(data)
    if len(data) != 4 or data[0] not in _PLACES:
        raise ValueError(f"a tree asks for {data[:1]}, which is no signal")
    return _PLACES[data[0]], _number(data[1]), _read(data[2]), _read(data[3])


def _number(data: object) -> float:
    if isinstance(data, bool) or not isinstance(data, int | float) or not math.isfinite(data):
        raise ValueError(f"{data!r} is no number")
    return float(data)
