"""Two records of one code, held against each other."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.comparison import facts, papers
from knowledge.comparison.aspects import Aspect, Discrepancy, explanations
from knowledge.comparison.likeness import Likeness
from knowledge.procedures import Procedure


@dataclass(frozen=True)
class Comparison:
    """What differs between our record and the portal's, and what our note says of it."""

    code: str
    name: str
    discrepancies: tuple[Discrepancy, ...]
    explained: dict[Aspect, str]

    @property
    def unexplained(self) -> tuple[Discrepancy, ...]:
        """Return the differences of which the note says nothing."""
        return tuple(one for one in self.discrepancies if one.aspect not in self.explained)


def compare(ours: Procedure, theirs: Procedure | None, likeness: Likeness) -> Comparison:
    """Return what differs between our record and the portal's of the same code."""
    explained = explanations(ours.note)
    if theirs is None:
        absent = Discrepancy(Aspect.OTHER, "record", ours.code, "")
        return Comparison(ours.code, ours.display_name(), (absent,), explained)
    found = (
        *papers.differing(ours, theirs, likeness),
        *facts.times(ours, theirs),
        *facts.fees(ours, theirs),
        *facts.places(ours, theirs),
        *facts.laws(ours, theirs),
        *facts.identity(ours, theirs),
    )
    return Comparison(ours.code, ours.display_name(), found, explained)
