"""What lint finds, and where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

Place = tuple[str | int, ...]
"""The way to a value in a record: `("plain", "facets", "fee")`."""


@dataclass(frozen=True)
class Fault:
    """What a rule has against a place of a record."""

    message: str
    mend: str
    place: Place = ()


@dataclass(frozen=True)
class Finding:
    """A fault with the file and line it stands in and the rule it breaks."""

    path: Path
    line: int | None
    rule: str
    message: str
    mend: str

    def __str__(self) -> str:
        """Return the finding as one line: where, which rule, what is wrong, what to do."""
        where = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{where} {self.rule} {self.message} {self.mend}".strip()
