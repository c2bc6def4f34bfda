"""The rows of the editions: finding them, and moving them from state to state."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge.database import now
from knowledge.errors import EditionNotFound, EditionRefused, NoEditionPublished
from knowledge.models import MOVES, EditionRow, EditionState


def every(session: Session) -> list[EditionRow]:
    """Return every edition, the newest first."""
    return list(session.scalars(select(EditionRow).order_by(EditionRow.number.desc())))


def find(session: Session, number: int) -> EditionRow:
    """Return an edition by its number. Raise EditionNotFound."""
    row = session.get(EditionRow, number, populate_existing=True)
    if row is None:
        raise EditionNotFound(number)
    return row


def newest(session: Session) -> EditionRow:
    """Return the edition built last. Raise EditionRefused when none was built."""
    row = session.scalar(select(EditionRow).order_by(EditionRow.number.desc()).limit(1))
    if row is None:
        raise EditionRefused("No edition has been built. Build one with: motcua knowledge index")
    return row


def published_or_none(session: Session) -> EditionRow | None:
    """Return the published edition, or None."""
    return session.scalar(select(EditionRow).where(EditionRow.state == EditionState.PUBLISHED))


def published(session: Session) -> EditionRow:
    """Return the published edition. Raise NoEditionPublished."""
    row = published_or_none(session)
    if row is None:
        raise NoEditionPublished
    return row


def earlier(session: Session, row: EditionRow) -> list[EditionRow]:
    """Return the editions that were published before this one and still have files, the latest first."""
    query = select(EditionRow).where(EditionRow.state == EditionState.RETIRED, EditionRow.folder != "")
    if row.published_at is not None:
        query = query.where(EditionRow.published_at < row.published_at)
    return list(session.scalars(query.order_by(EditionRow.published_at.desc())))


def with_content(session: Session, content: str) -> list[EditionRow]:
    """Return the editions made from exactly this content that still have files, the newest first."""
    query = select(EditionRow).where(EditionRow.content == content, EditionRow.folder != "")
    return list(session.scalars(query.order_by(EditionRow.number.desc())))


def folders(session: Session) -> set[str]:
    """Return the folders that rows name."""
    return set(session.scalars(select(EditionRow.folder).where(EditionRow.folder != "")))


def move(session: Session, number: int, to: EditionState, *, sources: Iterable[EditionState]) -> None:
    """Move an edition to a state from one of the given ones. Raise EditionRefused."""
    allowed = [state for state in sources if to in MOVES[state]]
    # One conditional UPDATE, so that two processes cannot both move it.
    moved = session.scalar(
        update(EditionRow)
        .where(EditionRow.number == number, EditionRow.state.in_(allowed))
        .values(state=to)
        .returning(EditionRow.number)
        .execution_options(synchronize_session=False)
    )
    if moved is None:
        row = find(session, number)
        raise EditionRefused(f"Edition {number} is {row.state.value} and cannot become {to.value}.")


def retire_published(session: Session) -> int | None:
    """Retire the published edition, if there is one, and return its number."""
    return session.scalar(
        update(EditionRow)
        .where(EditionRow.state == EditionState.PUBLISHED)
        .values(state=EditionState.RETIRED, retired_at=now())
        .returning(EditionRow.number)
        .execution_options(synchronize_session=False)
    )
