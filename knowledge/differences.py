"""What the draft would change in the published edition, record by record and field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.merging import OUR_WORDS
from knowledge.procedures import Procedure

_LONGEST_SHOWN = 160


class DifferenceKind(StrEnum):
    """What becomes of a record."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, in short; None where it is absent."""

    path: str
    before: str | None
    after: str | None

    @property
    def is_official(self) -> bool:
        """Tell whether the field is the publisher's; others hold words of ours."""
        return re.split(r"[.\[]", self.path, maxsplit=1)[0] not in (*OUR_WORDS, "worded_on")


@dataclass(frozen=True)
class Difference:
    """What becomes of one record."""

    code: str
    name: str
    kind: DifferenceKind
    fields: tuple[FieldChange, ...] = ()
    worded_on: date | None = None
    """The day our words were checked, where the official fields are now of a later record."""


def between(
    before: Mapping[str, str],
    after: Mapping[str, str],
    *,
    read_before: Callable[[str], Procedure],
    read_after: Callable[[str], Procedure],
) -> Iterator[Difference]:
    """Yield what differs between two sets of fingerprints by code; only records that differ are read."""
    for code in sorted(before.keys() | after.keys()):
        if before.get(code) == after.get(code):
            continue
        if code not in before:
            yield Difference(code, read_after(code).display_name(), DifferenceKind.ADDED)
        elif code not in after:
            yield Difference(code, read_before(code).display_name(), DifferenceKind.REMOVED)
        else:
            new = read_after(code)
            fields = tuple(of_records(read_before(code), new))
            yield Difference(code, new.display_name(), DifferenceKind.CHANGED, fields, new.worded_on)


def of_records(before: Procedure, after: Procedure) -> Iterator[FieldChange]:
    """Yield each field that differs between two versions of a record."""
    return _walk("", before.model_dump(mode="json"), after.model_dump(mode="json"))


def _walk(path: str, before: object, after: object) -> Iterator[FieldChange]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            yield from _walk(f"{path}.{key}" if path else key, before.get(key), after.get(key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (old, new) in enumerate(zip(before, after, strict=True), start=1):
            yield from _walk(f"{path}[{number}]", old, new)
    elif isinstance(before, list) and isinstance(after, list):
        # Entries came or went: tell which, for positions no longer say the same thing.
        yield from (FieldChange(path, _short(old), None) for old in before if old not in after)
        yield from (FieldChange(path, None, _short(new)) for new in after if new not in before)
    else:
        yield FieldChange(path, _short(before), _short(after))


def _short(value: object) -> str | None:
    if value is None or value in ("", [], {}):
        return None
    if isinstance(value, dict):
        told = (f"{key}: {_short(part)}" for key, part in value.items() if _short(part) is not None)
        text = "{" + ", ".join(told) + "}"
    elif isinstance(value, list):
        text = "; ".join(_short(part) or "" for part in value)
    else:
        text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
