"""The draft: the records that the next edition will be built from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete as delete_rows
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from knowledge.database import now
from knowledge.errors import ProcedureNotFound
from knowledge.models import DraftProcedure
from knowledge.procedures import Procedure
from knowledge.vietnamese.text import fold


class Change(StrEnum):
    """What saving a record did to the draft."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class DraftSummary:
    """One line of the list of drafts."""

    code: str
    name: str
    origin: str
    updated_at: datetime


def save(session: Session, procedure: Procedure, *, origin: str) -> Change:
    """Keep a record as the draft of its code and tell what changed; an unchanged one is not written."""
    fingerprint = procedure.fingerprint()
    known = session.scalar(select(DraftProcedure.fingerprint).where(DraftProcedure.code == procedure.code))
    if known == fingerprint:
        return Change.UNCHANGED

    values = {
        "name": procedure.name,
        "fingerprint": fingerprint,
        "record": procedure.model_dump_json(exclude_defaults=True),
        "origin": origin,
        "updated_at": now(),
    }
    if known is None:
        session.execute(insert(DraftProcedure).values(code=procedure.code, **values))
        return Change.CREATED
    session.execute(update(DraftProcedure).where(DraftProcedure.code == procedure.code).values(**values))
    return Change.UPDATED


def get(session: Session, code: str) -> Procedure:
    """Return the draft of a code. Raise ProcedureNotFound."""
    record = session.scalar(select(DraftProcedure.record).where(DraftProcedure.code == code.strip()))
    if record is None:
        raise ProcedureNotFound(code)
    return Procedure.model_validate_json(record)


def every(session: Session) -> Iterator[Procedure]:
    """Yield every draft in the order of its code."""
    records = session.scalars(select(DraftProcedure.record).order_by(DraftProcedure.code)).yield_per(200)
    for record in records:
        yield Procedure.model_validate_json(record)


def summaries(session: Session, *, words: str = "") -> list[DraftSummary]:
    """Return a line per draft in the order of its code; with words, those they name."""
    columns = (DraftProcedure.code, DraftProcedure.name, DraftProcedure.origin, DraftProcedure.updated_at)
    lines = [DraftSummary(*row) for row in session.execute(select(*columns).order_by(DraftProcedure.code))]
    wanted = fold(words)
    return [line for line in lines if wanted in fold(line.name) or words == line.code]


def fingerprints(session: Session) -> dict[str, str]:
    """Return the fingerprint of every draft by its code, in the order of the codes."""
    rows = session.execute(select(DraftProcedure.code, DraftProcedure.fingerprint).order_by(DraftProcedure.code))
    return {row.code: row.fingerprint for row in rows}


def count(session: Session) -> int:
    """Return the number of drafts."""
    return session.scalar(select(func.count()).select_from(DraftProcedure)) or 0


def delete(session: Session, code: str) -> None:
    """Remove a draft, so that the next edition lacks it. Raise ProcedureNotFound."""
    gone = session.scalar(
        delete_rows(DraftProcedure).where(DraftProcedure.code == code.strip()).returning(DraftProcedure.code)
    )
    if gone is None:
        raise ProcedureNotFound(code)
