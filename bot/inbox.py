"""The inbox: what the networks delivered, stored masked before they are answered 200, each update once."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import (
    ColumnElement,
    Integer,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    literal_column,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot import counts, leases, straight, upserts, waking
from bot.channel_models import Chat, InboxRow, InboxStatus
from bot.leases import Account
from bot.messages import Incoming, IncomingKind
from bot.privacy import mask
from bot.settings import ChannelSettings
from bot.straight import Given, Row, Straight
from knowledge.database import now

logger = logging.getLogger(__name__)

_PAYLOADS = TypeAdapter(Incoming)
_LONGEST = 8000
"""Characters kept of a text; what is longer than a question may be is refused politely later on."""
_LONGEST_WAIT = 4
"""How many waits a citizen who goes on writing puts off the answer."""
# What a network tells about a chat is no sign of life from the citizen.
OF_THE_NETWORK = frozenset({IncomingKind.STAFF_WROTE, IncomingKind.BLOCKED, IncomingKind.WITHDRAW})


_PENDING = Straight(
    select(InboxRow.id, InboxRow.payload)
    .where(InboxRow.chat_id == bindparam("chat"), InboxRow.status == InboxStatus.PENDING)
    .order_by(InboxRow.id)
)
# Spelt out: for SQLite the library leaves out the names of tables behind RETURNING, and `id` would be the update's.
_WAITING_IN_CHAT = (
    InboxRow.chat_id == literal_column("chats.id", Integer),
    InboxRow.status == InboxStatus.PENDING,
)
# Nearly always one update waits, which is read along with the claim of its chat.
_FIRST = (
    select(func.count()).where(*_WAITING_IN_CHAT).scalar_subquery(),
    select(InboxRow.id).where(*_WAITING_IN_CHAT).order_by(InboxRow.id).limit(1).scalar_subquery(),
    select(InboxRow.payload).where(*_WAITING_IN_CHAT).order_by(InboxRow.id).limit(1).scalar_subquery(),
)

_IS_KNOWN = exists().where(
    InboxRow.channel == bindparam("channel"),
    InboxRow.account == bindparam("account"),
    InboxRow.update_id == bindparam("update_id"),
)
_PENDING_AFTER = Straight(
    select(InboxRow.id)
    .where(
        InboxRow.chat_id == bindparam("chat"), InboxRow.status == InboxStatus.PENDING, InboxRow.id > bindparam("known")
    )
    .limit(1)
)
_FINISHING_ONE = Straight(
    update(InboxRow)
    .where(InboxRow.id == bindparam("of"))
    .values(status=bindparam("as"), payload="", answered_with=bindparam("with"))
)
_FINISHING = (
    update(InboxRow)
    .where(InboxRow.id.in_(bindparam("ids", expanding=True)))
    .values(status=bindparam("as"), payload="", answered_with=bindparam("with"))
    .execution_options(synchronize_session=False)
)


@dataclass
class _Delivery:
    updates: Sequence[Incoming]
    centre: str
    stored: asyncio.Future[int] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Inbox:
    """Stores updates; those that come at the same moment share a transaction."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], settings: ChannelSettings) -> None:
        self._sessions = sessions
        self._wait = timedelta(seconds=settings.merge_wait_seconds)
        self._waiting: list[_Delivery] = []
        self._writing = asyncio.Lock()
        self.arrived = asyncio.Event()
        """Set when something new is stored, for workers in this process."""

    async def store(self, updates: Sequence[Incoming], *, centre: str) -> int:
        """Store updates and return how many are new; when this returns they are on disk."""
        delivery = _Delivery(updates, centre)
        self._waiting.append(delivery)
        async with self._writing:
            # Whoever held the lock may have stored this one along with its own.
            if not delivery.stored.done():
                await self._store_all()
        return await delivery.stored

    async def _store_all(self) -> None:
        deliveries, self._waiting = self._waiting, []
        try:
            async with straight.writing(self._sessions) as session:
                stored = await self._insert_all(session, deliveries)
        except asyncio.CancelledError:
            # Nobody cancelled those that came at the same moment: the next of them stores all of it.
            self._waiting = [*deliveries, *self._waiting]
            raise
        except Exception as error:
            for delivery in deliveries:
                delivery.stored.set_exception(error)
                # Looked at, so that nobody logs it with all that it holds; who waits for it gets it all the same.
                delivery.stored.exception()
            raise
        for delivery, count in zip(deliveries, stored, strict=True):
            delivery.stored.set_result(count)
        if any(stored):
            self.arrived.set()

    async def _insert_all(self, session: AsyncSession, deliveries: Sequence[_Delivery]) -> list[int]:
        stored = [0] * len(deliveries)
        arrived = [(place, one) for place, delivery in enumerate(deliveries) for one in delivery.updates]
        # Chats are locked in one order everywhere, so that two processes never wait for each other.
        arrived.sort(key=lambda pair: (pair[1].channel, pair[1].account, pair[1].chat))
        at = now()
        dialect = upserts.dialect(session)
        statements = []
        for place, one in arrived:
            # The rows of the chats stay locked until the transaction ends.
            statements += [self._touching(dialect, one, deliveries[place].centre, at), _insertion(dialect, one, at)]
        inserted = (await straight.together(session, *statements))[1::2]
        happened = Counter((one.channel, "duplicate") for _, one in arrived)
        for (place, one), rows in zip(arrived, inserted, strict=True):
            if rows:
                stored[place] += 1
                happened[one.channel, "duplicate"] -= 1
                happened[one.channel, one.kind.value] += 1
        await counts.add(session, +happened)
        if any(stored):
            await waking.tell(session)
        return stored

    def _touching(self, dialect: str, incoming: Incoming, centre: str, at: datetime) -> Given:
        is_of_citizen = incoming.kind not in OF_THE_NETWORK
        return _touching(dialect, is_of_citizen=is_of_citizen).given(
            channel=incoming.channel,
            account=incoming.account,
            update_id=incoming.update_id,
            key=incoming.chat,
            centre_id=centre,
            work_at=at + self._wait,
            waiting_since=at,
            last_inbound_at=at if is_of_citizen else None,
            at=at,
            patience_ended=at - _LONGEST_WAIT * self._wait,
        )


