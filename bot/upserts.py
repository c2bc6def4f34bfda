"""Inserting what may be there already, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Enum, String, bindparam, cast, select
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


def given(table: type[Base], **names: str) -> dict[str, ColumnElement[Any]]:
    """Return values for columns of a table, each given to the statement under a name, for `insert_where`."""
    values = {column: bindparam(name, type_=getattr(table, column).type) for column, name in names.items()}
    # PostgreSQL takes a value without a type for one kind of text where it is selected, for another where compared.
    return {column: cast(one, String) if isinstance(one.type, Enum) else one for column, one in values.items()}


def insert_where(
    table: type[Base], name: str, values: Mapping[str, ColumnElement[Any]], *conditions: ColumnElement[bool]
) -> Insert:
    """Return the insert of a row of a table where something holds: once for each row that the values are taken from."""
    selected = select(*(value.label(column) for column, value in values.items())).where(*conditions)
    return insert_into(table, name).from_select(list(values), selected, include_defaults=False)


async def insert_once(session: AsyncSession, table: type[Base], values: Mapping[str, Any]) -> None:
    """Insert a row unless one with the same key is there."""
    await session.execute(insert(session, table).values(**values).on_conflict_do_nothing())
