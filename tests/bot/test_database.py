from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress

import pytest
from sqlalchemy import bindparam, func, insert, select, text, update

from bot import straight, waking
from bot.channel_models import Chat, OutboxRow, OutboxState
from bot.database import open_sessions
from bot.straight import Straight
from knowledge.database import now

_ADDING = Straight(
    insert(Chat.__table__).values(
        {name: bindparam(name) for name in ("channel", "account", "key", "centre_id", "created_at")}
        | {"choices": "[]", "is_blocked": False}
    )
)
_READING = Straight(
    select(Chat.channel, Chat.is_blocked, Chat.created_at, Chat.send_at).where(Chat.key == bindparam("k"))
)


_BLOCKING = Straight(update(Chat).where(Chat.key == bindparam("k")).values(is_blocked=bindparam("blocked")))


_BACKEND = Straight(select(func.pg_backend_pid()))


async def add_later(session):
    await _ADDING.later(session, channel="zalo", account="a", key="7", centre_id="mau", created_at=now())


async def add(session, at):
    await _ADDING.run(session, channel="zalo", account="a", key="7", centre_id="mau", created_at=at)


async def test_what_goes_straight_to_sqlite_is_read_as_by_the_session(sessions):
    await goes_straight(sessions)


async def test_what_goes_straight_to_postgresql_is_read_as_by_the_session(postgres_url):
    async with open_sessions(postgres_url) as sessions:
        await goes_straight(sessions)


async def goes_straight(sessions):
    at = now()
    async with sessions.begin() as session:
        await add(session, at)
        row = await _READING.first(session, k="7")
    async with sessions() as session:
        chat = await session.scalar(select(Chat))

    assert row == (chat.channel, False, at, None)
    assert (chat.created_at, chat.choices) == (at, "[]")


async def test_what_went_straight_is_undone_with_its_transaction(sessions):
    async with sessions() as session:
        async with session.begin() as transaction:
            await add(session, now())
            await transaction.rollback()
        # The next transaction of the same session is another one.
        async with session.begin():
            assert await _READING.first(session, k="7") is None


async def test_a_connection_that_the_server_closed_is_replaced(postgres_url):
    async with open_sessions(postgres_url) as sessions:
        async with sessions() as session:
            mine = await session.scalar(text("SELECT pg_backend_pid()"))
        async with open_sessions(postgres_url) as others, others.begin() as session:
            await session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
        await asyncio.sleep(1.1)

        async with sessions.begin() as session:
            assert await session.scalar(select(OutboxRow.id).where(OutboxRow.state == OutboxState.SENT)) is None


@pytest.mark.parametrize("opened", [straight.writing, straight.each_by_itself])
async def test_a_connection_that_was_kept_and_that_the_server_closed_is_replaced(postgres_url, opened):
    async with open_sessions(postgres_url) as sessions:
        async with opened(sessions) as session:
            ((mine,),) = await _BACKEND.run(session)
        async with open_sessions(postgres_url) as others, others.begin() as session:
            await session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
        await asyncio.sleep(1.1)

        async with opened(sessions) as session:
            assert await _BACKEND.value(session) != mine


async def test_a_connection_is_kept_from_one_transaction_to_the_next(postgres_url):
    async with open_sessions(postgres_url) as sessions:
        backends = set()
        for _ in range(3):
            async with straight.writing(sessions) as session:
                backends.add(await _BACKEND.value(session))

    assert len(backends) == 1


async def test_as_many_transactions_as_are_wanted_run_at_once_and_others_still_get_a_connection(postgres_url):
    async with open_sessions(postgres_url) as sessions:

        async def one():
            async with straight.writing(sessions) as session:
                await _BACKEND.run(session)
                await asyncio.sleep(0.05)

        await asyncio.gather(*(one() for _ in range(22)))
        async with AsyncExitStack() as stack:
            others = [await stack.enter_async_context(sessions()) for _ in range(12)]
            found = [await session.scalar(text("SELECT 1")) for session in others]

    assert found == [1] * 12


async def test_a_transaction_that_ends_in_nothing_is_over(postgres_url):
    async with open_sessions(postgres_url) as sessions:
        async with straight.writing(sessions) as session:
            mine = await _BACKEND.value(session)
        async with sessions() as session:
            state = await session.scalar(text("SELECT state FROM pg_stat_activity WHERE pid = :pid"), {"pid": mine})

    assert state == "idle"


