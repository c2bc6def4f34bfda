"""The database under asyncio."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from bot import sqlite
from knowledge.database import async_url, ensure_folder, tune

_USED = "used"
_IDLE_SECONDS = 1.0


def _connections(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        # A process has one writer, and its tasks wait for it in turn: waiting in SQLite would go by luck.
        return {"pool_size": 1, "max_overflow": 0, "async_creator": partial(sqlite.connect, url)}
    # Enough for all that a process does at once, so that no connection is made for one transaction and dropped.
    return {"pool_size": 12}


def _try_what_lay_idle(engine: Engine) -> None:
    """Have a connection tried before its use where the server may have closed it meanwhile."""

    def on_checkin(_: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        record.info[_USED] = time.monotonic()

    def on_checkout(connection: DBAPIConnection, record: ConnectionPoolEntry, _: PoolProxiedConnection) -> None:
        # To ask before every transaction whether the server is there would take a tenth of its time.
        if time.monotonic() - record.info.get(_USED, -math.inf) < _IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error

    event.listen(engine, "checkin", on_checkin)
    event.listen(engine, "checkout", on_checkout)


@asynccontextmanager
async def open_sessions(url: str) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    """Return the maker of sessions for as long as it is used."""
    ensure_folder(url)
    # Neither an error nor the driver's log may show what a citizen wrote.
    engine = create_async_engine(async_url(url), hide_parameters=True, **_connections(url))
    logging.getLogger("aiosqlite").setLevel(logging.INFO)
    tune(engine.sync_engine)
    if not url.startswith("sqlite"):
        _try_what_lay_idle(engine.sync_engine)
    try:
        yield async_sessionmaker(engine, expire_on_commit=False)
    finally:
        await engine.dispose()
