"""Replies that leave at once, beside what goes by way of the outbox alone."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot import leases
from bot.channel_models import Chat, SendRate
from bot.dispatcher import Dispatcher
from bot.settings import ChannelSettings
from knowledge.database import now
from tests.bot.channels.desks import make_desk, switched_on, until
from tests.fakes import BIRTH
from tests.peers.plain import PlainChannel, incoming


@pytest.fixture
def channel_settings():
    return ChannelSettings(merge_wait_seconds=0.0, stop_seconds=1.0)


@pytest.fixture
def nobody_looks(monkeypatch):
    """Nobody looks for what stands in the outbox while the board runs: what arrives has left at once."""

    async def asleep(_):
        await asyncio.Event().wait()

    monkeypatch.setattr(Dispatcher, "_run_lane", asleep)


async def arrived(desk, texts, chat="42"):
    """Wait until a citizen has read these, and it is written down."""
    await until(lambda: desk.heard(chat) == texts)
    async with asyncio.timeout(20):
        while (await desk.chat(chat)).send_lease_owner is not None:
            await asyncio.sleep(0.01)


@pytest.mark.usefixtures("nobody_looks")
async def test_a_reply_leaves_without_being_looked_for(desk):
    async with switched_on(desk):
        await desk.store(incoming("lệ phí?"))
        await arrived(desk, [BIRTH.text])

    (row,) = await desk.rows()
    assert (row.state.value, row.attempts, row.payload, row.provider_message_id) == ("sent", 1, "", "p1")
    assert (await desk.chat()).send_at is None


@pytest.mark.usefixtures("nobody_looks")
async def test_the_next_reply_of_a_chat_leaves_as_the_first_did(desk):
    async with switched_on(desk):
        await desk.store(incoming("lệ phí?"))
        await arrived(desk, [BIRTH.text])
        await desk.store(incoming("còn giấy tờ?"))
        await arrived(desk, [BIRTH.text] * 2)

    assert await desk.states() == ["sent", "sent"]


async def test_a_reply_in_parts_arrives_in_order(desk):
    desk.dialogue.reply = BIRTH.__class__(BIRTH.outcome, "một\fhai\fba", "một hai ba")
    async with switched_on(desk):
        await desk.store(incoming("lệ phí?"))
        await arrived(desk, ["một", "hai", "ba"])

    assert await desk.states() == ["sent"] * 3


async def test_replies_of_many_chats_arrive_once_each_though_one_leaves_at_a_time(desk):
    desk.peer.slow = 0.05
    async with switched_on(desk):
        await desk.store(*(incoming("lệ phí?", chat=str(chat)) for chat in range(8)))
        for chat in range(8):
            await arrived(desk, [BIRTH.text], str(chat))

    assert await desk.states() == ["sent"] * 8
    assert len(desk.peer.delivered) == 8


async def test_a_reply_waits_behind_what_waits_in_its_chat(desk):
    desk.peer.answers["42"].append((429, 40))
    async with switched_on(desk):
        await desk.store(incoming("một"))
        await until(lambda: not desk.peer.answers["42"])
        await arrived(desk, [])
        await desk.store(incoming("hai"))
        await until(lambda: len(desk.dialogue.heard) == 2)

    assert desk.heard() == []
    assert await desk.states() == ["pending", "pending"]


@pytest.mark.usefixtures("nobody_looks")
async def test_a_reply_waits_as_long_as_its_network_wants_between_two_messages_of_a_chat(
    peer, sessions, channel_settings
):
    desk = make_desk(peer, PlainChannel(peer.address, per_chat=0.01), sessions, channel_settings)
    async with switched_on(desk):
        await desk.store(incoming("một"))
        await arrived(desk, [BIRTH.text])
        await desk.store(incoming("hai"))
        await until(lambda: len(desk.dialogue.heard) == 2)

    assert await desk.states() == ["sent", "pending"]
    assert (await desk.chat()).send_at - now() > timedelta(seconds=60)


@pytest.mark.usefixtures("nobody_looks")
async def test_a_reply_that_leaves_at_once_uses_up_the_pace_of_its_account(peer, sessions, channel_settings):
    desk = make_desk(peer, PlainChannel(peer.address, per_second=0.01), sessions, channel_settings)
    async with switched_on(desk):
        await desk.store(incoming("một", chat="1"))
        await arrived(desk, [BIRTH.text], "1")
        await desk.store(incoming("hai", chat="2"))
        await until(lambda: len(desk.dialogue.heard) == 2)

    async with desk.sessions() as session:
        assert await session.scalar(select(SendRate.free_at)) - now() > timedelta(seconds=60)
    assert await desk.states() == ["sent", "pending"]


@pytest.mark.usefixtures("nobody_looks")
async def test_a_reply_that_the_network_refuses_at_once_is_shown(desk):
    desk.peer.answers["42"].append(400)
    async with switched_on(desk):
        await desk.store(incoming("lệ phí?"))
        await until(lambda: not desk.peer.answers["42"])
        await arrived(desk, [])

    assert [(row.state.value, row.error) for row in await desk.rows()] == [("failed", "400")]


@pytest.mark.usefixtures("nobody_looks")
async def test_a_reply_that_could_not_be_written_does_not_leave_and_the_next_one_does(desk, monkeypatch):
    keep, failed = leases.keep, asyncio.Event()

    async def failing(session, chat):
        if not failed.is_set():
            failed.set()
            raise ConnectionError
        await keep(session, chat)

    monkeypatch.setattr(leases, "keep", failing)
    async with switched_on(desk):
        await desk.store(incoming("lệ phí?"))
        # The apology is what follows a turn that failed.
        await until(lambda: len(desk.heard()) == 1)
        await arrived(desk, desk.heard())
        await desk.store(incoming("lệ phí?", chat="7"))
        await arrived(desk, [BIRTH.text], "7")

    assert BIRTH.text not in desk.heard()
    assert await desk.states() == ["sent", "sent"]


@pytest.mark.usefixtures("nobody_looks")
async def test_a_reply_that_was_leaving_at_a_kill_is_shown_as_uncertain_and_holds_nothing_up(desk, monkeypatch):
    left = []
    dispatcher = desk.board.dispatchers[desk.board.lines[0].account]
    monkeypatch.setattr(dispatcher, "depart", lambda sending: (left.append(sending), dispatcher.release()))
    async with switched_on(desk):
        await desk.store(incoming("lệ phí?"))
        await until(lambda: left)
    async with desk.sessions.begin() as session:
        await session.execute(update(Chat).values(send_lease_until=now()))

    await desk.says("còn giấy tờ?")

    assert await desk.states() == ["uncertain", "sent"]
    assert desk.heard() == [BIRTH.text]


async def test_a_place_that_is_kept_is_waited_for_when_the_process_is_told_to_stop(peer, channel, sessions):
    desk = make_desk(peer, channel, sessions, ChannelSettings(merge_wait_seconds=0.0, stop_seconds=5.0))
    dispatcher = desk.board.dispatchers[desk.board.lines[0].account]
    running = asyncio.create_task(dispatcher.run())
    await until(dispatcher.is_free)
    assert await dispatcher.reserve()
    assert not dispatcher.is_free()

    running.cancel()
    await asyncio.wait([running], timeout=0.1)
    assert not running.done()
    dispatcher.release()
    await asyncio.wait([running], timeout=10)
    assert running.done()


async def test_where_nobody_sends_a_reply_waits_in_the_outbox(desk):
    await desk.store(incoming("lệ phí?"))
    await desk.board.worker.work_due()

    assert await desk.states() == ["pending"]
    assert desk.heard() == []


async def test_a_reply_that_finds_the_place_taken_follows_and_both_are_written_down(desk, monkeypatch):
    send, go_on = desk.channel.send, asyncio.Event()

    async def held(destination, payload):
        name = await send(destination, payload)
        await go_on.wait()
        return name

    monkeypatch.setattr(desk.channel, "send", held)
    async with switched_on(desk):
        await desk.store(incoming("lệ phí?", chat="1"))
        await until(lambda: desk.peer.delivered)
        await desk.store(incoming("lệ phí?", chat="2"))
        async with asyncio.timeout(20):
            while await desk.states() != ["sending", "pending"]:
                await asyncio.sleep(0.01)
        go_on.set()
        await arrived(desk, [BIRTH.text], "1")
        await arrived(desk, [BIRTH.text], "2")

    assert await desk.states() == ["sent", "sent"]
