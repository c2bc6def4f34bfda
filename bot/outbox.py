"""The outbox: messages to citizens, written with what caused them, sent in order within a chat."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import erasure, leases, upserts
from bot.channel_models import Chat, OutboxRow, OutboxState, SendRate
from bot.channels import Limits, Payload
from bot.errors import Blocked, RateLimited, Refused, SendError, Unreachable
from bot.leases import Account
from bot.messages import Destination, OutgoingKind
from knowledge.database import now

_BURST_SECONDS = 0.1
"""How far ahead of an even pace an account may send."""
_BLOCKED = "blocked by the citizen"
_WAITS_FOR_ITS_TIME = and_(
    OutboxRow.kind == OutgoingKind.NOTICE, OutboxRow.not_before > bindparam("at", type_=OutboxRow.not_before.type)
)
_NEXT = (
    select(OutboxRow)
    .where(OutboxRow.chat_id == bindparam("chat"), OutboxRow.state.in_(bindparam("states", expanding=True)))
    .order_by(
        case((OutboxRow.state == OutboxState.SENDING, 0), else_=1),
        case((_WAITS_FOR_ITS_TIME, 1), else_=0),
        case((_WAITS_FOR_ITS_TIME, OutboxRow.not_before)),
        OutboxRow.id,
    )
    .limit(1)
)
_RATE = (
    select(SendRate)
    .where(SendRate.channel == bindparam("of_channel"), SendRate.account == bindparam("of_account"))
    .with_for_update()
)
_SENT = (
    update(OutboxRow)
    .where(OutboxRow.id == bindparam("of"), OutboxRow.state.in_((OutboxState.SENDING, OutboxState.UNCERTAIN)))
    # What has arrived is kept in the conversation, masked, and nowhere else.
    .values(state=OutboxState.SENT, error="", payload="")
    .values(provider_message_id=bindparam("name"), updated_at=bindparam("at"))
    .execution_options(synchronize_session=False)
)


@dataclass(frozen=True)
class Sending:
    """A message that is on its way."""

    id: int
    chat_id: int
    lease_owner: str
    destination: Destination
    payload: Payload
    attempts: int
    kind: OutgoingKind


def add(
    session: AsyncSession,
    chat: Chat,
    payloads: Sequence[Payload],
    *,
    caused_by: int | None,
    kind: OutgoingKind = OutgoingKind.REPLY,
) -> None:
    """Put messages into the outbox of a chat whose row is locked; nothing leaves for who has blocked us."""
    state, error = (OutboxState.DEAD, _BLOCKED) if chat.is_blocked else (OutboxState.PENDING, "")
    session.add_all(
        OutboxRow(
            chat_id=chat.id,
            kind=kind,
            payload=json.dumps(payload, ensure_ascii=False),
            state=state,
            error=error,
            caused_by=caused_by,
        )
        for payload in payloads
    )
    if payloads and not chat.is_blocked:
        # A notice may wait for tomorrow; what is said now need not, though no sooner than the network takes it.
        soon = max(now(), chat.next_send_at or now())
        chat.send_at = soon if chat.send_at is None else min(chat.send_at, soon)


async def take(
    session: AsyncSession, account: Account, limits: Limits, *, lasts: timedelta
) -> Sending | datetime | None:
    """Return the next message of an account, marked as being sent; the moment to come again; or None."""
    chat = await leases.claim_sending(session, [account], lasts=lasts)
    if chat is None:
        return None
    row = await _next(session, chat, is_cut_off_too=True)
    if row is not None and row.state is OutboxState.SENDING:
        await _doubt_what_was_cut_off(session, chat)
        row = await _next(session, chat)
    if row is None:
        _release(chat, send_at=None)
        return now()
    at = now()
    free_at = max(row.not_before, await _free_at(session, account, limits, at))
    if free_at > at:
        # The account's pace is nobody's fault: the others of its chats wait no less, so all come again together.
        _release(chat, send_at=free_at if row.not_before > at else chat.send_at)
        return free_at
    row.state, row.attempts = OutboxState.SENDING, row.attempts + 1
    assert chat.send_lease_owner is not None
    destination = Destination(chat.key, chat.last_inbound_at)
    return Sending(row.id, chat.id, chat.send_lease_owner, destination, json.loads(row.payload), row.attempts, row.kind)


async def _doubt_what_was_cut_off(session: AsyncSession, chat: Chat) -> None:
    """Mark what a process was sending when it was killed: it may have arrived, so it is not sent again."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.chat_id == chat.id, OutboxRow.state == OutboxState.SENDING)
        .values(state=OutboxState.UNCERTAIN, error="the process ended while it was being sent", updated_at=now())
        .execution_options(synchronize_session=False)
    )


