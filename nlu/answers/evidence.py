"""The numbers that stand in the fields of a record, and the check that an answer holds no other."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pydantic import BaseModel

from knowledge.procedures import Procedure
from nlu import numbers
from nlu.numbers import Number

# Our own words are no evidence; what they say must stand in one of these.
OFFICIAL_FIELDS = (
    *("cases", "methods", "steps", "requirements", "results", "legal_basis", "agencies", "receiving_address"),
    *("subjects", "who_for", "description", "decision", "name"),
)


_read: dict[int, dict[str, frozenset[str]]] = {}
"""What was read of the records in memory, by the identity of each; it is forgotten together with the record."""


class Evidence:
    """The numbers of one record by field, each read once, as long as the record is held."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        begun: dict[str, frozenset[str]] = {}
        self._values = _read.setdefault(id(procedure), begun)
        if self._values is begun:
            weakref.finalize(procedure, _read.pop, id(procedure), None)

    def values(self, field: str) -> frozenset[str]:
        """Return the normal forms of the numbers in a field, typed ones too; `plain.…` holds no evidence."""
        if field not in self._values:
            is_official = field in type(self.procedure).model_fields and field not in ("plain", "english")
            content = getattr(self.procedure, field) if is_official else ()
            self._values[field] = frozenset(_numbers(content))
        return self._values[field]

    def support(
        self, held: Sequence[Number], fields: tuple[str, ...], *, in_our_words: bool
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the fields to cite, and the numbers as written that stand in none of them.

        Words of ours may rest on any official field; the one that holds the number is then cited.
        """
        cited = list(fields)
        unsupported: list[str] = []
        for number in held:
            if any(number.value in self.values(field) for field in cited):
                continue
            holder = self._holder(number.value) if in_our_words else None
            if holder is None:
                unsupported.append(number.written)
            else:
                cited.append(holder)
        return tuple(cited), tuple(unsupported)

    def unsupported(self, held: Iterable[Number]) -> list[Number]:
        """Return the numbers that stand in no official field at all."""
        return [number for number in held if self._holder(number.value) is None]

    def _holder(self, value: str) -> str | None:
        return next((field for field in OFFICIAL_FIELDS if value in self.values(field)), None)


def _numbers(content: object) -> Iterator[str]:
    if isinstance(content, str):
        for number in numbers.find(content):
            yield number.value
    elif isinstance(content, date):
        yield numbers.of_date(content)
    elif isinstance(content, int | float):
        yield numbers.of_amount(content)
    elif isinstance(content, BaseModel):
        for name in type(content).model_fields:
            yield from _numbers(getattr(content, name))
    elif isinstance(content, tuple):
        for element in content:
            yield from _numbers(element)
