"""Answers composed from the fields of a record: nothing in them is generated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from knowledge.procedures import CaseTag, Facet, Language, Procedure
from nlu.answers.auditing import Audit, Failure, audit
from nlu.answers.composing import examine
from nlu.answers.evidence import Evidence
from nlu.answers.parts import Answer, Request
from nlu.answers.settling import settled, unsettled
from nlu.errors import UnsupportedNumber

__all__ = ["Answer", "Audit", "Failure", "audit", "compose", "unsettled"]


def compose(  # noqa: PLR0913 - what the dialogue knows, each named at the call
    procedure: Procedure,
    facet: Facet,
    *,
    language: Language = Language.VIETNAMESE,
    cases: frozenset[CaseTag] = frozenset(),
    related: Mapping[str, str] | None = None,
    asked: str = "",
    is_full: bool = False,
) -> Answer:
    """Return the answer to a facet. Raise UnsupportedNumber if it holds a number that stands in no cited field.

    Where words of ours hold such a number, they are left out and the answer is composed from the fields.
    `asked`: the citizen's words, by which a case may be known; `is_full`: everything, where an answer stops at seven.
    """
    evidence = Evidence(procedure)
    said = settled(procedure, evidence) if procedure.worded_on else procedure
    request = Request(said, language, cases, asked, is_full, related or {})
    examined = examine(facet, request, evidence)
    if examined.unsupported and not procedure.worded_on:
        examined = examine(facet, replace(request, procedure=settled(procedure, evidence)), evidence)
    if examined.unsupported:
        raise UnsupportedNumber(examined.unsupported[0], procedure.code, facet)
    return examined.answer
