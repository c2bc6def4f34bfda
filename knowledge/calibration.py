"""What was learned from a development set: the weights of the ranker, the probability, the thresholds."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import numpy as np

from knowledge.embedding import Vectors
from knowledge.errors import KnowledgeError
from knowledge.features import NAMES, Matrix
from knowledge.ranking import SIGNALS
from knowledge.search import Whose

WHOSE = ("others", "nobodys")


@dataclass(frozen=True)
class Thresholds:
    """From which score on the assistant answers, from which it offers near procedures, and when it asks back."""

    answer: float
    near: float
    unclear: float = 1.0
    """From this probability on it asks which procedure is meant, however sure the first is."""


@dataclass(frozen=True)
class Voice:
    """What speaks for one of `WHOSE`: a weight for each signal and each number of the question's vector."""

    signals: Mapping[str, float]
    vector: tuple[float, ...]


@dataclass(frozen=True)
class Calibration:
    """Everything about scoring that is learned and not written."""

    weights: Mapping[str, float]
    """By the names of `knowledge.features.NAMES`; a name that is missing weighs nothing."""
    signals: Mapping[str, float]
    """Coefficients of the logistic function that turns `SIGNALS` into a probability, and its `intercept`."""
    thresholds: Thresholds
    unclear_signals: Mapping[str, float] = field(default_factory=dict)
    """The same for the probability that a question must be asked back on; 0 where nothing was learned."""
    voices: Mapping[str, Voice] = field(default_factory=dict)
    """By the names of `WHOSE`: whose business it is, against the commune's."""
    learned_from: Mapping[str, object] = field(default_factory=dict)

    def rank(self, figures: Matrix) -> Matrix:
        """Return the score of each row of figures; only differences within one question mean something."""
        weights = np.array([self.weights.get(name, 0.0) for name in NAMES])
        return np.asarray(figures @ weights)

    def probability(self, signals: Sequence[float]) -> float:
        """Return the probability, 0 to 1, that the first candidate is right, from its signals."""
        return _logistic(_weighed(self.signals, signals))

    def unclear(self, signals: Sequence[float]) -> float:
        """Return the probability, 0 to 1, that it must be asked which procedure is meant."""
        return _logistic(_weighed(self.unclear_signals, signals)) if self.unclear_signals else 0.0

    def whose(self, signals: Sequence[float], vector: Vectors) -> Whose | None:
        """Return the probabilities that a question is not the commune's business; None where nothing was learned."""
        if any(len(voice.vector) != len(vector) for voice in self.voices.values()) or not self.voices:
            # Learned with another encoder: its numbers mean something else.
            return None
        spoken = {
            name: math.exp(_bounded(_weighed(voice.signals, signals) + float(np.dot(voice.vector, vector))))
            for name, voice in self.voices.items()
        }
        total = 1.0 + sum(spoken.values())
        return Whose(**{name: round(value / total, 4) for name, value in spoken.items()})

    def to_json(self) -> str:
        """Return the calibration as readable JSON."""
        data = {
            "weights": {name: round(value, 5) for name, value in self.weights.items()},
            "signals": {name: round(value, 5) for name, value in self.signals.items()},
            "unclear_signals": {name: round(value, 5) for name, value in self.unclear_signals.items()},
            "thresholds": {name: round(value, 4) for name, value in vars(self.thresholds).items()},
            "voices": {
                name: {
                    "signals": {signal: round(value, 5) for signal, value in voice.signals.items()},
                    "vector": " ".join(f"{value:.4g}" for value in voice.vector),
                }
                for name, voice in self.voices.items()
            },
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
            _figures(data.get("unclear_signals", {})),
            {name: _voice(data["voices"][name]) for name in WHOSE if name in data.get("voices", {})},
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


def _weighed(weights: Mapping[str, float], signals: Sequence[float]) -> float:
    told = sum(weights.get(name, 0.0) * value for name, value in zip(SIGNALS, signals, strict=True))
    return weights.get("intercept", 0.0) + told


def _logistic(total: float) -> float:
    return 1 / (1 + math.exp(-_bounded(total)))


def _bounded(total: float) -> float:
    return max(-30.0, min(30.0, total))


def _voice(data: Mapping[str, object]) -> Voice:
    numbers = _figures({str(place): float(text) for place, text in enumerate(str(data["vector"]).split())})
    signals = data["signals"]
    if not isinstance(signals, Mapping):
        raise ValueError("the signals of a voice are no table")
    return Voice(_figures(signals), tuple(numbers.values()))


def _figures(data: Mapping[str, object]) -> dict[str, float]:
    """Return the numbers of a table; a wrong one must be found here and not at a citizen's question."""
    figures: dict[str, float] = {}
    for name, value in data.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError(f"{name} is no number: {value!r}")
        figures[name] = float(value)
    return figures
