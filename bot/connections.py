"""Connections to a server that stay out of the pool between one transaction and the next.

To take one out, to begin, to end and to put it back goes through so many layers that it takes a worker as long as
what it asks in between.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import psycopg
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

_MOST_KEPT = 4
"""Others may want some of the pool."""
_TRUSTED_SECONDS = 1.0
"""One that lay idle for longer is tried before its next use: the server may have closed it meanwhile."""


@dataclass(frozen=True)
class Connection:
    """A connection, as SQLAlchemy knows it and as the driver does."""

    of_session: AsyncConnection
    driver: psycopg.AsyncConnection[tuple[object, ...]]


class Connections:
    """Connections of one engine that were used a moment ago.

    With `waits_for_disk` off, what is committed on them is on the server's disk a moment later.
    """

    def __init__(self, engine: AsyncEngine, *, waits_for_disk: bool = True) -> None:
        self._engine, self._waits_for_disk = engine, waits_for_disk
        self._kept: list[tuple[float, Connection]] = []

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[Connection]:
        """Give a connection that nobody else uses; whoever leaves it by an error need not tidy it up."""
        connection = await self._take()
        try:
            yield connection
        except BaseException:
            # The pool rolls back what was begun, and drops a connection that is broken.
            await asyncio.shield(asyncio.ensure_future(self._give_back(connection)))
            raise
        if len(self._kept) < _MOST_KEPT:
            self._kept.append((time.monotonic(), connection))
        else:
            await self._give_back(connection)

    async def close(self) -> None:
        """Give all that lie idle back to the pool."""
        while self._kept:
            await self._give_back(self._kept.pop()[1])

    async def _take(self) -> Connection:
        while self._kept:
            since, connection = self._kept.pop()
            if time.monotonic() - since < _TRUSTED_SECONDS or await _is_alive(connection.driver):
                return connection
            await connection.of_session.invalidate()
            await connection.of_session.close()
        return await self._open()

    async def _open(self) -> Connection:
        opened = await self._engine.connect()
        connection = Connection(opened, (await opened.get_raw_connection()).driver_connection)  # type: ignore[arg-type]  # the dialect's own
        if not self._waits_for_disk:
            await connection.driver.execute("SET synchronous_commit TO off")
        return connection

    async def _give_back(self, connection: Connection) -> None:
        if not self._waits_for_disk:
            try:
                await connection.driver.execute("RESET synchronous_commit")
            except psycopg.Error:
                await connection.of_session.invalidate()
        await connection.of_session.close()


async def _is_alive(driver: psycopg.AsyncConnection[tuple[object, ...]]) -> bool:
    try:
        await driver.execute("SELECT 1")
        await driver.rollback()
    except psycopg.Error:
        return False
    return True
