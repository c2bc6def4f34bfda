"""Who works on a chat: one worker at a time writes its replies, one dispatcher at a time sends them."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.channel import ChannelName
from bot.channel_models import Chat
from bot.errors import LeaseLost
from bot.straight import Given, Row, Straight
from knowledge.database import now

Account = tuple[ChannelName, str]
Moment = InstrumentedAttribute[datetime | None]

_COLUMNS = tuple(Chat.__table__.columns.keys())
_HOLDING = Straight(select(Chat.__table__).where(Chat.id == bindparam("of")).with_for_update())
_KEPT = (
    *("work_at", "waiting_since", "lease_until", "lease_owner"),
    *("send_at", "send_lease_until", "send_lease_owner"),
    *("paused_until", "flooded_until", "is_blocked", "choices"),
)
_KEEPING = Straight(update(Chat).where(Chat.id == bindparam("of")).values({name: bindparam(name) for name in _KEPT}))
_LOCKING = (
    select(Chat).where(Chat.id == bindparam("chat_id")).with_for_update().execution_options(populate_existing=True)
)


@dataclass(frozen=True)
class Lease:
    """The right to work on a chat for a while."""

    chat_id: int
    owner: str


@dataclass(frozen=True)
class SendingChat:
    """A chat whose messages are ours to send for a while."""

    id: int
    key: str
    send_at: datetime | None
    last_inbound_at: datetime | None
    owner: str
    """The name under which the lease is held."""


async def claim_work(
    session: AsyncSession, accounts: Collection[Account], *, lasts: timedelta, also: tuple[ColumnElement[Any], ...] = ()
) -> tuple[Chat, Row] | None:
    """Return a chat with updates to work on, now leased to its `lease_owner`, and what is asked of it beside.

    The longest waiting comes first.
    """
    row = await _claim(session, _claiming_work(tuple(accounts), also), secrets.token_hex(16), lasts)
    if row is None:
        return None
    # An object of its own: what is changed on it is written by whoever holds the lease, with a statement.
    known, beside = row[: len(_COLUMNS)], row[len(_COLUMNS) :]
    return Chat(**dict(zip(_COLUMNS, known, strict=True))), beside


async def claim_sending(
    session: AsyncSession, accounts: Collection[Account], *, lasts: timedelta
) -> SendingChat | None:
    """Return a chat with messages to send, now leased."""
    owner = secrets.token_hex(16)
    row = await _claim(session, _claiming_sending(tuple(accounts)), owner, lasts)
    return None if row is None else SendingChat(row[0], row[1], row[2], row[3], owner)


async def _claim(session: AsyncSession, claiming: Straight, owner: str, lasts: timedelta) -> Row | None:
    at = now()
    return await claiming.first(session, at=at, until=at + lasts, owner=owner)


# Statements are made once: to put one together takes longer than to run it.
@cache
def _claiming_work(accounts: tuple[Account, ...], also: tuple[ColumnElement[Any], ...]) -> Straight:
    waiting = _waiting(accounts, Chat.work_at, Chat.lease_until)
    columns = (*(getattr(Chat, name) for name in _COLUMNS), *also)
    return _claiming(waiting, until=Chat.lease_until, owner=Chat.lease_owner, columns=columns)


@cache
def _claiming_sending(accounts: tuple[Account, ...]) -> Straight:
    waiting = _waiting(accounts, Chat.send_at, Chat.send_lease_until)
    columns = (Chat.id, Chat.key, Chat.send_at, Chat.last_inbound_at)
    return _claiming(waiting, until=Chat.send_lease_until, owner=Chat.send_lease_owner, columns=columns)


def _waiting(accounts: Collection[Account], due: Moment, leased_until: Moment) -> Select[int]:
    at = bindparam("at", type_=Chat.work_at.type)
    return (
        select(Chat.id)
        .where(_belongs_to(accounts), due <= at, or_(leased_until.is_(None), leased_until < at))
        .order_by(due)
        .limit(1)
        # PostgreSQL passes over what another worker is just claiming; SQLite has one writer at a time anyhow.
        .with_for_update(skip_locked=True)
    )


def _claiming(
    waiting: Select[int],
    *,
    until: Moment,
    owner: InstrumentedAttribute[str | None],
    columns: Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]],
) -> Straight:
    return Straight(
        update(Chat)
        .where(Chat.id == waiting.scalar_subquery())
        .values({until: bindparam("until"), owner: bindparam("owner")})
        .returning(*columns)
    )


def _belongs_to(accounts: Collection[Account]) -> ColumnElement[bool]:
    return or_(false(), *(and_(Chat.channel == channel, Chat.account == account) for channel, account in accounts))


def holding(lease: Lease) -> Given:
    """Return what locks the row of a leased chat until the transaction ends, for `held`."""
    return _HOLDING.given(of=lease.chat_id)


def held(lease: Lease, rows: Sequence[Row]) -> Chat:
    """Return a chat whose row is locked, apart from the session: `keep` writes it. Raise LeaseLost."""
    chat = Chat(**dict(zip(_COLUMNS, rows[0], strict=True))) if rows else None
    if chat is None or chat.lease_owner != lease.owner:
        raise LeaseLost(f"chat {lease.chat_id} is worked on elsewhere")
    return chat


async def keep(session: AsyncSession, chat: Chat) -> None:
    """Write what was changed on a chat that is held."""
    await _KEEPING.later(session, of=chat.id, **{name: getattr(chat, name) for name in _KEPT})


async def pass_over(session: AsyncSession, lease: Lease) -> None:
    """Let go of a leased chat in which nothing waits."""
    nothing = {Chat.lease_until: None, Chat.lease_owner: None, Chat.work_at: None, Chat.waiting_since: None}
    await _change(session, lease, nothing)


async def renew_work(session: AsyncSession, lease: Lease, *, lasts: timedelta) -> None:
    """Keep a chat for longer, if it is still ours."""
    await _change(session, lease, {Chat.lease_until: now() + lasts})


async def abandon_work(session: AsyncSession, lease: Lease) -> None:
    """Let others do at once what we shall not finish, if the chat is still ours."""
    await _change(session, lease, {Chat.lease_until: None, Chat.lease_owner: None})


async def _change(session: AsyncSession, lease: Lease, values: Mapping[InstrumentedAttribute[Any], object]) -> None:
    await session.execute(
        update(Chat)
        .where(Chat.id == lease.chat_id, Chat.lease_owner == lease.owner)
        .values(values)
        .execution_options(synchronize_session=False)
    )


async def lock(session: AsyncSession, chat_id: int) -> Chat | None:
    """Return a chat, its row locked until the transaction ends."""
    found: Chat | None = await session.scalar(_LOCKING, {"chat_id": chat_id})
    return found


def release_work(chat: Chat, *, has_more: bool) -> None:
    """Let others work on the chat; what came in meanwhile keeps its own time."""
    chat.lease_until, chat.lease_owner = None, None
    if has_more:
        chat.waiting_since = now()
    else:
        chat.work_at, chat.waiting_since = None, None
