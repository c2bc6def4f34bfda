from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot import outbox, sendings
from bot.channel_models import Chat, OutboxRow, OutboxState
from bot.errors import RateLimited, Unreachable
from bot.leases import lock
from bot.messages import Destination, OutgoingKind
from bot.settings import ChannelSettings
from knowledge.database import now
from tests.bot.channels.desks import make_desk
from tests.fakes import BIRTH
from tests.peers.plain import PlainChannel, incoming


async def put(desk, *texts, chat="42"):
    """Write messages to a citizen without an occasion."""
    await desk.store(incoming("xin chào", chat=chat))
    await desk.board.worker.work_due()
    async with desk.sessions.begin() as session:
        locked = await lock(session, (await desk.chat(chat)).id)
        await session.execute(OutboxRow.__table__.delete().where(OutboxRow.chat_id == locked.id))
        await outbox.add(session, locked, [{"text": text} for text in texts], caused_by=None)


async def hasten(desk):
    """Let the time pass that messages wait for."""
    async with desk.sessions.begin() as session:
        await session.execute(update(OutboxRow).values(not_before=now()))
        await session.execute(update(Chat).where(Chat.send_at.is_not(None)).values(send_at=now()))


async def test_messages_of_a_chat_arrive_in_order(desk):
    await put(desk, *(f"tin {n}" for n in range(10)))

    await desk.board.work_off()

    assert desk.heard() == [f"tin {n}" for n in range(10)]


async def test_after_a_failure_the_later_messages_of_the_chat_wait_for_it(desk):
    desk.peer.answers["42"].append(503)
    await put(desk, "một", "hai")
    await put(desk, "ba", chat="7")

    await desk.board.work_off()
    assert desk.heard() == []
    assert desk.heard("7") == ["ba"]

    await hasten(desk)
    await desk.board.work_off()
    assert desk.heard() == ["một", "hai"]


async def test_the_network_is_given_the_time_that_it_asks_for(desk):
    desk.peer.answers["42"].append((429, 40))
    await put(desk, "một")

    await desk.board.work_off()

    (row,) = await desk.rows()
    assert row.state is OutboxState.PENDING
    assert timedelta(seconds=35) < row.not_before - now() <= timedelta(seconds=40)
    assert row.attempts == 0


async def test_a_network_that_stays_away_is_tried_again_later_each_time_and_given_up_at_last(peer, channel, sessions):
    desk = make_desk(peer, channel, sessions, ChannelSettings(merge_wait_seconds=0.0, send_attempts=5))
    desk.peer.answers["42"].extend([503] * 10)
    await put(desk, "một", "hai")
    waits = []
    for _ in range(5):
        await hasten(desk)
        await desk.board.dispatchers[desk.board.lines[0].account].send_due()
        row = (await desk.rows())[0]
        waits.append((row.not_before - row.updated_at).total_seconds())

    assert row.state is OutboxState.DEAD
    assert row.error == "503"
    assert [wait > least for wait, least in zip(waits[:4], (0.4, 0.9, 1.9, 3.9), strict=True)] == [True] * 4


async def test_who_blocked_us_is_marked_and_gets_nothing_more(desk):
    desk.peer.answers["42"].append(403)
    await put(desk, "một", "hai")

    await desk.board.work_off()

    assert await desk.states() == ["dead", "dead"]
    assert (await desk.chat()).is_blocked


async def test_what_has_arrived_is_not_kept_in_the_outbox(desk):
    await put(desk, "một")

    await desk.board.work_off()

    assert [(row.state, row.payload) for row in await desk.rows()] == [(OutboxState.SENT, "")]


async def test_a_message_that_is_never_taken_is_shown_and_holds_up_nothing(desk):
    desk.peer.answers["42"].append(400)
    await put(desk, "một", "hai")

    await desk.board.work_off()

    assert await desk.states() == ["failed", "sent"]
    assert (await desk.rows())[0].error == "400"


async def cut_off(desk):
    """Take a message as a process does that is killed while it sends."""
    async with desk.sessions.begin() as session:
        taken = await sendings.take(
            session, desk.board.lines[0].account, desk.channel.limits, lasts=timedelta(milliseconds=1)
        )
    assert isinstance(taken, sendings.Sending)
    await asyncio.sleep(0.01)
    return taken


async def test_a_message_in_flight_at_a_kill_becomes_uncertain_and_is_not_sent_again(desk):
    await put(desk, "một", "hai")
    await cut_off(desk)

    await desk.board.work_off()

    assert await desk.states() == ["uncertain", "sent"]
    assert desk.heard() == ["hai"]


