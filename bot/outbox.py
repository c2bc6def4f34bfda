"""The outbox: messages to citizens, written with what caused them; `bot.sendings` takes them on their way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table, bindparam, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import leases
from bot.channel_models import Chat, OutboxRow, OutboxState
from bot.channels import Payload
from bot.messages import OutgoingKind
from bot.straight import Left, Straight
from knowledge.database import UtcDateTime, now

BLOCKED = "blocked by the citizen"
"""The error of what was given up for that."""
_TABLE = cast(Table, OutboxRow.__table__)  # a class of the base has a table; SQLAlchemy types it as anything like one
_GIVEN = ("chat_id", "kind", "payload", "state", "error", "attempts", "caused_by")
_MOMENTS = ("not_before", "created_at", "updated_at")
_ADDING = Straight(
    insert(_TABLE)
    .values({name: bindparam(name) for name in _GIVEN} | dict.fromkeys(_MOMENTS, bindparam("at", type_=UtcDateTime())))
    .returning(_TABLE.c.id)
)


async def add(
    session: AsyncSession,
    chat: Chat,
    payloads: Sequence[Payload],
    *,
    caused_by: int | None,
    kind: OutgoingKind = OutgoingKind.REPLY,
) -> None:
    """Put messages into the outbox of a chat whose row is locked; nothing leaves for who has blocked us."""
    for payload in payloads:
        written = json.dumps(payload, ensure_ascii=False)
        row = {"chat_id": chat.id, "kind": kind, "payload": written, "attempts": 0, "caused_by": caused_by}
        if chat.is_blocked:
            await _ADDING.later(session, **row, state=OutboxState.DEAD, error=BLOCKED, at=now())
        else:
            await _ADDING.later(session, **row, state=OutboxState.PENDING, error="", at=now())
            _send_soon(chat)


async def add_leaving(
    session: AsyncSession, chat: Chat, payload: Payload, *, caused_by: int | None, kind: OutgoingKind
) -> Left:
    """Put a message into the outbox as one that is being sent, and return its id to be; see `bot.departures`."""
    written = json.dumps(payload, ensure_ascii=False)
    row = {"chat_id": chat.id, "kind": kind, "payload": written, "attempts": 1, "caused_by": caused_by}
    _send_soon(chat)
    return await _ADDING.later(session, **row, state=OutboxState.SENDING, error="", at=now())


def _send_soon(chat: Chat) -> None:
    # A notice may wait for tomorrow; what is said now need not, though no sooner than the network takes it.
    at = now()
    soon = max(at, chat.next_send_at or at)
    chat.send_at = soon if chat.send_at is None else min(chat.send_at, soon)


async def mark_blocked(session: AsyncSession, chat: Chat) -> None:
    """Give up all that waits for a citizen who has blocked us; the next message from there ends it."""
    chat.is_blocked = True
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.chat_id == chat.id, OutboxRow.state == OutboxState.PENDING)
        .values(state=OutboxState.DEAD, error=BLOCKED, updated_at=now())
        .execution_options(synchronize_session=False)
    )


async def retry(session: AsyncSession, row_id: int) -> bool:
    """Send a message again that failed, was given up or is uncertain; tell whether there is one."""
    row, chat = await _locked(session, row_id)
    if row is None or chat is None or row.state in {OutboxState.PENDING, OutboxState.SENDING, OutboxState.SENT}:
        return False
    row.state, row.attempts, row.not_before, row.error = OutboxState.PENDING, 0, now(), ""
    _send_soon(chat)
    return True


async def drop(session: AsyncSession, row_id: int) -> bool:
    """Remove a message that has not been sent; tell whether there is one."""
    row, _ = await _locked(session, row_id)
    if row is None or row.state in {OutboxState.SENDING, OutboxState.SENT}:
        return False
    await session.delete(row)
    return True


async def _locked(session: AsyncSession, row_id: int) -> tuple[OutboxRow | None, Chat | None]:
    """Return a message as it stands while its chat is locked: what came of a send may just have been written."""
    chat_id = await session.scalar(select(OutboxRow.chat_id).where(OutboxRow.id == row_id))
    if chat_id is None:
        return None, None
    chat = await leases.lock(session, chat_id)
    return await session.get(OutboxRow, row_id, populate_existing=True), chat


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
        .where(or_(*(OutboxRow.state == one for one in states)))
        .order_by(OutboxRow.id)
        .limit(limit)
    )
    return [(row, chat) for row, chat in rows]
