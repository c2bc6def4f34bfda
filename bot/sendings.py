"""Sendings: the messages of the outbox on their way, in order within a chat, and what came of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot import erasure, leases, outbox, pace, straight
from bot.channel_models import Chat, OutboxRow, OutboxState
from bot.channels import Limits, Payload
from bot.errors import Blocked, RateLimited, Refused, SendError, Unreachable
from bot.leases import Account
from bot.messages import Destination, OutgoingKind
from bot.straight import Left, Row, Straight
from knowledge.database import now

_WAITS_FOR_ITS_TIME = and_(
    OutboxRow.kind == OutgoingKind.NOTICE, OutboxRow.not_before > bindparam("at", type_=OutboxRow.not_before.type)
)


_Wanted = ColumnElement[Any] | InstrumentedAttribute[Any]


def _next_where(states: Collection[OutboxState], *wanted: _Wanted) -> Select[*tuple[Any, ...]]:
    """Return what is wanted of the message that is next in a chat."""
    return (
        select(*wanted)
        .where(OutboxRow.chat_id == bindparam("of"), or_(*(OutboxRow.state == one for one in states)))
        .order_by(
            case((OutboxRow.state == OutboxState.SENDING, 0), else_=1),
            case((_WAITS_FOR_ITS_TIME, 1), else_=0),
            case((_WAITS_FOR_ITS_TIME, OutboxRow.not_before)),
            OutboxRow.id,
        )
        .limit(1)
    )


def _next_of(states: Collection[OutboxState]) -> Straight:
    columns = (
        *(OutboxRow.id, OutboxRow.state, OutboxRow.not_before),
        *(OutboxRow.payload, OutboxRow.attempts, OutboxRow.kind),
    )
    return Straight(_next_where(states, *columns))


_NEXT = _next_of([OutboxState.PENDING])
_NEXT_OR_CUT_OFF = _next_of([OutboxState.PENDING, OutboxState.SENDING])
_TAKING = Straight(
    update(OutboxRow)
    .where(OutboxRow.id == bindparam("of"))
    .values(state=OutboxState.SENDING, attempts=bindparam("count"), updated_at=bindparam("at"))
)
_FAILING = Straight(
    update(OutboxRow)
    .where(OutboxRow.id == bindparam("of"))
    .values(state=OutboxState.FAILED, error=bindparam("why"), updated_at=bindparam("at"))
)
_SENT = Straight(
    update(OutboxRow)
    .where(
        OutboxRow.id == bindparam("of"),
        or_(OutboxRow.state == OutboxState.SENDING, OutboxRow.state == OutboxState.UNCERTAIN),
    )
    # What has arrived is kept in the conversation, masked, and nowhere else.
    .values(state=OutboxState.SENT, error="", payload="")
    .values(provider_message_id=bindparam("name"), updated_at=bindparam("at"))
)
_RELEASING = Straight(
    update(Chat)
    .where(Chat.id == bindparam("of"), Chat.send_lease_owner == bindparam("owner"))
    .values(send_at=bindparam("next"), send_lease_until=None, send_lease_owner=None)
)
_LOCKING = Straight(select(Chat.id).where(Chat.id == bindparam("of")).with_for_update())
_FREE = bindparam("free", type_=Chat.next_send_at.type)
_GOING_ON = Straight(
    update(Chat)
    .where(Chat.id == bindparam("of"), Chat.send_lease_owner == bindparam("owner"))
    .values(
        # Not before the network takes another message of the chat, nor before the next one's own time.
        send_at=_next_where(
            [OutboxState.PENDING], case((OutboxRow.not_before > _FREE, OutboxRow.not_before), else_=_FREE)
        ).scalar_subquery(),
        next_send_at=_FREE,
        send_lease_until=None,
        send_lease_owner=None,
    )
    .returning(Chat.send_at)
)


@dataclass(frozen=True)
class _Waiting:
    """A message that may be next."""

    id: int
    state: OutboxState
    not_before: datetime
    payload: str
    attempts: int
    kind: OutgoingKind


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


async def take(
    session: AsyncSession, account: Account, limits: Limits, *, lasts: timedelta
) -> Sending | datetime | None:
    """Return the next message of an account, marked as being sent; the moment to come again; or None."""
    chat = await leases.claim_sending(session, [account], lasts=lasts)
    if chat is None:
        return None
    owner = chat.owner
    at = now()
    # The account's pace is asked for on the way: nearly always something is there that may leave.
    found, rate = await straight.together(session, _NEXT_OR_CUT_OFF.given(of=chat.id, at=at), pace.locking(account))
    row = _waiting(found)
    is_over = False
    if row is not None and row.state is OutboxState.SENDING:
        await _doubt_what_was_cut_off(session, chat.id)
        is_over = row.kind is OutgoingKind.FAREWELL
        row = await _next(session, chat.id)
    if row is None:
        await _RELEASING.run(session, of=chat.id, owner=owner, next=None)
        if is_over:
            await _part(session, chat.id)
        return at
    payload = _readable(row)
    if payload is None:
        # One that can never leave must not hold up all behind it.
        await _FAILING.run(session, of=row.id, why="it cannot be read", at=at)
        await _RELEASING.run(session, of=chat.id, owner=owner, next=at)
        return at
    # The pace is used up by what leaves, and not by what waits for its own time.
    free_at = row.not_before if row.not_before > at else await pace.free_at(session, account, limits, at, rate)
    if free_at > at:
        # The account's pace is nobody's fault: the others of its chats wait no less, so all come again together.
        waits_till = free_at if row.not_before > at else chat.send_at
        await _RELEASING.run(session, of=chat.id, owner=owner, next=waits_till)
        return free_at
    attempts = row.attempts + 1
    await _TAKING.later(session, of=row.id, count=attempts, at=at)
    destination = Destination(chat.key, chat.last_inbound_at)
    return Sending(row.id, chat.id, owner, destination, payload, attempts, row.kind)


def _readable(row: _Waiting) -> Payload | None:
    try:
        payload: Payload = json.loads(row.payload)
    except ValueError:
        return None
    return payload


async def _doubt_what_was_cut_off(session: AsyncSession, chat_id: int) -> None:
    """Mark what a process was sending when it was killed: it may have arrived, so it is not sent again."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.chat_id == chat_id, OutboxRow.state == OutboxState.SENDING)
        .values(state=OutboxState.UNCERTAIN, error="the process ended while it was being sent", updated_at=now())
        .execution_options(synchronize_session=False)
    )


