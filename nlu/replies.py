"""What a turn ends in: the reply and its outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.procedures import Facet, Language


class Outcome(StrEnum):
    """The closed list of ways in which a turn ends; each has its wording, its counter and its tests."""

    ANSWERED = "answered"
    ANSWERED_IN_PART = "answered_in_part"  # the record lacks the facet that was asked, and that is said
    CLARIFICATION = "clarification"  # one question back, whose choices split the candidates
    NEAR_PROCEDURES = "near_procedures"  # unsure: the nearest three are offered
    DOSSIER_TOLD = "dossier_told"
    DOSSIER_NOT_FOUND = "dossier_not_found"
    HANDED_OVER = "handed_over"
    CALL_BACK_TAKEN = "call_back_taken"
    OUT_OF_SCOPE = "out_of_scope"
    OTHER_AUTHORITY = "other_authority"
    EMERGENCY = "emergency"
    SMALL_TALK = "small_talk"
    REFUSED = "refused"  # abuse
    ERROR = "error"


@dataclass(frozen=True)
class Citation:
    """The field of a record that a sentence of the reply rests on."""

    code: str
    field: str  # a path in the record: "methods", "cases", "plain.fee"
    decision: str
    legal_basis: tuple[str, ...]
    checked_on: date | None
    url: str


@dataclass(frozen=True)
class Suggestion:
    """A button: what it says, and what pressing it sends as the citizen's next message."""

    title: str
    send: str


@dataclass(frozen=True)
class ProcedureName:
    """A procedure as a reply names it."""

    code: str
    name: str


@dataclass(frozen=True)
class RankedProcedure:
    """A candidate with its calibrated score, 0 to 1."""

    code: str
    name: str
    score: float


@dataclass(frozen=True)
class Reply:
    """What the assistant says in one turn, and what it rests on."""

    outcome: Outcome
    text: str
    spoken: str
    language: Language = Language.VIETNAMESE
    procedure: ProcedureName | None = None
    facet: Facet | None = None
    candidates: tuple[RankedProcedure, ...] = ()  # best first, at most 5
    citations: tuple[Citation, ...] = ()
    score: float = 0.0  # calibrated probability that the first candidate is right, 0 to 1
    suggestions: tuple[Suggestion, ...] = ()