async def test_a_farewell_in_flight_at_a_kill_leaves_nothing_of_the_chat(desk):
    await put(desk, "đã xóa")
    async with desk.sessions.begin() as session:
        await session.execute(update(OutboxRow).values(kind=OutgoingKind.FAREWELL))
    await cut_off(desk)

    await desk.board.work_off()

    assert await desk.rows(Chat) == []


async def test_a_message_that_cannot_be_read_fails_and_holds_nothing_up(desk):
    await put(desk, "một", "hai")
    await put(desk, "ba", chat="7")
    async with desk.sessions.begin() as session:
        await session.execute(update(OutboxRow).where(OutboxRow.payload.contains("một")).values(payload=""))

    await desk.board.work_off()
    await hasten(desk)
    await desk.board.work_off()

    assert (desk.heard(), desk.heard("7")) == (["hai"], ["ba"])
    (failed,) = [row for row in await desk.rows() if row.state is OutboxState.FAILED]
    assert failed.error == "it cannot be read"


async def test_a_message_that_is_sent_again_does_not_wait_for_a_notice_of_tomorrow(desk):
    await put(desk, "một")
    await cut_off(desk)
    await desk.board.work_off()
    (row,) = await desk.rows()
    async with desk.sessions.begin() as session:
        await session.execute(update(Chat).values(send_at=now() + timedelta(days=1)))
        assert await outbox.retry(session, row.id)

    await desk.board.work_off()

    assert desk.heard() == ["một"]


async def test_an_uncertain_message_is_sent_again_when_the_operator_says_so(desk):
    await put(desk, "một")
    await cut_off(desk)
    await desk.board.work_off()

    async with desk.sessions.begin() as session:
        assert await outbox.retry(session, (await desk.rows())[0].id)
    await desk.board.work_off()

    assert desk.heard() == ["một"]
    async with desk.sessions.begin() as session:
        assert not await outbox.retry(session, (await desk.rows())[0].id)


async def test_what_was_thought_cut_off_and_arrived_after_all_is_marked_so(desk):
    await put(desk, "một")
    sending = await cut_off(desk)
    await desk.board.work_off()

    async with desk.sessions.begin() as session:
        await sendings.record_sent(session, sending, "late", desk.channel.limits)

    assert await desk.states() == ["sent"]


async def test_a_message_can_be_dropped_unless_it_was_sent(desk):
    await put(desk, "một", "hai")
    first, second = await desk.rows()
    async with desk.sessions.begin() as session:
        assert await outbox.drop(session, first.id)
    await desk.board.work_off()

    async with desk.sessions.begin() as session:
        assert not await outbox.drop(session, second.id)
    assert desk.heard() == ["hai"]


async def test_a_chat_gets_no_more_in_a_second_than_its_network_takes(peer, sessions, channel_settings):
    desk = make_desk(peer, PlainChannel(peer.address, per_chat=0.1), sessions, channel_settings)
    await put(desk, "một", "hai")
    await put(desk, "ba", chat="7")

    await desk.board.work_off()

    assert desk.heard() == ["một"]
    assert desk.heard("7") == ["ba"]
    assert (await desk.chat()).send_at > now() + timedelta(seconds=5)


async def test_an_account_sends_no_more_in_a_second_than_its_network_takes(peer, sessions, channel_settings):
    desk = make_desk(peer, PlainChannel(peer.address, per_second=0.1), sessions, channel_settings)
    for chat in range(5):
        await put(desk, "tin", chat=str(chat))

    await desk.board.work_off()

    assert len(peer.delivered) == 1


async def test_a_whole_account_that_is_told_to_wait_waits(desk):
    await put(desk, "một")
    await put(desk, "hai", chat="7")

    async def refuse(destination: Destination, payload):
        raise RateLimited(30, is_whole_account=True)

    sending, desk.channel.send = desk.channel.send, refuse
    await desk.board.work_off()
    desk.channel.send = sending
    await desk.board.work_off()

    assert peer_texts(desk) == []


def peer_texts(desk):
    return [one.payload["text"] for one in desk.peer.delivered]


async def test_a_fault_of_the_channel_sends_nothing_twice(desk):
    async def broken(destination, payload):
        raise KeyError("id")

    desk.channel.send = broken
    await put(desk, "một")

    await desk.board.work_off()

    assert await desk.states() == ["uncertain"]


