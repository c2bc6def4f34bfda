"""Inserting what may be there already, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.database import Base

Insert = sqlite.Insert | postgresql.Insert


def dialect(session: AsyncSession) -> str:
    """Return the name of the session's database."""
    return session.get_bind().dialect.name


def insert_into(table: type[Base], name: str) -> Insert:
    """Return the insert of a database of that name, which knows ON CONFLICT."""
    return postgresql.insert(table) if name == "postgresql" else sqlite.insert(table)


def insert(session: AsyncSession, table: type[Base]) -> Insert:
    """Return the insert of the session's database, which knows ON CONFLICT."""
    return insert_into(table, dialect(session))


async def insert_once(session: AsyncSession, table: type[Base], values: Mapping[str, Any]) -> None:
    """Insert a row unless one with the same key is there."""
    await session.execute(insert(session, table).values(**values).on_conflict_do_nothing())