async def _next(session: AsyncSession, chat: Chat, *, is_cut_off_too: bool = False) -> OutboxRow | None:
    """Return the oldest message that waits; a notice that waits for its time lets the replies pass.

    What was cut off comes before all else, where it is asked for too.
    """
    states = [OutboxState.PENDING, *([OutboxState.SENDING] if is_cut_off_too else [])]
    values = {"chat": chat.id, "states": states, "at": now()}
    found: OutboxRow | None = await session.scalar(_NEXT, values)
    return found


async def _free_at(session: AsyncSession, account: Account, limits: Limits, at: datetime) -> datetime:
    """Return from when on the account may send, and take the place where that is now."""
    channel, name = account
    rate: SendRate | None = await session.scalar(_RATE, {"of_channel": channel, "of_account": name})
    if rate is None:
        await upserts.insert_once(session, SendRate, {"channel": channel, "account": name, "free_at": at})
        rate = await session.scalar(_RATE, {"of_channel": channel, "of_account": name})
    assert rate is not None
    if rate.free_at > at + timedelta(seconds=_BURST_SECONDS):
        return rate.free_at - timedelta(seconds=_BURST_SECONDS)
    rate.free_at = max(rate.free_at, at) + timedelta(seconds=1 / limits.per_second)
    return at


async def record_sent(session: AsyncSession, sending: Sending, provider_message_id: str, limits: Limits) -> None:
    """Mark a message as arrived, and let the next of its chat go when the network takes it."""
    chat = await leases.lock(session, sending.chat_id)
    # What came of a send is the truth, even where it was thought cut off meanwhile.
    await session.execute(_SENT, {"of": sending.id, "name": provider_message_id[:120], "at": now()})
    if chat is not None:
        await _go_on(session, chat, sending, pause=1 / limits.per_chat_per_second)
    if chat is not None and chat.send_at is None and sending.kind is OutgoingKind.FAREWELL:
        await erasure.forget_if_idle(session, chat)


async def record_failed(
    session: AsyncSession, sending: Sending, error: SendError, account: Account, *, again_after: float | None
) -> None:
    """Mark a message that did not leave: tried again after so many seconds, or never where that is None."""
    chat = await leases.lock(session, sending.chat_id)
    reason = error.reason[:200]
    if again_after is not None and isinstance(error, RateLimited | Unreachable):
        attempts = sending.attempts - isinstance(error, RateLimited)
        not_before = now() + timedelta(seconds=again_after)
        await _set(session, sending, state=OutboxState.PENDING, attempts=attempts, not_before=not_before, error=reason)
    else:
        await _set(session, sending, state=_final(error), error=reason)
    if isinstance(error, Blocked) and chat is not None:
        await mark_blocked(session, chat)
    if chat is not None:
        await _go_on(session, chat, sending, pause=0.0)
        if again_after is None and chat.send_at is None and sending.kind is OutgoingKind.FAREWELL:
            await erasure.forget_if_idle(session, chat)
    if isinstance(error, RateLimited) and error.is_whole_account:
        channel, name = account
        await session.execute(
            update(SendRate)
            .where(SendRate.channel == channel, SendRate.account == name)
            .values(free_at=now() + timedelta(seconds=error.retry_after))
        )


def _final(error: SendError) -> OutboxState:
    if isinstance(error, Refused):
        return OutboxState.FAILED
    if isinstance(error, Blocked | RateLimited | Unreachable):
        return OutboxState.DEAD
    return OutboxState.UNCERTAIN


