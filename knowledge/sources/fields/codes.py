"""The code of a procedure, as sources write it.

A national code is a digit, a point and six digits. Publishers have typed up to three digits too many into the
national catalogue (`1.0133611`, `2.009182739`); such a code is the only key that the catalogue knows, so it is
kept as it stands. A provincial system adds the code of its agency (`1.001193.000.00.00.H49`), which is taken off.
A code that ends in `-Xoa` ("deleted") marks a record that its publisher has withdrawn.
"""

from __future__ import annotations

import re

from knowledge.errors import RecordRejected
from knowledge.sources.fields.text import line

_NATIONAL = re.compile(r"[0-9]\.[0-9]{6,9}")
_WITH_AGENCY = re.compile(r"([0-9]\.[0-9]{6})\.[0-9A-Z]{3}(?:\.[0-9A-Z]{2,3})*", re.IGNORECASE)
_DELETED = re.compile(r"[-_ ]x[oó]a$", re.IGNORECASE)


def read(value: object, *, place: str) -> str:
    """Return the national code. Raise RecordRejected where there is none that can be used."""
    code = line(value)
    if not code:
        raise RecordRejected(place, "The record has no code. Take it out of the file or give it its code.")
    if _DELETED.search(code):
        raise RecordRejected(place, "The publisher has marked this record as deleted.", code=code)
    if _NATIONAL.fullmatch(code):
        return code
    if local := _WITH_AGENCY.fullmatch(code):
        return local[1]
    raise RecordRejected(
        place, "This is not the code of a procedure: a digit, a point and six digits are expected.", code=code[:60]
    )
