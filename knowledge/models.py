"""The tables of the knowledge package."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, now


class EditionState(StrEnum):
    """Where an edition stands; see `MOVES` for what may follow."""

    DRAFT = "draft"  # built, not checked or failed
    CHECKED = "checked"  # passed its check
    PUBLISHED = "published"  # answered from; at most one
    RETIRED = "retired"  # was published; a rollback may bring it back


MOVES: dict[EditionState, frozenset[EditionState]] = {
    # A draft may be published only with a stated reason; a checked edition may fail a later check.
    EditionState.DRAFT: frozenset({EditionState.CHECKED, EditionState.PUBLISHED}),
    EditionState.CHECKED: frozenset({EditionState.DRAFT, EditionState.PUBLISHED}),
    EditionState.PUBLISHED: frozenset({EditionState.RETIRED}),
    EditionState.RETIRED: frozenset({EditionState.PUBLISHED}),
}


class OverrideSubject(StrEnum):
    """What of a procedure a local override replaces."""

    FEE = "fee"
    TIME = "time"
    PLACE = "place"
    NOTE = "note"


class OverrideScope(StrEnum):
    """Where a local override holds."""

    PROVINCE = "province"
    CENTRE = "centre"


class DraftProcedure(Base):
    """A procedure as it will stand in the next edition."""

    __tablename__ = "draft_procedures"

    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    record: Mapped[str] = mapped_column(Text)  # the procedure as JSON, defaults left out
    origin: Mapped[str] = mapped_column(Text)  # the file it was read from
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class EditionRow(Base):
    """An edition: its state and history; its records and index are files in its folder."""

    __tablename__ = "editions"
    # The database itself keeps a second edition from being published.
    __table_args__ = (
        Index(
            "uq_editions_published",
            "state",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[EditionState] = mapped_column(default=EditionState.DRAFT)
    folder: Mapped[str] = mapped_column(String(80))  # below the editions folder; empty once its files are gone
    manifest: Mapped[str] = mapped_column(String(64))  # SHA-256 of its manifest.json
    content: Mapped[str] = mapped_column(String(64))  # hash of all that went into it
    procedures: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=now)
    checked_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    report: Mapped[str] = mapped_column(Text, default="")  # the last check as JSON
    skip_reason: Mapped[str] = mapped_column(Text, default="")  # why it was published without passing


class CentreRow(Base):
    """A centre that this deployment serves."""

    __tablename__ = "centres"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    province_code: Mapped[str] = mapped_column(String(20))
    record: Mapped[str] = mapped_column(Text)  # the centre as JSON
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class LocalOverride(Base):
    """What holds of a procedure in one province or centre, in the place of its record."""

    __tablename__ = "local_overrides"
    __table_args__ = (
        Index(
            "uq_local_overrides_key",
            "scope",
            "place_id",
            "code",
            "subject",
            "method",
            "valid_from",
            unique=True,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[OverrideScope]
    place_id: Mapped[str] = mapped_column(String(80))  # code of the province or id of the centre
    code: Mapped[str] = mapped_column(String(80), index=True)
    subject: Mapped[OverrideSubject]
    method: Mapped[str] = mapped_column(String(20), default="")  # a SubmissionMethod; empty: every one
    record: Mapped[str] = mapped_column(Text)  # the override as JSON
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
