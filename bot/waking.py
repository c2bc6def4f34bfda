"""Waking workers in other processes when something came in, where the database can: PostgreSQL tells who listens."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

import psycopg
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot import faults, upserts
from bot.straight import Straight

logger = logging.getLogger(__name__)

_CHANNEL = "motcua_inbox"
_TELLING = Straight(select(func.pg_notify(_CHANNEL, "")))
_PAUSE_SECONDS = 5.0


async def until(arrived: asyncio.Event, seconds: float) -> None:
    """Wait until something came in, but no longer than so many seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await arrived.wait()


async def tell(session: AsyncSession) -> None:
    """Wake whoever listens once the transaction is committed."""
    if upserts.dialect(session) == "postgresql":
        await _TELLING.later(session)


async def listen(sessions: async_sessionmaker[AsyncSession], arrived: asyncio.Event) -> None:
    """Set the event whenever a process has told that something came in, for ever; who polls misses nothing without."""
    url = sessions.kw["bind"].url
    if url.get_backend_name() != "postgresql":
        return
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
                await connection.execute(f"LISTEN {_CHANNEL}".encode())
                async for _ in connection.notifies():
                    arrived.set()
        except psycopg.Error as error:
            faults.log(logger, "Listening for what comes in failed", error)
        await asyncio.sleep(_PAUSE_SECONDS)
