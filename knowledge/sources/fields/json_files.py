"""JSON of a source: a whole document, or an object per line; plain or gzip. Values are narrowed where they are used."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, TypeAlias

from knowledge.errors import RecordRejected, SourceUnreadable
from knowledge.sources.fields import containers

Json: TypeAlias = Mapping[str, object]

_NOTHING: Json = {}
_NOT_JSON = (ValueError, RecursionError)


def looks_like(head: bytes) -> bool:
    """Tell whether a file begins as JSON does."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def records(path: Path) -> Iterator[tuple[str, Json | RecordRejected]]:
    """Yield each object of a file with its place, a line that is not JSON as a rejected record.

    Raise SourceUnreadable where the file as a whole is no JSON.
    """
    with containers.opened(path) as file:
        if _is_lines(file.readline(), file.readline()):
            file.seek(0)
            yield from _by_line(path, file)
            return
        file.seek(0)
        content = file.read()
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except _NOT_JSON as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        reason = f"The file is not whole JSON{where}."
        raise SourceUnreadable(str(path), reason, mend="Download it again; it may have been cut off.") from error
    for number, item in enumerate(_listed(document), start=1):
        place = f"{path}: record {number}"
        yield place, item if isinstance(item, dict) else RecordRejected(place, "This is not a JSON object.")


def mapping(value: object) -> Json:
    """Return a value that is a JSON object; anything else as an empty one."""
    return value if isinstance(value, dict) else _NOTHING


def items(value: object) -> list[Json]:
    """Return the JSON objects of a list; anything else as none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def texts(value: object, key: str) -> list[object]:
    """Return what stands under a key in each object of a list."""
    return [item.get(key) for item in items(value)]


def _is_lines(first: bytes, second: bytes) -> bool:
    """Tell whether a file holds an object per line: its first line is whole, and something follows."""
    try:
        return isinstance(json.loads(first.decode("utf-8-sig")), dict) and bool(second.strip())
    except _NOT_JSON:
        return False


def _by_line(path: Path, file: BinaryIO) -> Iterator[tuple[str, Json | RecordRejected]]:
    for number, row in enumerate(file, start=1):
        if not row.strip():
            continue
        place = f"{path}:{number}"
        try:
            item = json.loads(row.decode("utf-8-sig"))
        except _NOT_JSON:
            yield place, RecordRejected(place, "This line is not whole JSON.")
            continue
        yield place, item if isinstance(item, dict) else RecordRejected(place, "This line is not a JSON object.")


def _listed(document: object) -> list[object]:
    """Return the records of a document: itself, its list, or what an answer of an API wraps."""
    while isinstance(document, dict):
        inner = next(
            (document[key] for key in ("data", "items", "result") if isinstance(document.get(key), dict | list)), None
        )
        if inner is None:
            return [document]
        document = inner
    return document if isinstance(document, list) else [document]
