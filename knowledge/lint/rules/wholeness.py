"""A record says what a clerk is asked."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.lint import rule
from knowledge.lint.findings import Fault
from knowledge.lint.shelf import Shelf, Written
from knowledge.procedures import Facet, Level

_FIELDS = (
    *("levels", "fields", "publisher_code", "publisher", "subjects", "who_for", "not_for", "cases", "methods"),
    *("steps", "agencies", "results", "mistakes", "legal_basis", "related", "life_events", "checked_on"),
)
_ASKED = (Facet.DOCUMENTS, Facet.FEE, Facet.TIME, Facet.PLACE)
_UNTIMED = "chưa ghi thời gian"


@rule.of_record
def missing_field(record: Written, _shelf: Shelf) -> Iterator[Fault]:
    """A record fills in every field that a clerk needs."""
    procedure = record.procedure
    for key in _FIELDS:
        if not getattr(procedure, key):
            yield Fault(f"The field “{key}” is missing.", "Fill it in from the source.", (key,))
    if not procedure.decision.number:
        yield Fault("The decision has no number.", "Give decision.number.", ("decision",))
    if not procedure.source.url.startswith("https://"):
        yield Fault("The source has no address.", "Give source.url, beginning with https://.", ("source",))
    if not procedure.is_nationwide:
        mend = "Enter what a province decides as a local override."
        yield Fault("A record of ours holds for the whole country.", mend, ("is_nationwide",))
    for number, law in enumerate(procedure.legal_basis):
        if not law.number:
            yield Fault("A law of the legal basis has no number.", "Give its number.", ("legal_basis", number))


@rule.of_record
def missing_words(record: Written, _shelf: Shelf) -> Iterator[Fault]:
    """A record has our words for what is asked most, for the eye and the ear and in English."""
    plain, english = record.procedure.plain, record.procedure.english
    wanted = [("plain", key) for key in ("name", "summary")] + [("english", key) for key in ("name", "summary")]
    for side, key in wanted:
        if not getattr(getattr(record.procedure, side), key):
            yield Fault(f"“{side}.{key}” is missing.", "Write it.", (side,))
    groups = (
        ("plain", "facets", plain.facets, (*_ASKED, Facet.STEPS)),
        ("plain", "spoken", plain.spoken, (*_ASKED, Facet.STEPS)),
        ("english", "facets", english.facets, _ASKED),
    )
    for side, key, written, facets in groups:
        for facet in facets:
            if facet not in written:
                yield Fault(f"“{side}.{key}.{facet}” is missing.", "Write it.", (side, key))


@rule.of_record
def case_without_papers(record: Written, _shelf: Shelf) -> Iterator[Fault]:
    """A case has papers, and two cases have two names."""
    names: set[str] = set()
    for number, case in enumerate(record.procedure.cases):
        told = f"“{case.name}”" if case.name else f"{number + 1}"
        if not case.documents:
            yield Fault(f"The case {told} has no papers.", "Give its papers, or drop it.", ("cases", number))
        if case.name in names:
            yield Fault(f"The case {told} is there twice.", "Make one of both.", ("cases", number))
        names.add(case.name)


@rule.of_record
def time_unsaid(record: Written, _shelf: Shelf) -> Iterator[Fault]:
    """Where no time is known, our words say so."""
    procedure = record.procedure
    said = procedure.plain.facets.get(Facet.TIME, "")
    for number, method in enumerate(procedure.methods):
        if method.time is None and _UNTIMED not in said:
            mend = f"Give the time, or say in plain.facets.time “Hồ sơ này {_UNTIMED} …”."
            yield Fault(f"The method {method.method} has no time.", mend, ("methods", number))


@rule.of_record
def not_of_the_commune(record: Written, _shelf: Shelf) -> Iterator[Fault]:
    """What we ship is done at the commune."""
    if record.procedure.levels and Level.COMMUNE not in record.procedure.levels:
        yield Fault("The commune does not do this.", "Tell it as another authority's business.", ("levels",))
