"""Statements that go straight to the driver, for what every turn does.

SQLAlchemy puts them together once, so that they read as all others and fit both databases. To hand a statement through
its session takes many times what SQLite needs to run it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import psycopg
from sqlalchemy import Delete, Dialect, Insert, Select, Update
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from bot import sqlite

Row = tuple[Any, ...]
_Statement = Select[*tuple[Any, ...]] | Insert | Update | Delete
_Convert = Callable[[Any], Any] | None
_KNOWN = "driver"


@dataclass(frozen=True)
class _Compiled:
    """A statement in the words of one database."""

    sql: str
    fixed: Mapping[str, Any]
    given: Mapping[str, _Convert]
    order: Sequence[str] | None  # of the values, where the driver wants them in a row
    columns: Sequence[_Convert]

    def values(self, values: Mapping[str, object]) -> Sequence[object] | Mapping[str, object]:
        all_values = {**self.fixed, **{name: _converted(self.given[name], value) for name, value in values.items()}}
        return all_values if self.order is None else [all_values[name] for name in self.order]

    def rows(self, rows: Sequence[Row]) -> list[Row]:
        if not any(self.columns):
            return list(rows)
        return [
            tuple(_converted(convert, value) for convert, value in zip(self.columns, row, strict=True)) for row in rows
        ]


class Straight:
    """One statement; each of its values has a name, a bindparam of its own, and is given at every run.

    No default of a column is filled in, and what was changed on objects of the session is not written before it.
    """

    def __init__(self, statement: _Statement) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    async def run(self, session: AsyncSession, **values: object) -> list[Row]:
        """Run the statement in the session's transaction and return its rows."""
        driver = await _driver(session)
        compiled = self._in(session)
        if isinstance(driver, sqlite.Connection):
            found = await driver.run(compiled.sql, compiled.values(values))
        else:
            cursor = await driver.execute(compiled.sql.encode(), compiled.values(values))
            found = await cursor.fetchall() if cursor.description else []
        return compiled.rows(found)

    async def first(self, session: AsyncSession, **values: object) -> Row | None:
        """Run the statement and return its first row."""
        found = await self.run(session, **values)
        return found[0] if found else None

    async def value(self, session: AsyncSession, **values: object) -> Any:  # noqa: ANN401 (as the column's)
        """Run the statement and return the first value of its first row; None without one."""
        row = await self.first(session, **values)
        return None if row is None else row[0]

    def _in(self, session: AsyncSession) -> _Compiled:
        dialect = session.get_bind().dialect
        known = self._compiled.get(dialect.name)
        if known is None:
            known = self._compiled[dialect.name] = _compiled(self._statement, dialect)
        return known


async def _driver(session: AsyncSession) -> sqlite.Connection | psycopg.AsyncConnection[Row]:
    """Return the driver's connection of the transaction."""
    transaction = session.sync_session.get_transaction()
    known = session.info.get(_KNOWN)
    if known is None or transaction is None or known[0] is not transaction:
        connection = await session.connection()
        driver = cast(DBAPIConnection, connection.sync_connection.connection.driver_connection)  # type: ignore[union-attr]  # it is open
        known = session.info[_KNOWN] = (session.sync_session.get_transaction(), driver)
    return cast("sqlite.Connection | psycopg.AsyncConnection[Row]", known[1])


def _compiled(statement: _Statement, dialect: Dialect) -> _Compiled:
    compiled = statement.compile(dialect=dialect)
    converts = {name: _binding(bound.type, dialect) for name, bound in compiled.binds.items()}
    fixed = {
        name: _converted(converts[name], bound.value) for name, bound in compiled.binds.items() if not bound.required
    }
    columns = statement.exported_columns
    return _Compiled(
        sql=str(compiled),
        fixed=fixed,
        given={name: convert for name, convert in converts.items() if name not in fixed},
        order=compiled.positiontup,
        columns=[_reading(column.type, dialect) for column in columns],
    )


def _binding(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _reading(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _converted(convert: _Convert, value: object) -> object:
    return value if convert is None else convert(value)
