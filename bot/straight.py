"""Statements that go straight to the driver, for what every turn does.

SQLAlchemy puts them together once, so that they read as all others and fit both databases. To hand a statement through
its session takes many times what SQLite needs to run it; and to wait for a server once a statement takes more of a
turn than what the server does in it, so that several travel together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

import psycopg
from sqlalchemy import Delete, Dialect, Insert, Select, TextClause, Update, text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlalchemy.types import TypeEngine

from bot import postgres, sqlite
from bot.connections import Connections

Row = tuple[Any, ...]
BROKEN_RULE = (psycopg.IntegrityError, sqlite3.IntegrityError)
"""What a statement raises that breaks a rule of the tables."""
_Statement = Select[*tuple[Any, ...]] | Insert | Update | Delete | TextClause
_Convert = Callable[[Any], Any] | None
_Driver = sqlite.Connection | postgres.Connection
_DRIVER, _KNOWN, _LATER = "driver", "known", "later"
_SERVERS: dict[AsyncEngine, _Server] = {}
_NUMBERED: Dialect = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class _Compiled:
    """A statement in the words of one database."""

    sql: str
    encoded: bytes
    fixed: Mapping[str, Any]
    given: Mapping[str, _Convert]
    order: Sequence[str]
    columns: Sequence[_Convert]

    def given_to(self, values: Mapping[str, object]) -> Sequence[object]:
        """Return the values in the order of the statement."""
        all_values = {**self.fixed, **{name: _converted(self.given[name], value) for name, value in values.items()}}
        return [all_values[name] for name in self.order]

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
        return (await together(session, self.given(**values)))[0]

    async def later(self, session: AsyncSession, **values: object) -> Left:
        """Run the statement before the next one that is waited for, or at the end of `writing`; at once outside it."""
        left, queue = Left(self.given(**values)), session.info.get(_LATER)
        if queue is None:
            left.rows = await self.run(session, **values)
        else:
            queue.append(left)
        return left

    def given(self, **values: object) -> Given:
        """Return the statement with its values, for `together`."""
        return Given(self, values)

    async def first(self, session: AsyncSession, **values: object) -> Row | None:
        """Run the statement and return its first row."""
        found = await self.run(session, **values)
        return found[0] if found else None

    async def value(self, session: AsyncSession, **values: object) -> Any:  # noqa: ANN401 (as the column's)
        """Run the statement and return the first value of its first row; None without one."""
        row = await self.first(session, **values)
        return None if row is None else row[0]

    def compiled(self, session: AsyncSession) -> _Compiled:
        """Return the statement in the words of the session's database."""
        dialect = session.get_bind().dialect
        known = self._compiled.get(dialect.name)
        if known is None:
            known = self._compiled[dialect.name] = _compiled(self._statement, dialect)
        return known


@dataclass(frozen=True)
class Given:
    """A statement and the values to run it with."""

    statement: Straight
    values: Mapping[str, object]


@dataclass
class Left:
    """A statement that was left for later, and its rows once it has run."""

    given: Given
    rows: Sequence[Row] = ()


_COMMIT = Given(Straight(text("COMMIT")), {})


async def together(session: AsyncSession, *runs: Given) -> list[list[Row]]:
    """Run statements in order and return the rows of each; to a server they travel together.

    What was left for later runs before them. The first that fails ends it, and its error is raised.
    """
    queue: list[Left] = session.info.get(_LATER, [])
    left = queue.copy()
    every = [*(one.given for one in left), *runs]
    if not every:
        return []
    queue.clear()
    compiled = [one.statement.compiled(session) for one in every]
    driver = await _driver(session)
    answered = await _run_all(
        driver, [(one, one.given_to(run.values)) for one, run in zip(compiled, every, strict=True)]
    )
    found = [one.rows(rows) for one, rows in zip(compiled, answered, strict=True)]
    for one, rows in zip(left, found, strict=False):
        one.rows = rows
    return found[len(left) :]


def is_there_already(error: Exception) -> bool:
    """Tell whether a statement failed since another has written the same, and not since what it belongs to is gone."""
    if isinstance(error, sqlite3.IntegrityError):
        return error.sqlite_errorname in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
    return isinstance(error, psycopg.errors.UniqueViolation)