async def test_states_are_counted_and_listed_with_what_went_wrong(desk):
    desk.peer.answers["42"].append(400)
    await put(desk, "một", "hai")
    await desk.board.work_off()

    async with desk.sessions() as session:
        counted = await outbox.by_state(session)
        ((row, chat),) = await outbox.listed(session, states=[OutboxState.FAILED], limit=10)
    assert (counted[OutboxState.FAILED], counted[OutboxState.SENT], counted[OutboxState.DEAD]) == (1, 1, 0)
    assert (row.error, chat.key) == ("400", "42")


async def test_a_reply_is_not_written_by_who_lost_the_chat(desk):
    await desk.store(incoming("lệ phí?"))
    claimed = await desk.board.worker._claim()
    async with desk.sessions.begin() as session:
        await session.execute(update(Chat).values(lease_owner="another"))

    await desk.board.worker._work(*claimed)

    assert await desk.rows() == []
    assert await desk.statuses() == ["pending"]


async def test_the_work_of_a_killed_worker_is_taken_over(peer, channel, sessions):
    desk = make_desk(peer, channel, sessions, ChannelSettings(merge_wait_seconds=0.0, lease_seconds=0.01))
    await desk.store(incoming("lệ phí?"))
    await desk.board.worker._claim()
    await asyncio.sleep(0.02)

    await make_desk(peer, channel, sessions, ChannelSettings(merge_wait_seconds=0.0)).board.work_off()

    assert desk.heard() == [BIRTH.text]


@pytest.mark.parametrize("error", [Unreachable("x"), RateLimited(1.0)])
async def test_errors_tell_a_reason_without_words_of_citizens(error):
    assert error.reason in {"x", "rate limited for 1 s"}


async def test_a_notice_that_waits_for_tomorrow_lets_the_replies_pass(desk):
    async def write(text, kind):
        async with desk.sessions.begin() as session:
            locked = await lock(session, (await desk.chat()).id)
            await outbox.add(session, locked, [{"text": text}], caused_by=None, kind=kind)

    await put(desk)
    desk.peer.answers["42"].append((429, 36_000.0))
    await write("hồ sơ đã có kết quả", OutgoingKind.NOTICE)
    await desk.board.work_off()
    await write("câu trả lời", OutgoingKind.REPLY)
    async with desk.sessions.begin() as session:
        # The pace of the chat, and not the notice, is all that it waited for.
        assert (await lock(session, (await desk.chat()).id)).send_at <= now() + timedelta(seconds=1)
        await session.execute(update(Chat).values(send_at=now()))
    await desk.board.work_off()
    assert desk.heard() == ["câu trả lời"]
    assert (await desk.chat()).send_at > now() + timedelta(hours=9)

    await hasten(desk)
    await desk.board.work_off()
    assert desk.heard() == ["câu trả lời", "hồ sơ đã có kết quả"]


async def test_messages_of_a_chat_keep_their_pace_though_each_finds_the_outbox_empty(peer, sessions, channel_settings):
    desk = make_desk(peer, PlainChannel(peer.address, per_chat=0.1), sessions, channel_settings)
    await desk.says("một")
    await desk.says("hai")

    assert desk.heard() == [BIRTH.text]
    chat = await desk.chat()
    assert chat.send_at == chat.next_send_at > now() + timedelta(seconds=5)

    await hasten(desk)
    await desk.board.work_off()
    assert desk.heard() == [BIRTH.text] * 2


async def test_nothing_leaves_for_who_has_blocked_us_until_they_write_again(desk):
    async def notify():
        async with desk.sessions.begin() as session:
            locked = await lock(session, (await desk.chat()).id)
            await outbox.add(session, locked, [{"text": "tin báo"}], caused_by=None, kind=OutgoingKind.NOTICE)
        await desk.board.work_off()

    await desk.says("xin chào")
    await desk.says("", kind="blocked")
    await notify()
    assert desk.heard() == [BIRTH.text]
    assert [(row.state, row.error) for row in await desk.rows()][1:] == [(OutboxState.DEAD, "blocked by the citizen")]

    await desk.says("lệ phí?")
    await notify()
    assert desk.heard() == [BIRTH.text, BIRTH.text, "tin báo"]


async def test_who_left_and_came_back_at_once_is_answered(desk):
    await desk.store(incoming("", kind="blocked"), incoming("lệ phí?"))
    await desk.board.work_off()

    assert desk.heard() == [BIRTH.text]
