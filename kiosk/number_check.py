"""The number check of an edition: whatever an answer counts must stand in a field that it cites."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.procedures import Procedure
from nlu import answers


def faults(procedure: Procedure) -> Iterator[str]:
    """Yield a sentence for each number of a procedure's answers that stands in no field they cite."""
    for failure in answers.audit([procedure]).failures:
        yield (
            f"The answer on {failure.facet.value} ({failure.language.value}) holds {failure.number!r}, "
            "which stands in no field that it cites."
        )
