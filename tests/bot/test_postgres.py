"""Statements that are handed to libpq, against a real server."""

from __future__ import annotations

import asyncio
import gc
import weakref

import psycopg
import pytest

from bot import postgres

_SELECT = b"SELECT $1::text"
_SLEEP = b"SELECT pg_sleep(30)"


@pytest.fixture
async def driver(postgres_url):
    driver = await psycopg.AsyncConnection.connect(postgres_url)
    yield driver
    await driver.close()


@pytest.fixture
async def connection(driver):
    await driver.execute("CREATE TEMPORARY TABLE kept (number integer PRIMARY KEY, words text)")
    await driver.commit()
    return postgres.Connection(driver)


async def kept(driver):
    cursor = await driver.execute("SELECT number, words FROM kept ORDER BY number")
    rows = await cursor.fetchall()
    await driver.commit()
    return rows


async def test_rows_come_in_the_order_of_the_statements(connection):
    found = await connection.run([(_SELECT, ["một"]), (b"SELECT 1 WHERE false", []), (_SELECT, [None])])

    assert found == [[("một",)], [], [(None,)]]


async def test_what_was_prepared_once_is_known_the_next_time(connection, driver):
    for text in ("một", "hai", "ba"):
        assert await connection.run([(_SELECT, [text])] * 2) == [[(text,)]] * 2

    cursor = await driver.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1::text'")
    assert await cursor.fetchone() == (1,)


async def test_what_is_prepared_is_forgotten_with_its_connection(postgres_url):
    driver = await psycopg.AsyncConnection.connect(postgres_url)
    await postgres.Connection(driver).run([(_SELECT, ["một"])])
    assert await postgres.Connection(driver).run([(_SELECT, ["hai"])]) == [[("hai",)]]
    await driver.close()

    seen = weakref.ref(driver)
    del driver
    gc.collect()

    assert seen() is None


async def test_statements_share_a_transaction_that_whoever_uses_the_connection_ends(connection, driver):
    await connection.run([(b"INSERT INTO kept VALUES ($1, $2)", [1, "một"])])
    await driver.rollback()
    await connection.run([(b"INSERT INTO kept VALUES ($1, $2)", [2, "hai"])])
    await driver.commit()

    assert await kept(driver) == [(2, "hai")]


async def test_all_of_an_exchange_is_undone_when_one_of_it_fails(connection, driver):
    adding = (b"INSERT INTO kept VALUES ($1, $2)", [1, "bí mật"])

    with pytest.raises(psycopg.errors.UniqueViolation) as raised:
        await connection.run([adding, adding, (b"COMMIT", [])])

    # The server tells the values too, and they must not get into a log.
    assert "bí mật" not in str(raised.value)
    assert "(1)" not in str(raised.value)
    await driver.rollback()
    assert await kept(driver) == []


async def test_a_statement_that_was_not_prepared_for_a_failure_before_it_is_prepared_later(connection, driver):
    with pytest.raises(psycopg.errors.DivisionByZero):
        await connection.run([(b"SELECT 1 / 0", []), (_SELECT, ["một"])])
    await driver.rollback()

    assert await connection.run([(_SELECT, ["hai"])]) == [[("hai",)]]


async def test_a_statement_is_prepared_anew_when_its_table_was_changed(connection, driver):
    reading = (b"SELECT * FROM kept", [])
    await connection.run([reading])
    await driver.commit()
    await driver.execute("ALTER TABLE kept ADD COLUMN more integer")
    await driver.commit()

    with pytest.raises(psycopg.errors.FeatureNotSupported):
        await connection.run([reading])
    await driver.rollback()

    assert await connection.run([reading]) == [[]]


async def test_more_than_fits_on_the_way_arrives_in_both_directions(connection):
    texts = [letter * 3_000_000 for letter in "abcdef"]

    found = await connection.run([(_SELECT, [text]) for text in texts])

    assert [row[0][0] for row in found] == texts


async def test_who_stops_waiting_leaves_a_connection_that_nobody_uses_again(connection, driver):
    waiting = asyncio.create_task(connection.run([(b"INSERT INTO kept VALUES (1, '')", []), (_SLEEP, [])]))
    await asyncio.sleep(0.1)

    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    assert driver.closed


async def test_a_server_that_goes_away_meanwhile_is_told(connection, driver, postgres_url):
    waiting = asyncio.create_task(connection.run([(_SLEEP, [])]))
    await asyncio.sleep(0.1)
    async with await psycopg.AsyncConnection.connect(postgres_url) as other:
        await other.execute("SELECT pg_terminate_backend(%s)", [driver.info.backend_pid])

    async with asyncio.timeout(10):
        with pytest.raises(psycopg.OperationalError):
            await waiting
