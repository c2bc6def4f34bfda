"""Inserting what may be there already, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.database import Base

Insert = sqlite.Insert | postgresql.Insert


def insert(session: AsyncSession, table: type[Base]) -> Insert:
    """Return the insert of the session's database, which knows ON CONFLICT."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


async def insert_once(session: AsyncSession, table: type[Base], values: Mapping[str, Any]) -> None:
    """Insert a row unless one with the same key is there."""
    await session.execute(insert(session, table).values(**values).on_conflict_do_nothing())