async def mark_blocked(session: AsyncSession, chat: Chat) -> None:
    """Give up all that waits for a citizen who has blocked us; the next message from there ends it."""
    chat.is_blocked = True
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.chat_id == chat.id, OutboxRow.state == OutboxState.PENDING)
        .values(state=OutboxState.DEAD, error=_BLOCKED, updated_at=now())
        .execution_options(synchronize_session=False)
    )


async def _set(session: AsyncSession, sending: Sending, **values: object) -> None:
    # What came of a send is the truth, even where it was thought cut off meanwhile.
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == sending.id, OutboxRow.state.in_((OutboxState.SENDING, OutboxState.UNCERTAIN)))
        .values(**values, updated_at=now())
        .execution_options(synchronize_session=False)
    )


async def _go_on(session: AsyncSession, chat: Chat, sending: Sending, *, pause: float) -> None:
    if chat.send_lease_owner != sending.lease_owner:
        return
    following = await _next(session, chat)
    chat.next_send_at = now() + timedelta(seconds=pause)
    _release(chat, send_at=None if following is None else max(chat.next_send_at, following.not_before))


def _release(chat: Chat, *, send_at: datetime | None) -> None:
    chat.send_at, chat.send_lease_until, chat.send_lease_owner = send_at, None, None


async def wait_for(session: AsyncSession, sending: Sending) -> None:
    """Let a message wait for what it is to carry, such as a sound; its chat stays ours, and it is surely not sent."""
    await _set(session, sending, state=OutboxState.PENDING, attempts=sending.attempts - 1)


async def take_up(session: AsyncSession, sending: Sending, *, lasts: timedelta) -> bool:
    """Mark a message that waited as being sent; tell whether it is still there and its chat still ours."""
    chat = await leases.lock(session, sending.chat_id)
    if chat is None or chat.send_lease_owner != sending.lease_owner:
        return False
    row = await session.get(OutboxRow, sending.id)
    if row is None or row.state is not OutboxState.PENDING:
        await _go_on(session, chat, sending, pause=0.0)
        return False
    row.state, row.attempts = OutboxState.SENDING, sending.attempts
    chat.send_lease_until = now() + lasts
    return True


async def put_off(session: AsyncSession, sending: Sending, *, seconds: float) -> None:
    """Leave a message that waits to whoever looks after so many seconds."""
    chat = await leases.lock(session, sending.chat_id)
    row = await session.get(OutboxRow, sending.id)
    if row is not None and row.state is OutboxState.PENDING:
        row.not_before = now() + timedelta(seconds=seconds)
    if chat is not None:
        await _go_on(session, chat, sending, pause=0.0)


async def retry(session: AsyncSession, row_id: int) -> bool:
    """Send a message again that failed, was given up or is uncertain; tell whether there is one."""
    row = await session.get(OutboxRow, row_id)
    chat = None if row is None else await leases.lock(session, row.chat_id)
    if row is None or chat is None or row.state in {OutboxState.PENDING, OutboxState.SENDING, OutboxState.SENT}:
        return False
    row.state, row.attempts, row.not_before, row.error = OutboxState.PENDING, 0, now(), ""
    chat.send_at = chat.send_at or now()
    return True


async def drop(session: AsyncSession, row_id: int) -> bool:
    """Remove a message that has not been sent; tell whether there is one."""
    row = await session.get(OutboxRow, row_id)
    if row is None or row.state in {OutboxState.SENDING, OutboxState.SENT}:
        return False
    await session.delete(row)
    return True


async def by_state(session: AsyncSession) -> dict[OutboxState, int]:
    """Return how many messages stand in each state."""
    rows = await session.execute(select(OutboxRow.state, func.count()).group_by(OutboxRow.state))
    return dict.fromkeys(OutboxState, 0) | dict(rows.all())


async def listed(
    session: AsyncSession, *, states: Sequence[OutboxState], limit: int
) -> Sequence[tuple[OutboxRow, Chat]]:
    """Return messages in some states with their chats, the oldest first."""
    rows = await session.execute(
        select(OutboxRow, Chat)
        .join(Chat, Chat.id == OutboxRow.chat_id)
        .where(OutboxRow.state.in_(states))
        .order_by(OutboxRow.id)
        .limit(limit)
    )
    return [(row, chat) for row, chat in rows]