async def test_workers_elsewhere_are_woken_on_postgresql(postgres_url):
    arrived = asyncio.Event()
    async with open_sessions(postgres_url) as mine, open_sessions(postgres_url) as others:
        listening = asyncio.create_task(waking.listen(mine, arrived))
        try:
            async with asyncio.timeout(10):
                # It takes a moment until it listens.
                while not arrived.is_set():
                    async with others.begin() as session:
                        await waking.tell(session)
                    await asyncio.sleep(0.05)
        finally:
            listening.cancel()
            await asyncio.wait([listening])


async def test_what_is_left_for_later_is_done_in_order_and_before_what_is_waited_for(postgres_url):
    async with open_sessions(postgres_url) as sessions:
        async with straight.writing(sessions) as session:
            await add_later(session)
            await _BLOCKING.later(session, k="7", blocked=True)
            row = await _READING.first(session, k="7")
            await _BLOCKING.later(session, k="7", blocked=False)
        async with sessions() as session:
            chat = await session.scalar(select(Chat))

    assert row[1] is True
    assert chat.is_blocked is False


async def test_what_is_left_for_later_is_committed_with_the_objects_of_the_session(postgres_url):
    async with open_sessions(postgres_url) as sessions:
        async with straight.writing(sessions) as session:
            await add_later(session)
            session.add(Chat(channel="zalo", account="a", key="8", centre_id="mau"))
        async with sessions() as session:
            keys = (await session.scalars(select(Chat.key).order_by(Chat.key))).all()

    assert keys == ["7", "8"]


async def test_what_is_left_for_later_is_undone_with_its_transaction(postgres_url):
    async with open_sessions(postgres_url) as sessions:
        with suppress(ZeroDivisionError):
            async with straight.writing(sessions) as session:
                await add_later(session)
                await _READING.first(session, k="7")
                raise ZeroDivisionError
        async with sessions() as session:
            assert await session.scalar(select(Chat)) is None


async def add_twice(sessions):
    async with straight.writing(sessions) as session:
        await add_later(session)
        await add_later(session)


async def test_what_fails_at_the_end_is_told_and_undoes_all(postgres_url):
    async with open_sessions(postgres_url) as sessions:
        with pytest.raises(straight.BROKEN_RULE) as raised:
            await add_twice(sessions)
        assert straight.is_there_already(raised.value)
        # The connection is none the worse for it.
        async with straight.writing(sessions) as session:
            assert await _READING.first(session, k="7") is None
            await add_later(session)
        async with sessions() as session:
            assert await session.scalar(select(Chat.key)) == "7"


async def test_a_statement_by_itself_holds_whatever_comes_after_it(postgres_url):
    async with open_sessions(postgres_url) as sessions:
        with suppress(ZeroDivisionError):
            async with straight.each_by_itself(sessions) as session:
                await add(session, now())
                raise ZeroDivisionError
        async with sessions() as session:
            assert await session.scalar(select(Chat.key)) == "7"


async def test_sqlite_does_at_once_what_is_left_for_later(sessions):
    async with straight.writing(sessions) as session:
        await add_later(session)
        assert await session.scalar(select(Chat.key)) == "7"


async def test_only_what_a_crash_of_the_server_may_undo_does_not_wait_for_its_disk(postgres_url):
    setting = Straight(select(func.current_setting("synchronous_commit")))
    async with open_sessions(postgres_url) as sessions:

        async def one():
            async with straight.each_by_itself(sessions) as session:
                told = await setting.value(session)
                await asyncio.sleep(0.05)
                return told

        by_itself = await asyncio.gather(*(one() for _ in range(8)))
        with suppress(ZeroDivisionError):
            async with straight.each_by_itself(sessions) as session:
                raise ZeroDivisionError
        async with straight.writing(sessions) as session:
            writing = await setting.value(session)
        async with AsyncExitStack() as stack:
            others = [await stack.enter_async_context(sessions()) for _ in range(12)]
            plain = [await session.scalar(text("SHOW synchronous_commit")) for session in others]

    assert by_itself == ["off"] * 8
    assert {writing, *plain} == {"on"}
