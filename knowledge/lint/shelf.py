"""The records that lint looks at, with the lines they are written in, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ruamel.yaml.comments import CommentedMap

from knowledge import yaml_files
from knowledge.errors import SourceUnreadable
from knowledge.lint.findings import Fault, Finding, Place
from knowledge.procedures import Procedure
from knowledge.sources import own_yaml

SCHEMA = "schema"
_SUFFIXES = (".yml", ".yaml")


@dataclass(frozen=True)
class Written:
    """A record and the file it is written in."""

    path: Path
    procedure: Procedure
    data: CommentedMap = field(repr=False, compare=False)

    def line(self, place: Place) -> int:
        """Return the line of a value, or of the nearest thing around it that the file has."""
        return yaml_files.line_of(self.data, place)

    def finding(self, rule: str, fault: Fault) -> Finding:
        """Return a fault of this record as a finding."""
        return Finding(self.path, self.line(fault.place), rule, fault.message, fault.mend)


@dataclass(frozen=True)
class Shelf:
    """Records to look at, those that stand beside them, and by what they are measured."""

    records: tuple[Written, ...]
    today: date
    beside: tuple[Written, ...] = ()
    """Records that are not looked at themselves, but that share aliases and codes with those that are."""
    codes: frozenset[str] = frozenset()
    """Codes of procedures that exist, whether we have a record of them or not."""
    oldest_days: int = 366
    bundles: tuple[Path, ...] = ()
    """Files of life events, whose steps name procedures."""

    @property
    def all(self) -> tuple[Written, ...]:
        """Return every record that is known, those to look at first."""
        return (*self.records, *self.beside)


def read(paths: Iterable[Path]) -> tuple[list[Written], list[Finding]]:
    """Return the records of YAML files and of folders of them, each file once, and what keeps a file from being one.

    Raise SourceUnreadable for a path that is absent, a folder without YAML, and a named file that is none.
    """
    written: list[Written] = []
    findings: list[Finding] = []
    seen: set[Path] = set()
    for path in paths:
        for file in _files(path):
            if file.resolve() in seen:
                continue
            seen.add(file.resolve())
            try:
                read_one = _read(file)
            except SourceUnreadable as error:
                if file is path:
                    raise
                read_one = Finding(file, None, SCHEMA, error.reason, error.mend or "Make it YAML.")
            if isinstance(read_one, Written):
                written.append(read_one)
            else:
                findings.append(read_one)
    return written, findings


def beside(records: Iterable[Written], folder: Path) -> tuple[Written, ...]:
    """Return the sound records of a folder whose files and codes are not among those given."""
    given = list(records)
    files, codes = {one.path.resolve() for one in given}, {one.procedure.code for one in given}
    if not folder.is_dir() or {file.resolve() for file in _yaml(folder)} <= files:
        return ()
    found, _ = read([folder])
    return tuple(one for one in found if one.path.resolve() not in files and one.procedure.code not in codes)


def _read(file: Path) -> Written | Finding:
    record, data = own_yaml.read_with_lines(file)
    if isinstance(record, Procedure):
        return Written(file, record, data)
    line = record.place.rpartition(":")[2]
    mend = "The keys of a record and their values: docs/records.md."
    return Finding(file, int(line) if line.isdecimal() else None, SCHEMA, record.reason, mend)


def _files(path: Path) -> list[Path]:
    mend = "Give YAML records or folders of them."
    if path.is_dir():
        if files := _yaml(path):
            return files
        raise SourceUnreadable(str(path), "The folder holds no YAML file.", mend=mend)
    if not path.exists():
        raise SourceUnreadable(str(path), "There is no such file or folder.", mend=mend)
    if path.suffix.lower() not in _SUFFIXES:
        raise SourceUnreadable(str(path), "This is no YAML file.", mend=mend)
    return [path]


def _yaml(folder: Path) -> list[Path]:
    files = (file for file in folder.rglob("*") if file.suffix.lower() in _SUFFIXES and file.is_file())
    return sorted(file for file in files if not any(part.startswith(".") for part in file.relative_to(folder).parts))
