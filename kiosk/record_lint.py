"""Lint over files of records: the rules of every package, put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path

import knowledge.lint.rules
import nlu.lint
from knowledge.lint import rule, shelf
from knowledge.lint.findings import Finding
from knowledge.lint.rule import Rule
from knowledge.lint.rules import codes

OLDEST_DAYS = 366


@dataclass(frozen=True)
class Looked:
    """What lint looked at, and what it found."""

    records: int
    findings: tuple[Finding, ...]


def rules() -> tuple[Rule, ...]:
    """Return every rule, of records and of how they are said."""
    return (*rule.listed(knowledge.lint.rules), *rule.listed(nlu.lint))


def starter() -> Path:
    """Return the folder of the records that are shipped."""
    return Path(str(resources.files("knowledge") / "starter"))


def look(
    paths: Sequence[Path],
    *,
    today: date,
    oldest_days: int = OLDEST_DAYS,
    known_codes: Iterable[str] = (),
    beside: Path | None = None,
) -> Looked:
    """Return what is wrong in files and folders of records; the shipped ones, or those of `beside`, stand beside them.

    Raise SourceUnreadable for a path that is absent or holds no YAML.
    """
    written, findings = shelf.read(paths or [starter()])
    looked_at = shelf.Shelf(
        records=tuple(written),
        today=today,
        beside=shelf.beside(written, beside or starter()),
        codes=codes.shipped() | frozenset(known_codes),
        oldest_days=oldest_days,
        bundles=_bundles(paths),
    )
    return Looked(len(written), (*findings, *rule.findings(rules(), looked_at)))


def _bundles(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files of the life events where the shipped records are looked at as a whole."""
    if paths and starter().resolve() not in {path.resolve() for path in paths}:
        return ()
    return tuple(sorted(Path(str(resources.files("knowledge") / "bundles")).glob("*.yml")))