async def settle(session: AsyncSession) -> None:
    """Run what was left for later: before anything that goes through the session and must find it done."""
    if session.info.get(_LATER):
        await together(session)


@asynccontextmanager
async def writing(sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
    """Begin a transaction in which statements may be left for later, and commit it at the end."""
    server = _SERVERS.get(sessions.kw["bind"])
    async with _session(sessions, server.transactions if server else None) as session:
        if server is not None:
            # SQLite runs them at once: there is nobody to wait for.
            session.info[_LATER] = []
        yield session
        if server is None:
            return
        if session.in_transaction():
            await settle(session)
        else:
            # The end of the transaction travels with what was left.
            await together(session, _COMMIT)


@asynccontextmanager
async def each_by_itself(sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
    """Give a session in which each statement is a transaction of its own on a server; on SQLite all are one.

    For what is read, and for what a crash of the server may undo, such as a lease: it does not wait for the disk.
    """
    server = _SERVERS.get(sessions.kw["bind"])
    async with _session(sessions, server.statements if server else None) as session:
        yield session


@asynccontextmanager
async def _session(sessions: async_sessionmaker[AsyncSession], kept: Connections | None) -> AsyncIterator[AsyncSession]:
    """Give a session, on a connection that was kept where there are such, and commit what went through it."""
    if kept is None:
        async with sessions.begin() as session:
            yield session
        return
    async with kept.lent() as connection:
        # It costs next to nothing until something goes through it.
        session = sessions(bind=connection.of_session)
        session.info[_DRIVER] = postgres.Connection(connection.driver)
        try:
            yield session
            if session.in_transaction():
                await session.commit()
        finally:
            if session.in_transaction():
                await session.close()


@dataclass(frozen=True)
class _Server:
    """The connections of an engine."""

    transactions: Connections
    statements: Connections


@asynccontextmanager
async def served(engine: AsyncEngine) -> AsyncIterator[None]:
    """Keep connections of an engine at hand for as long as it is used; of SQLite there is but one anyhow."""
    if engine.dialect.name != "postgresql":
        yield
        return
    by_itself = engine.execution_options(isolation_level="AUTOCOMMIT")
    server = _Server(Connections(engine), Connections(by_itself, waits_for_disk=False))
    _SERVERS[engine] = server
    try:
        yield
    finally:
        del _SERVERS[engine]
        await server.transactions.close()
        await server.statements.close()


async def _run_all(driver: _Driver, runs: Sequence[tuple[_Compiled, Sequence[object]]]) -> list[list[Row]]:
    if isinstance(driver, sqlite.Connection):
        return [await driver.run(one.sql, values) for one, values in runs]
    return await driver.run([(one.encoded, values) for one, values in runs])


async def _driver(session: AsyncSession) -> _Driver:
    """Return the driver's connection of the transaction."""
    if _DRIVER in session.info:
        return cast("_Driver", session.info[_DRIVER])
    transaction = session.sync_session.get_transaction()
    known = session.info.get(_KNOWN)
    if known is None or transaction is None or known[0] is not transaction:
        connection = await session.connection()
        driver: Any = connection.sync_connection.connection.driver_connection  # type: ignore[union-attr]  # it is open
        asked = driver if isinstance(driver, sqlite.Connection) else postgres.Connection(driver)
        known = session.info[_KNOWN] = (session.sync_session.get_transaction(), asked)
    return cast("_Driver", known[1])


def _compiled(statement: _Statement, dialect: Dialect) -> _Compiled:
    if dialect.name == "postgresql":
        dialect = _NUMBERED
    compiled = statement.compile(dialect=dialect)
    converts = {name: _binding(bound.type, dialect) for name, bound in compiled.binds.items()}
    fixed = {
        name: _converted(converts[name], bound.value) for name, bound in compiled.binds.items() if not bound.required
    }
    columns = () if isinstance(statement, TextClause) else statement.exported_columns
    return _Compiled(
        sql=str(compiled),
        encoded=str(compiled).encode(),
        fixed=fixed,
        given={name: convert for name, convert in converts.items() if name not in fixed},
        order=compiled.positiontup or (),
        columns=[_reading(column.type, dialect) for column in columns],
    )


def _binding(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _reading(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _converted(convert: _Convert, value: object) -> object:
    return value if convert is None else convert(value)
