"""Our own records in plain words: one procedure per YAML file, keys as in `knowledge.procedures.Procedure`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from knowledge import yaml_files
from knowledge.errors import RecordRejected, SourceUnreadable
from knowledge.procedures import Procedure
from knowledge.sources.fields import codes
from knowledge.sources.fields.text import line, visible

NAME = "own YAML record"
OURS = True

_KEY = re.compile(rb"^(?:code|name)[ \t]*:", re.MULTILINE)
_SUFFIXES = (".yml", ".yaml")
_BINARY = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# Far more than a record has, far less than what a few aliases of aliases unfold to.
_MOST_NODES = 20_000
_MOST_FAULTS = 5


def recognises(path: Path, head: bytes) -> bool:
    """Tell whether a file is text with the keys of a record, or says by its name that it is YAML."""
    if head.lstrip()[:1] in (b"{", b"[") or head.startswith(_BINARY):
        return False
    return path.suffix.lower() in _SUFFIXES or _KEY.search(head) is not None


def read(path: Path) -> Iterator[Procedure | RecordRejected]:
    """Yield the record of a file. Raise SourceUnreadable."""
    yield read_with_lines(path)[0]


def read_with_lines(path: Path) -> tuple[Procedure | RecordRejected, CommentedMap]:
    """Return the record of a file, and its keys as they stand there. Raise SourceUnreadable."""
    try:
        data = yaml_files.read(path)
        plain = _Unfolding(path).mapping(data)
    except (RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError, AssertionError) as error:
        # ruamel.yaml lets these through for a date that is none, a merge of no mapping, nesting without end.
        reason = "The file is not YAML that can be understood."
        raise SourceUnreadable(str(path), reason, mend="Compare it with a record that works.") from error
    return _record(path, data, plain), data


def _record(path: Path, data: CommentedMap, plain: dict[str, object]) -> Procedure | RecordRejected:
    code = line(plain.get("code")) or None
    try:
        procedure = Procedure.model_validate(plain)
        codes.read(procedure.code, place=f"{path}:{yaml_files.line_of(data, ('code',))}")
    except RecordRejected as rejected:
        return rejected
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False)
        told = [f"line {yaml_files.line_of(data, fault['loc'])}: {_told(fault)}" for fault in faults[:_MOST_FAULTS]]
        more = f" and {len(faults) - _MOST_FAULTS} more" if len(faults) > _MOST_FAULTS else ""
        return RecordRejected(f"{path}:{yaml_files.line_of(data, faults[0]['loc'])}", "; ".join(told) + more, code=code)
    return procedure


def _told(fault: ErrorDetails) -> str:
    place = ".".join(map(str, fault["loc"]))
    if fault["type"] == "extra_forbidden":
        return f"{place}: a record has no such key"
    if fault["type"] == "string_type" and isinstance(fault["input"], int | float):
        return f'{place}: write it in quotes, "{fault["input"]}"'
    return f"{place}: {fault['msg']}"


class _Unfolding:
    """Makes plain values of what YAML gave, with a limit on how many."""

    def __init__(self, path: Path) -> None:
        self._path, self._nodes = path, 0

    def mapping(self, data: CommentedMap) -> dict[str, object]:
        """Return a mapping as plain values. Raise SourceUnreadable where it unfolds without measure."""
        return {visible(str(key)): self._value(value) for key, value in data.items()}

    def _value(self, value: object) -> object:
        self._nodes += 1
        if self._nodes > _MOST_NODES:
            reason = f"The record has more than {_MOST_NODES} parts."
            raise SourceUnreadable(str(self._path), reason, mend="Take out the aliases (*) that repeat each other.")
        if isinstance(value, CommentedMap):
            return self.mapping(value)
        if isinstance(value, CommentedSeq):
            return [self._value(item) for item in value]
        return visible(value) if isinstance(value, str) else value
