"""SQLite under asyncio without a change of threads at each step.

A statement takes some hundredths of a millisecond; to hand it to a thread and its result back takes many times that.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy.engine import make_url

from knowledge.database import BUSY_TIMEOUT_MILLISECONDS

T = TypeVar("T")

_COMMITS_BEFORE_A_CHECKPOINT = 200


class Connection(aiosqlite.Connection):
    """Runs what is quick at once; what has to wait, for another process or for the disk, waits in a thread."""

    _commits = 0
    _handed_over = 0
    _finished = 0  # written by the thread only

    async def commit(self) -> None:
        """Commit; now and then that is followed by copying the log of writes into the database."""
        await self._execute(self._conn.commit)
        self._commits += 1
        # SQLite would do it within a commit, and hold up everybody while it waits for the disk.
        if self._commits % _COMMITS_BEFORE_A_CHECKPOINT == 0:
            await self._in_thread(self._checkpoint)

    def _checkpoint(self) -> None:
        # The commit has held, whatever becomes of this; the next one will do it too.
        with suppress(sqlite3.Error):
            # Read to its end: what is open would hold up the next commit.
            self._conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    async def run(self, sql: str, values: Sequence[object] | Mapping[str, object]) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows."""
        return await self._execute(self._run, sql, values)

    def _run(self, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        return self._conn.execute(sql, values).fetchall()

    async def _execute(self, fn: Callable[..., T], *args: object, **kwargs: object) -> T:
        if not self._running or not self._connection:
            raise ValueError("Connection closed")
        step = partial(fn, *args, **kwargs)
        # Whoever was cancelled while it waited has left its step to the thread; the next must not overtake it.
        if self._handed_over != self._finished:
            return await self._in_thread(step)
        if args and isinstance(args[0], str) and args[0].startswith("BEGIN"):
            return await self._begin(step)
        return step()

    async def _begin(self, step: Callable[[], T]) -> T:
        """Begin at once where no other process is writing, and otherwise wait for it."""
        self._conn.execute("PRAGMA busy_timeout = 0")
        try:
            return step()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
        finally:
            self._conn.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}")
        return await self._in_thread(step)

    async def _in_thread(self, step: Callable[[], T]) -> T:
        def finished() -> T:
            try:
                return step()
            finally:
                self._finished += 1

        self._handed_over += 1
        done: T = await super()._execute(finished)  # type: ignore[no-untyped-call]  # the library leaves it untyped
        return done


async def connect(url: str) -> Connection:
    """Return a connection to the database of a URL."""
    path = make_url(url).database or ":memory:"
    connection = Connection(partial(sqlite3.connect, path, check_same_thread=False), iter_chunk_size=64)
    # A process that ends in between is not held up by it.
    connection._thread.daemon = True
    await connection
    await connection.execute("PRAGMA wal_autocheckpoint = 0")
    return connection
