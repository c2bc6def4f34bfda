from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text

from bot.database import open_sessions


@pytest.fixture
def path(database_url):
    return database_url.removeprefix("sqlite:///")


@pytest.fixture
def other_process(path):
    """Somebody else who writes to the same file."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=10)) as connection:
        yield connection


async def test_while_another_process_writes_one_waits_for_it_and_everybody_else_goes_on(sessions, other_process):
    other_process.execute("BEGIN IMMEDIATE")

    async def write():
        async with sessions.begin() as session:
            await session.execute(text("INSERT INTO button_codes (code, send) VALUES ('a', 'b')"))

    writing = asyncio.create_task(write())
    for _ in range(20):
        await asyncio.sleep(0.01)
    assert not writing.done()

    other_process.execute("COMMIT")
    await writing
    assert other_process.execute("SELECT send FROM button_codes").fetchone() == ("b",)


async def test_who_is_cancelled_while_waiting_leaves_nothing_behind(sessions, other_process):
    other_process.execute("BEGIN IMMEDIATE")

    async def write(code):
        async with sessions.begin() as session:
            await session.execute(text("INSERT INTO button_codes (code, send) VALUES (:code, 'b')"), {"code": code})

    writing = asyncio.create_task(write("cancelled"))
    await asyncio.sleep(0.05)
    writing.cancel()
    await asyncio.wait([writing], timeout=0.1)
    other_process.execute("COMMIT")
    await asyncio.wait([writing])
    await write("later")

    assert other_process.execute("SELECT code FROM button_codes").fetchall() == [("later",)]


async def test_the_log_of_writes_does_not_grow_for_ever(database_url, path):
    async with open_sessions(database_url) as sessions:
        for number in range(450):
            async with sessions.begin() as session:
                await session.execute(
                    text("INSERT INTO button_codes (code, send) VALUES (:code, :send)"),
                    {"code": str(number), "send": "x" * 5000},
                )
        with closing(sqlite3.connect(path)) as other:
            _, pages, _ = other.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    assert pages < 250 * 6
