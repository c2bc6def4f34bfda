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
class Lent:
    """A connection, as SQLAlchemy knows it and as the driver does."""

    of_session: AsyncConnection
    driver: psycopg.AsyncConnection[tuple[object, ...]]


class Connections:
    """Connections of one engine that were used a moment ago.

    With `waits_for_disk` off, what is committed on them is on the server's disk a moment later.
    """

    def __init__(self, engine: AsyncEngine, *, waits_for_disk: bool = True) -> None:
        self._engine, self._waits_for_disk = engine, waits_for_disk
        self._kept: list[tuple[float, Lent]] = []

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[Lent]:
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

    async def _take(self) -> Lent:
        while self._kept:
            since, connection = self._kept.pop()
            if time.monotonic() - since < _TRUSTED_SECONDS or await self._is_alive(connection):
                return connection
        return await self._open()

    async def _open(self) -> Lent:
        opened = await self._engine.connect()
        connection = Lent(opened, (await opened.get_raw_connection()).driver_connection)  # type: ignore[arg-type]  # the dialect's own
        if not self._waits_for_disk:
            try:
                await connection.driver.execute("SET synchronous_commit TO off")
            except BaseException:
                await asyncio.shield(asyncio.ensure_future(self._drop(connection)))
                raise
        return connection

    async def _is_alive(self, connection: Lent) -> bool:
        """Tell whether a connection still answers; one that does not is dropped."""
        try:
            await connection.driver.execute("SELECT 1")
            await connection.driver.rollback()
        except BaseException as error:
            await asyncio.shield(asyncio.ensure_future(self._drop(connection)))
            if isinstance(error, psycopg.Error):
                return False
            raise
        return True

    async def _drop(self, connection: Lent) -> None:
        await connection.of_session.invalidate()
        await connection.of_session.close()

    async def _give_back(self, connection: Lent) -> None:
        if not self._waits_for_disk:
            try:
                await connection.driver.execute("RESET synchronous_commit")
            except psycopg.Error:
                await connection.of_session.invalidate()
        await connection.of_session.close()
