"""Making a record of what was read, so that each fault is told with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pydantic import ValidationError

from knowledge.errors import RecordRejected
from knowledge.procedures import Procedure
from knowledge.yaml_files import faults


def each_once(given: Iterable[tuple[str, Callable[[], Procedure]]]) -> Iterator[Procedure | RecordRejected]:
    """Yield what is made at each place, or why it cannot be used; the second record of a code is one that cannot."""
    places: dict[str, str] = {}
    for place, make in given:
        try:
            procedure = make()
        except RecordRejected as rejected:
            yield rejected
        except ValidationError as error:
            yield RecordRejected(place, f"The record breaks the rules: {faults(error)}.")
        else:
            first = places.setdefault(procedure.code, place)
            if first == place:
                yield procedure
            else:
                yield RecordRejected(
                    place, f"This code stands already at {first}; only that is used.", code=procedure.code
                )
