"""Readers of procedures, one module of this package per format. To add a format, add a module with

- `NAME`: what the format is called in a message,
- `recognises(path, head)`: tell by the content whether the file is of this format (`head` of a gzip file is unpacked),
- `read(path)`: yield a Procedure or, as a value, the RecordRejected that says why a record cannot be used;
  raise SourceUnreadable where the file as a whole is not what it says it is,
- where wanted, `OURS = True`: the records are our own words and go before those of a publisher.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from knowledge.errors import RecordRejected, SourceUnreadable
from knowledge.procedures import Procedure
from knowledge.sources.fields import containers


@dataclass(frozen=True)
class Reader:
    """One format of procedures."""

    name: str
    recognises: Callable[[Path, bytes], bool]
    read: Callable[[Path], Iterator[Procedure | RecordRejected]]
    is_ours: bool = False


@cache
def readers() -> tuple[Reader, ...]:
    """Return every reader, by listing the modules of this package."""
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__) if not found.ispkg]
    return tuple(Reader(m.NAME, m.recognises, m.read, getattr(m, "OURS", False)) for m in modules)


def reader_of(path: Path) -> Reader:
    """Return the reader of a file by its content. Raise SourceUnreadable where no reader knows it."""
    head = containers.head(path)
    for reader in readers():
        if reader.recognises(path, head):
            return reader
    known = ", ".join(reader.name for reader in readers())
    raise SourceUnreadable(str(path), "No reader knows the content of this file.", mend=f"What can be read: {known}.")


def read(path: Path) -> Iterator[Procedure | RecordRejected]:
    """Yield the records of a file of any known format. Raise SourceUnreadable."""
    return reader_of(path).read(path)
