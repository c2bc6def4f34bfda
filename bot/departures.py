"""Replies that leave at once: taken for sending as they are written, where nothing else of their account is on its way.

To find, lock and take a reply that has just been written, as the dispatcher does, takes two more exchanges with a
server. What cannot leave at once waits in the outbox as ever.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot import outbox, pace
from bot.channel_models import Chat
from bot.channels import Channel, Payload
from bot.leases import Account
from bot.messages import Destination, OutgoingKind
from bot.sendings import Sending
from bot.straight import Given, Left, Row
from knowledge.database import now


class Lane(Protocol):
    """What sends the messages of an account in this process, so many at once."""

    def is_free(self) -> bool:
        """Tell whether there is a place for a message that leaves at once."""
        ...

    async def reserve(self) -> bool:
        """Keep a place for one message that leaves at once; False where there is none."""
        ...

    def release(self) -> None:
        """Give up a place that was kept."""
        ...

    def depart(self, sending: Sending) -> None:
        """Send a message in the place that was kept; return at once."""
        ...

    def look(self) -> None:
        """Look for what has been put into the outbox."""
        ...


@dataclass
class Departure:
    """How the reply to a batch leaves: at once, where it can, and otherwise by way of the outbox alone."""

    lane: Lane
    channel: Channel
    lease: timedelta
    _is_reserved: bool = False
    _is_open: bool = False
    _taken: tuple[Chat, Payload, OutgoingKind, Left] | None = field(default=None, repr=False)

    @property
    def account(self) -> Account:
        """Which account of which network sends."""
        return self.channel.name, self.channel.account

    def prepare(self, payloads: Sequence[Payload]) -> tuple[Given, ...]:
        """Return what locks the pace of the account, where the first of some messages may leave at once.

        One that carries what is yet to be made may not.
        """
        self._taken = None
        if not payloads:
            return ()
        making = self.channel.preparation(payloads[0])
        if making is not None:
            making.close()
            return ()
        return (pace.locking(self.account),) if self._is_reserved or self.lane.is_free() else ()

    async def open(self, session: AsyncSession, chat: Chat, locked: Sequence[Sequence[Row]]) -> None:
        """Keep a place for a message of a locked chat if it may leave at this moment, which uses up the pace."""
        at = now()
        is_next = chat.send_at is None and chat.send_lease_owner is None and not chat.is_blocked
        is_time = chat.next_send_at is None or chat.next_send_at <= at
        self._is_open = False
        if locked and is_next and is_time and await self._reserve():
            self._is_open = await pace.free_at(session, self.account, self.channel.limits, at, locked[0]) <= at

    async def put(
        self, session: AsyncSession, chat: Chat, payloads: Sequence[Payload], *, caused_by: int, kind: OutgoingKind
    ) -> None:
        """Put messages into the outbox of a locked chat, the first of all as one that is being sent if it may leave."""
        if self._is_open and payloads:
            first, *payloads = payloads
            row = await outbox.add_leaving(session, chat, first, caused_by=caused_by, kind=kind)
            chat.send_lease_owner, chat.send_lease_until = secrets.token_hex(16), now() + self.lease
            self._is_open, self._taken = False, (chat, first, kind, row)
        await outbox.add(session, chat, payloads, caused_by=caused_by, kind=kind)

    def leave(self) -> None:
        """Let what was taken leave, now that it is committed."""
        if self._taken is None:
            self.cancel()
            self.lane.look()
            return
        chat, payload, kind, row = self._taken
        ((row_id,),) = row.rows
        destination = Destination(chat.key, chat.last_inbound_at)
        self._is_reserved, self._taken = False, None
        self.lane.depart(Sending(row_id, chat.id, chat.send_lease_owner or "", destination, payload, 1, kind))

    def cancel(self) -> None:
        """Give up the place that was kept, if there is one: nothing was committed."""
        if self._is_reserved:
            self.lane.release()
        self._is_reserved, self._taken = False, None

    async def _reserve(self) -> bool:
        # A transaction that failed may be tried again, and has kept its place.
        self._is_reserved = self._is_reserved or await self.lane.reserve()
        return self._is_reserved
