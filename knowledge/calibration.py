"""What was learned from a development set: the weights of the ranker, the probability, the thresholds."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import numpy as np

from knowledge.embedding import Vectors
from knowledge.errors import KnowledgeError
from knowledge.features import Matrix
from knowledge.figure_weights import FigureWeights
from knowledge.ranking import SIGNALS
from knowledge.search import Whose
from knowledge.trees import Trees
from knowledge.word_weights import WordWeights

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
    """What speaks for one of `WHOSE`: a weight for each signal, each number of the question's vector, and its words."""

    signals: Mapping[str, float]
    vector: tuple[float, ...]
    words: WordWeights = field(default_factory=WordWeights)

    def of(self, signals: Sequence[float], vector: Vectors, folded: str) -> float:
        """Return how loud it speaks: the logarithm of the odds against the commune."""
        told = sum(self.signals.get(name, 0.0) * value for name, value in zip(SIGNALS, signals, strict=True))
        total = self.signals.get("intercept", 0.0) + told + float(np.dot(self._vector, vector)) + self.words.of(folded)
        return max(-30.0, min(30.0, total))

    @functools.cached_property
    def _vector(self) -> Matrix:
        return np.array(self.vector)


@dataclass(frozen=True)
class Calibration:
    """Everything about scoring that is learned and not written."""

    weights: FigureWeights
    sureness: Trees
    """What turns `SIGNALS` into the probability that the first candidate is right."""
    thresholds: Thresholds
    unclearness: Trees | None = None
    """The same for the probability that a question must be asked back on; None where nothing was learned."""
    openness: WordWeights = field(default_factory=WordWeights)
    """How open the words of a question leave what is meant: one of the signals."""
    voices: Mapping[str, Voice] = field(default_factory=dict)
    """By the names of `WHOSE`: whose business it is, against the commune's."""
    learned_from: Mapping[str, object] = field(default_factory=dict)

    def rank(self, figures: Matrix) -> Matrix:
        """Return the score of each row of figures; only differences within one question mean something."""
        return self.weights.scores(figures)

    def probability(self, signals: Sequence[float]) -> float:
        """Return the probability, 0 to 1, that the first candidate is right, from its signals."""
        return self.sureness.probability(signals)

    def unclear(self, signals: Sequence[float]) -> float:
        """Return the probability, 0 to 1, that it must be asked which procedure is meant."""
        return self.unclearness.probability(signals) if self.unclearness else 0.0

    def whose(self, signals: Sequence[float], vector: Vectors, folded: str) -> Whose | None:
        """Return the probabilities that a question is not the commune's business; None where nothing was learned."""
        if any(len(voice.vector) != len(vector) for voice in self.voices.values()) or not self.voices:
            # Learned with another encoder: its numbers mean something else.
            return None
        spoken = {name: math.exp(voice.of(signals, vector, folded)) for name, voice in self.voices.items()}
        total = 1.0 + sum(spoken.values())
        return Whose(**{name: round(value / total, 4) for name, value in spoken.items()})

    def to_json(self) -> str:
        """Return the calibration as readable JSON."""
        data = {
            "weights": {name: round(value, 5) for name, value in self.weights.weights.items()},
            "weights_with_ways": {name: round(value, 5) for name, value in self.weights.with_ways.items()},
            "sureness": self.sureness.to_data(),
            "unclearness": self.unclearness and self.unclearness.to_data(),
            "openness": {"intercept": round(self.openness.intercept, 4), "weights": _rounded(self.openness)},
            "thresholds": {name: round(value, 4) for name, value in vars(self.thresholds).items()},
            "voices": {
                name: {
                    "signals": {signal: round(value, 5) for signal, value in voice.signals.items()},
                    "vector": " ".join(f"{value:.4g}" for value in voice.vector),
                    "words": _rounded(voice.words),
                }
                for name, voice in self.voices.items()
            },
            "learned_from": dict(self.learned_from),
        }
        rows = ",\n".join(f"{json.dumps(name)}: {_in_lines(value)}" for name, value in data.items())
        return f"{{\n{rows}\n}}\n"

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
        if not {"sureness", "weights_with_ways"} <= data.keys():
            raise ValueError("it is of an earlier version of motcua")
        unclearness, openness = data.get("unclearness"), data.get("openness") or {}
        return cls(
            FigureWeights(_figures(data["weights"]), _figures(data["weights_with_ways"])),
            Trees.from_data(data["sureness"]),
            Thresholds(**_figures(data["thresholds"])),
            None if unclearness is None else Trees.from_data(unclearness),
            WordWeights(_figures(openness.get("weights", {})), float(openness.get("intercept", 0.0))),
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


def _in_lines(value: object) -> str:
    """Return JSON with a line for each entry of a table: a tree, the weight of a word, a set."""
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    rows = (f" {json.dumps(name, ensure_ascii=False)}: {_in_rows(entry)}" for name, entry in value.items())
    return "{\n" + ",\n".join(rows) + "\n}"


def _in_rows(value: object) -> str:
    """Return JSON with a line for each entry of a list of lists."""
    if isinstance(value, list) and value and isinstance(value[0], list):
        return "[\n  " + ",\n  ".join(json.dumps(entry, ensure_ascii=False) for entry in value) + "\n ]"
    return json.dumps(value, ensure_ascii=False)


def _voice(data: Mapping[str, object]) -> Voice:
    numbers = _figures({str(place): float(text) for place, text in enumerate(str(data["vector"]).split())})
    signals = data["signals"]
    if not isinstance(signals, Mapping):
        raise ValueError("the signals of a voice are no table")
    words = data.get("words", {})
    if not isinstance(words, Mapping):
        raise ValueError("the words of a voice are no table")
    return Voice(_figures(signals), tuple(numbers.values()), WordWeights(_figures(words)))


def _rounded(words: WordWeights) -> dict[str, float]:
    return {term: round(value, 2) for term, value in words.weights.items()}


def _figures(data: Mapping[str, object]) -> dict[str, float]:
    """Return the numbers of a table; a wrong one must be found here and not at a citizen's question."""
    figures: dict[str, float] = {}
    for name, value in data.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError(f"{name} is no number: {value!r}")
        figures[name] = float(value)
    return figures
