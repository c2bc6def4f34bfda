"""The database under asyncio."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from bot import sqlite, straight
from knowledge.database import async_url, ensure_folder, tune


def _connections(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        # A process has one writer, and its tasks wait for it in turn: waiting in SQLite would go by luck.
        return {"pool_size": 1, "max_overflow": 0, "async_creator": partial(sqlite.connect, url)}
    # Enough for all that a process does at once, so that no connection is made for one transaction and dropped.
    return {"pool_size": 12, "pool_use_lifo": True}


@asynccontextmanager
async def open_sessions(url: str) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    """Return the maker of sessions for as long as it is used."""
    ensure_folder(url)
    # Neither an error nor the driver's log may show what a citizen wrote.
    engine = create_async_engine(async_url(url), hide_parameters=True, **_connections(url))
    logging.getLogger("aiosqlite").setLevel(logging.INFO)
    tune(engine.sync_engine)
    try:
        async with straight.served(engine):
            yield async_sessionmaker(engine, expire_on_commit=False)
    finally:
        await engine.dispose()
