"""What a search answers with. The search itself stands in `knowledge.searcher`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """A procedure that a question may be about."""

    code: str
    name: str
    score: float
    """Calibrated probability, 0 to 1, that this is the procedure that was meant."""
    is_unasked_variant: bool = False
    """A special variant of a procedure, where the question names nothing that makes it special."""


@dataclass(frozen=True)
class Whose:
    """The probabilities, 0 to 1, that what is asked is not the commune's business."""

    others: float = 0.0
    """Another authority or service does it."""
    nobodys: float = 0.0
    """It is no business of any authority: the weather, a recipe."""

    @property
    def not_ours(self) -> float:
        """Return the probability that it is either."""
        return self.others + self.nobodys


@dataclass(frozen=True)
class Finding:
    """The procedures nearest to a question, best first, and how the question was read."""

    question: str
    """The question cleaned, abbreviations opened, tone marks restored."""
    candidates: tuple[Candidate, ...] = ()
    shared: tuple[str, ...] = ()
    """Codes that all claim the words of the question; a question back must choose among them."""
    unclear: float = 0.0
    """Probability, 0 to 1, that somebody who hears only the question must ask which procedure is meant."""
    whose: Whose | None = None
    """Whose business it is; None where nothing was learned about that."""

    @property
    def score(self) -> float:
        """Return the probability that the first candidate is right; 0 when nothing was found."""
        return self.candidates[0].score if self.candidates else 0.0
