"""SQLite under asyncio without a change of threads at each step.

A statement takes some hundredths of a millisecond, and to hand it to a thread and its result back takes ten times that.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import aiosqlite
from sqlalchemy.engine import make_url

T = TypeVar("T")


class Connection(aiosqlite.Connection):
    """Runs a statement at once; what may wait, for another process or for the disk, waits in a thread."""

    _handed_over = 0
    _finished = 0  # written by the thread only

    async def commit(self) -> None:
        """Commit in the thread: now and then that copies the log into the database, and waits for the disk."""
        await self._in_thread(self._conn.commit)

    async def _execute(self, fn: Callable[..., T], *args: object, **kwargs: object) -> T:
        if not self._running or not self._connection:
            raise ValueError("Connection closed")
        is_beginning = bool(args) and isinstance(args[0], str) and args[0].startswith("BEGIN")
        # Whoever was cancelled while it waited has left its step to the thread; the next must not overtake it.
        if is_beginning or self._handed_over != self._finished:
            return await self._in_thread(partial(fn, *args, **kwargs))
        return fn(*args, **kwargs)

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
    return connection
