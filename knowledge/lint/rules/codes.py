"""A code is the name of a record: of its file, and for others that point to it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib import resources

from knowledge.lint import rule
from knowledge.lint.findings import Fault
from knowledge.lint.shelf import Shelf, Written

_CODE = re.compile(r"\d\.\d{6}")


@functools.cache
def shipped() -> frozenset[str]:
    """Return the codes of the national portal, as they are shipped in `codes.txt`."""
    lines = (resources.files("knowledge.lint") / "codes.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _known(shelf: Shelf) -> frozenset[str]:
    return shelf.codes | {written.procedure.code for written in shelf.all}


@rule.of_record
def unknown_code(record: Written, shelf: Shelf) -> Iterator[Fault]:
    """A code is one that the national portal gives."""
    code = record.procedure.code
    if not _CODE.fullmatch(code):
        yield Fault(f"“{code}” is no code of a nationwide procedure.", "Write it like 1.001193.", ("code",))
    elif code not in shelf.codes:
        yield Fault(f"No procedure has the code {code}.", "Compare it with the portal's page.", ("code",))


@rule.of_record
def file_name(record: Written, _shelf: Shelf) -> Iterator[Fault]:
    """A file is named by the code in it."""
    if record.path.stem != record.procedure.code:
        yield Fault(f"The file of {record.procedure.code} has another name.", f"Call it {record.procedure.code}.yml.")


@rule.of_shelf
def code_twice(shelf: Shelf) -> Iterator[tuple[Written, Fault]]:
    """A code has one record."""
    first: dict[str, Written] = {}
    for written in shelf.all:
        other = first.setdefault(written.procedure.code, written)
        if other is not written:
            message = f"The code {written.procedure.code} stands in {other.path} too."
            yield written, Fault(message, "Keep one of them.", ("code",))


@rule.of_record
def broken_link(record: Written, shelf: Shelf) -> Iterator[Fault]:
    """A record points to other procedures that exist, to each once."""
    related = record.procedure.related
    for number, code in enumerate(related):
        place = ("related", number)
        if code == record.procedure.code:
            yield Fault("The record points to itself.", "Take the code out of related.", place)
        elif code not in _known(shelf):
            yield Fault(f"It points to {code}, which no procedure has.", "Mend the code, or take it out.", place)
        elif code in related[:number]:
            yield Fault(f"It points to {code} twice.", "Take one out.", place)