async def _next(session: AsyncSession, chat_id: int) -> _Waiting | None:
    """Return the oldest message that waits; a notice that waits for its time lets the replies pass."""
    return _waiting(await _NEXT.run(session, of=chat_id, at=now()))


def _waiting(found: Sequence[Row]) -> _Waiting | None:
    return _Waiting(*found[0]) if found else None


async def record_sent(session: AsyncSession, sending: Sending, provider_message_id: str, limits: Limits) -> Left:
    """Mark a message as arrived, and let the next of its chat go when the network takes it; return when that is."""
    # Rows are locked in one order everywhere, the chat's first; and what is next is looked for only when it is locked,
    # or a message that is being added in this moment would be overlooked.
    await _LOCKING.later(session, of=sending.chat_id)
    going_on = await _go_on(session, sending, pause=1 / limits.per_chat_per_second)
    # What came of a send is the truth, even where it was thought cut off meanwhile.
    await _SENT.later(session, of=sending.id, name=provider_message_id[:120], at=now())
    if sending.kind is OutgoingKind.FAREWELL:
        await straight.settle(session)
        await _part(session, sending.chat_id)
    return going_on


async def _part(session: AsyncSession, chat_id: int) -> None:
    """Forget a chat whose farewell is over, unless something else waits in it."""
    chat = await leases.lock(session, chat_id)
    if chat is not None and chat.send_at is None:
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
        await outbox.mark_blocked(session, chat)
        # Written before the statements that follow, which go past the session.
        await session.flush()
    if chat is not None:
        await _go_on(session, sending, pause=0.0)
        if again_after is None and sending.kind is OutgoingKind.FAREWELL:
            await _part(session, sending.chat_id)
    if isinstance(error, RateLimited) and error.is_whole_account:
        await pace.pause(session, account, seconds=error.retry_after)


def _final(error: SendError) -> OutboxState:
    if isinstance(error, Refused):
        return OutboxState.FAILED
    if isinstance(error, Blocked | RateLimited | Unreachable):
        return OutboxState.DEAD
    return OutboxState.UNCERTAIN


async def _set(session: AsyncSession, sending: Sending, **values: object) -> None:
    # What came of a send is the truth, even where it was thought cut off meanwhile.
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == sending.id, OutboxRow.state.in_((OutboxState.SENDING, OutboxState.UNCERTAIN)))
        .values(**values, updated_at=now())
        .execution_options(synchronize_session=False)
    )


async def _go_on(session: AsyncSession, sending: Sending, *, pause: float) -> Left:
    """Let the next message of the chat go when the network takes it, if the chat is still ours."""
    at = now()
    free = at + timedelta(seconds=pause)
    return await _GOING_ON.later(session, of=sending.chat_id, owner=sending.lease_owner, at=at, free=free)


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
        await _go_on(session, sending, pause=0.0)
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
        await session.flush()
    if chat is not None:
        await _go_on(session, sending, pause=0.0)
