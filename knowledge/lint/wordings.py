"""The sentences of a record that are ours, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.lint.findings import Place
from knowledge.procedures import Procedure
from knowledge.vietnamese.text import words

_SENTENCE_END = re.compile(r"[.?!:;]\s|\n")


@dataclass(frozen=True)
class Said:
    """A text and where it stands."""

    place: Place
    text: str


def wordings(procedure: Procedure) -> Iterator[Said]:
    """Yield every text that is written for one of the two languages."""
    for side in ("plain", "english"):
        wording = getattr(procedure, side)
        for key in ("name", "summary"):
            if text := getattr(wording, key):
                yield Said((side, key), text)
        for key in ("facets", "spoken"):
            yield from (Said((side, key, facet.value), text) for facet, text in getattr(wording, key).items())


def plain(procedure: Procedure) -> Iterator[Said]:
    """Yield every Vietnamese text that is in our own words, wherever it stands in the record."""
    yield from (said for said in wordings(procedure) if said.place[0] == "plain")
    for key in ("who_for", "not_for"):
        if text := getattr(procedure, key):
            yield Said((key,), text)
    yield from (Said(("mistakes", number), text) for number, text in enumerate(procedure.mistakes))
    yield from (Said(("steps", number, "text"), step.text) for number, step in enumerate(procedure.steps))
    yield from _notes(procedure)


def _notes(procedure: Procedure) -> Iterator[Said]:
    for first, case in enumerate(procedure.cases):
        for second, paper in enumerate(case.documents):
            place = ("cases", first, "documents", second)
            yield from (Said((*place, key), text) for key in ("when", "note") if (text := getattr(paper, key)))
    for first, method in enumerate(procedure.methods):
        if method.note:
            yield Said(("methods", first, "note"), method.note)
        for second, fee in enumerate(method.fees):
            if fee.note:
                yield Said(("methods", first, "fees", second, "note"), fee.note)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; what stands in its own line or after a colon counts as one."""
    return [part.strip() for part in _SENTENCE_END.split(text) if words(part)]


def short(text: str, limit: int = 60) -> str:
    """Return a text as a finding quotes it."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
