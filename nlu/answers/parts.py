"""What a facet's composer is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.procedures import CaseTag, Facet, Language, Procedure
from nlu.replies import Citation, Suggestion


@dataclass(frozen=True)
class Answer:
    """What to say about one facet of one procedure, and the fields it rests on."""

    text: str
    spoken: str
    facet: Facet
    is_complete: bool
    """False when the record lacks the facet, and the text says so."""
    citations: tuple[Citation, ...]
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True)
class Request:
    """A procedure, and what is asked about it."""

    procedure: Procedure
    language: Language = Language.VIETNAMESE
    cases: frozenset[CaseTag] = frozenset()
    asked: str = ""  # the citizen's words, to recognise a case by its name
    is_full: bool = False  # everything, where an answer otherwise stops at seven items
    related: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_english(self) -> bool:
        """Tell whether the answer is in English."""
        return self.language is Language.ENGLISH


@dataclass(frozen=True)
class Part:
    """Lines on one facet, for the eye and for the ear, and the fields they rest on."""

    lines: tuple[str, ...]
    spoken: tuple[str, ...]
    fields: tuple[str, ...]
    is_complete: bool = True
    is_cut: bool = False  # the record says more than is shown
    is_ours: bool = False  # in words of ours, whose numbers must be looked up in the official fields


def missing(line: str, *fields: str) -> Part:
    """Return a part that says that the record lacks the facet."""
    return Part((line,), (line,), fields, is_complete=False)