def _insertion(dialect: str, incoming: Incoming, at: datetime) -> Given:
    return _inserting(dialect).given(
        channel=incoming.channel,
        account=incoming.account,
        update_id=incoming.update_id,
        key=incoming.chat,
        kind=incoming.kind,
        payload=_PAYLOADS.dump_json(masked(incoming)).decode(),
        received_at=at,
    )


# Statements are made once: to put one together takes longer than to run it.
@cache
def _touching(dialect: str, *, is_of_citizen: bool) -> Straight:
    """Find or make the chat of an update and note when it may be worked on.

    What comes once more says nothing of the chat, and does not bring one back that was erased.
    """
    at = bindparam("at", type_=Chat.work_at.type)
    names = ("channel", "account", "key", "centre_id", "work_at", "waiting_since", "last_inbound_at")
    values = upserts.given(Chat, **{name: name for name in names})
    new: dict[str, ColumnElement[Any]] = {"choices": literal("[]"), "is_blocked": false(), "created_at": at}
    row = upserts.insert_where(Chat, dialect, values | new, ~_IS_KNOWN)
    # Whoever is still writing is waited for, but not for ever.
    has_waited_enough = Chat.waiting_since < bindparam("patience_ended", type_=Chat.work_at.type)
    changed: dict[str, object] = {
        "work_at": case((has_waited_enough, func.coalesce(Chat.work_at, at)), else_=row.excluded.work_at),
        "waiting_since": func.coalesce(Chat.waiting_since, at),
        # The account may have been given to another centre since.
        "centre_id": row.excluded.centre_id,
    }
    if is_of_citizen:
        changed |= {"last_inbound_at": at, "is_blocked": False}
    on_conflict = row.on_conflict_do_update(index_elements=["channel", "account", "key"], set_=changed)
    return Straight(on_conflict)


@cache
def _inserting(dialect: str) -> Straight:
    """Insert an update and return its id; nothing where it has come before."""
    names = ("channel", "account", "update_id", "kind", "payload", "received_at")
    pending = literal(InboxStatus.PENDING, InboxRow.status.type)
    values = upserts.given(InboxRow, **{name: name for name in names})
    row = upserts.insert_where(
        InboxRow,
        dialect,
        values | {"chat_id": Chat.__table__.c.id, "status": pending},
        Chat.channel == bindparam("channel"),
        Chat.account == bindparam("account"),
        Chat.key == bindparam("key"),
    )
    return Straight(row.on_conflict_do_nothing().returning(InboxRow.id))


def masked(incoming: Incoming) -> Incoming:
    """Return an update fit to be stored."""
    # A button carries words of ours, or their code, in which a run of digits is no one's number.
    if incoming.kind is IncomingKind.BUTTON:
        return incoming
    return replace(incoming, text=mask(incoming.text[:_LONGEST]).text)


async def claim(
    session: AsyncSession, accounts: Collection[Account], *, lasts: timedelta
) -> tuple[Chat, list[tuple[int, Incoming]]] | None:
    """Return a chat, leased, and its updates that wait, as they came; what cannot be read is dropped."""
    claimed = await leases.claim_work(session, accounts, lasts=lasts, also=_FIRST)
    if claimed is None:
        return None
    chat, (count, *first) = claimed
    rows: Sequence[Row] = [tuple(first)] if count else []
    if count > 1:
        rows = await _PENDING.run(session, chat=chat.id)
    return chat, await _read(session, rows)


async def _read(session: AsyncSession, rows: Sequence[Row]) -> list[tuple[int, Incoming]]:
    waiting, unreadable = [], []
    for row_id, payload in rows:
        try:
            waiting.append((row_id, _PAYLOADS.validate_json(payload)))
        except ValidationError:
            # Another release wrote it. Left where it is, it would hold up this chat and all behind it.
            unreadable.append(row_id)
    if unreadable:
        logger.error("Updates not readable", extra={"updates": unreadable})
        await finish(session, unreadable, status=InboxStatus.DROPPED, answered_with=None)
    return waiting


def pending_after(chat_id: int, known: int) -> Given:
    """Return what finds an update of a chat that came after one that is known, and waits."""
    return _PENDING_AFTER.given(chat=chat_id, known=known)


async def count_since(session: AsyncSession, chat_id: int, moment: datetime) -> int:
    """Return how many updates a chat sent since a moment."""
    found = await session.scalar(
        select(func.count()).where(InboxRow.chat_id == chat_id, InboxRow.received_at >= moment)
    )
    return found or 0


async def finish(
    session: AsyncSession, ids: Sequence[int], *, status: InboxStatus = InboxStatus.DONE, answered_with: int | None
) -> None:
    """Mark updates as worked on; their words are forgotten here."""
    if len(ids) == 1:
        await _FINISHING_ONE.later(session, **{"of": ids[0], "as": status, "with": answered_with})
    else:
        await straight.settle(session)
        await session.execute(_FINISHING, {"ids": ids, "as": status, "with": answered_with})
