"""Which procedures an import takes."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.procedures import Level, Procedure
from knowledge.vietnamese.text import fold

_CITIZEN = "công dân việt nam"
_MINISTRY, _PROVINCE = "ministry", "province"


@dataclass(frozen=True)
class Scope:
    """Which procedures an import takes; what is left empty does not narrow it."""

    level: Level | None = None
    field: str = ""
    """A field as the publisher names it; compared without tone marks and capitals."""
    publisher: str = ""
    """`ministry` (holds for the whole country), `province`, or the code or name of one publisher."""
    citizens: bool = False
    """Only what Vietnamese citizens can ask for, and nothing that authorities do among themselves."""

    def includes(self, procedure: Procedure) -> bool:
        """Tell whether a procedure is taken; one that does not state what is asked for is not."""
        return (
            (self.level is None or self.level in procedure.levels)
            and (not self.field or fold(self.field.strip()) in map(fold, procedure.fields))
            and self._is_published(procedure)
            and (not self.citizens or _is_for_citizens(procedure))
        )

    def _is_published(self, procedure: Procedure) -> bool:
        wanted = fold(self.publisher.strip())
        if wanted in ("", _MINISTRY, _PROVINCE):
            return not wanted or procedure.is_nationwide == (wanted == _MINISTRY)
        return wanted in (fold(procedure.publisher_code), fold(procedure.publisher))


def _is_for_citizens(procedure: Procedure) -> bool:
    is_theirs = any(subject.lower().startswith(_CITIZEN) for subject in procedure.subjects)
    return is_theirs and not procedure.is_internal
