"""What was learned from a development set: the weights of the ranker, the probability, the thresholds."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import numpy as np

from knowledge.errors import KnowledgeError
from knowledge.features import NAMES, Matrix

# What the probability looks at; see `knowledge.searcher.confidence`.
SIGNALS = (
    "log_odds",
    "margin",
    "name_vector",
    "name_in_question",
    "subject_question",
    "alias_share",
    "everything",
    "question_held",
)


@dataclass(frozen=True)
class Thresholds:
    """From which score on the assistant answers, and from which it offers near procedures."""

    answer: float
    near: float


@dataclass(frozen=True)
class Calibration:
    """Everything about scoring that is learned and not written."""

    weights: Mapping[str, float]
    """By the names of `knowledge.features.NAMES`; a name that is missing weighs nothing."""
    signals: Mapping[str, float]
    """Coefficients of the logistic function that turns `SIGNALS` into a probability, and its `intercept`."""
    thresholds: Thresholds
    learned_from: Mapping[str, object] = field(default_factory=dict)

    def rank(self, figures: Matrix) -> Matrix:
        """Return the score of each row of figures; only differences within one question mean something."""
        weights = np.array([self.weights.get(name, 0.0) for name in NAMES])
        return np.asarray(figures @ weights)

    def probability(self, signals: Sequence[float]) -> float:
        """Return the probability, 0 to 1, that the first candidate is right, from its signals."""
        total = self.signals.get("intercept", 0.0)
        total += sum(self.signals.get(name, 0.0) * value for name, value in zip(SIGNALS, signals, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def to_json(self) -> str:
        """Return the calibration as readable JSON."""
        data = {
            "weights": {name: round(value, 5) for name, value in self.weights.items()},
            "signals": {name: round(value, 5) for name, value in self.signals.items()},
            "thresholds": {"answer": round(self.thresholds.answer, 4), "near": round(self.thresholds.near, 4)},
            "learned_from": dict(self.learned_from),
        }
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def read(cls, path: Path) -> Calibration:
        """Read a calibration from a file. Raise KnowledgeError where it is none."""
        try:
            return cls.from_json(path.read_text("utf-8"))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise KnowledgeError(
                f"{path}: this is not a calibration ({error}). Write one with: motcua knowledge calibrate"
            ) from error

    @classmethod
    def from_json(cls, text: str) -> Calibration:
        """Read what `to_json` wrote."""
        data = json.loads(text)
        return cls(
            _figures(data["weights"]),
            _figures(data["signals"]),
            Thresholds(**_figures(data["thresholds"])),
            data.get("learned_from", {}),
        )

    @classmethod
    def bundled(cls) -> Calibration:
        """Return the calibration that the project ships."""
        return cls.from_json((resources.files("knowledge") / "calibration.json").read_text("utf-8"))

    @classmethod
    def in_use(cls, path: Path) -> Calibration:
        """Return the calibration that was learned here, or the shipped one. Raise KnowledgeError for a damaged file."""
        return cls.read(path) if path.exists() else cls.bundled()


def _figures(data: Mapping[str, object]) -> dict[str, float]:
    """Return the numbers of a table; a wrong one must be found here and not at a citizen's question."""
    figures: dict[str, float] = {}
    for name, value in data.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError(f"{name} is no number: {value!r}")
        figures[name] = float(value)
    return figures
