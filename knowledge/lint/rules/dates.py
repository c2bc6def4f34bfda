"""A record was checked on a day that has been, and not too long ago."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from knowledge.lint import rule
from knowledge.lint.findings import Fault, Place
from knowledge.lint.shelf import Shelf, Written
from knowledge.procedures import Procedure


@rule.of_record
def future_date(record: Written, shelf: Shelf) -> Iterator[Fault]:
    """No day of a record is still to come."""
    for place, day in _days(record.procedure):
        if day > shelf.today:
            yield Fault(f"{day:%d/%m/%Y} is still to come.", "Give the day that it was.", place)


@rule.of_record
def unchecked(record: Written, shelf: Shelf) -> Iterator[Fault]:
    """A record was checked not long ago, and after its source and its laws."""
    procedure = record.procedure
    checked = procedure.checked_on
    if checked is None:
        return
    if (age := (shelf.today - checked).days) > shelf.oldest_days:
        message = f"It was checked {age} days ago; {shelf.oldest_days} are allowed."
        yield Fault(message, "Compare it with the portal and the laws of today.", ("checked_on",))
    updated = procedure.source.updated_on
    if updated is None or updated > checked:
        message = "The source has no date." if updated is None else "The source is newer than the check."
        yield Fault(message, "Check it against the source, and give both days.", ("source",))
    for number, law in enumerate(procedure.legal_basis):
        if law.issued_on and law.issued_on > checked:
            message = f"{law.number} was issued after the record was checked."
            yield Fault(message, "Check the record against it.", ("legal_basis", number))


def _days(procedure: Procedure) -> Iterator[tuple[Place, date]]:
    days: list[tuple[Place, date | None]] = [
        (("checked_on",), procedure.checked_on),
        (("source", "updated_on"), procedure.source.updated_on),
        (("decision", "issued_on"), procedure.decision.issued_on),
    ]
    days += [(("legal_basis", number), law.issued_on) for number, law in enumerate(procedure.legal_basis)]
    yield from ((place, day) for place, day in days if day is not None)
