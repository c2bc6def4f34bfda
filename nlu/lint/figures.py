"""Every figure that we say stands in a field."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.lint import rule
from knowledge.lint.findings import Fault
from knowledge.lint.shelf import Shelf, Written
from knowledge.lint.wordings import wordings
from nlu import numbers
from nlu.answers.evidence import Evidence


@rule.of_record
def figure_without_field(record: Written, _shelf: Shelf) -> Iterator[Fault]:
    """Every number of our words stands in an official field of the same record."""
    evidence = Evidence(record.procedure)
    for said in wordings(record.procedure):
        for number in evidence.unsupported(numbers.find(said.text)):
            message = f"“{number.written}” stands in no official field of the record."
            yield Fault(
                message, "Put the fact into its field (time, fee, papers, steps …), or take it out.", said.place
            )
