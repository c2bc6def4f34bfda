"""Sends what stands in the outbox of one account: in order within a chat, at the pace that its network takes."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import deque
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot import endings, faults, sendings, straight, waking
from bot.channels import Channel, Payload
from bot.errors import RateLimited, Refused, SendError, Uncertain, Unreachable
from bot.sendings import Sending
from bot.settings import ChannelSettings
from knowledge.database import now

logger = logging.getLogger(__name__)

_Sent = tuple[Sending, str]
"""A message that has arrived, and its name on the network."""
_LONGEST_BACKOFF_SECONDS = 900.0
_MADE_AT_ONCE = 4
"""How many sounds are made at once; the next are put off for a moment."""
_PUT_OFF_SECONDS = 1.0


class Dispatcher:
    """Sends the messages of one account."""

    def __init__(self, channel: Channel, sessions: async_sessionmaker[AsyncSession], settings: ChannelSettings) -> None:
        self._channel, self._sessions, self._settings = channel, sessions, settings
        self._account = (channel.name, channel.account)
        self._lease = timedelta(seconds=settings.lease_seconds)
        self.arrived = asyncio.Event()
        """Set when something new is to be sent, by workers in this process."""
        self._is_running = False
        self._sends = asyncio.Semaphore(settings.sends_at_once)
        self._under_way: set[asyncio.Task[None]] = set()
        self._making = 0
        self._queued = 0
        self._unrecorded: deque[_Sent] = deque()

    async def run(self) -> None:
        """Send for ever; when cancelled, bring to its end what is on its way."""
        self._is_running = True
        self._under_way = {asyncio.create_task(self._run_lane()) for _ in range(self._settings.sends_at_once)}
        await endings.until_stopped(self._under_way, self._stop, seconds=self._settings.stop_seconds)

    def _stop(self) -> None:
        self._is_running = False
        self.arrived.set()
        # A place that was kept for a reply is used in a moment.
        self._under_way.add(asyncio.create_task(self._until_nothing_leaves()))

    async def _until_nothing_leaves(self) -> None:
        for _ in range(self._settings.sends_at_once):
            await self._sends.acquire()
        for _ in range(self._settings.sends_at_once):
            self._sends.release()

    def is_free(self) -> bool:
        """Tell whether there is a place for a message that leaves at once."""
        return self._is_running and not self._sends.locked()

    async def reserve(self) -> bool:
        """Keep a place for one message that leaves at once; False where something is on its way, or nobody sends."""
        # Nobody is before us, so that this does not wait.
        return self.is_free() and await self._sends.acquire()

    def release(self) -> None:
        """Give up a place that was kept."""
        self._sends.release()

    def depart(self, sending: Sending) -> None:
        """Send a message in the place that was kept; return at once."""
        task = asyncio.create_task(self._depart(sending))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def look(self) -> None:
        """Look for what has been put into the outbox."""
        self.arrived.set()

    async def _depart(self, sending: Sending) -> None:
        try:
            sent = await self._deliver(sending)
            if sent is not None and len(self._unrecorded) < self._queued and self._is_running:
                # Who waits for the place writes it along with what is taken next.
                self._unrecorded.append(sent)
            elif sent is not None:
                await self._record_sent(sent)
        except Exception as error:  # noqa: BLE001 (when its lease has run out it is shown as uncertain)
            faults.log(logger, "Sending failed", error, channel=self._channel.name.value)
        finally:
            self._sends.release()

    async def _run_lane(self) -> None:
        while self._is_running:
            self.arrived.clear()
            wait = await self._once_safely()
            if wait > 0 and self._is_running:
                await waking.until(self.arrived, wait)

    async def _once_safely(self) -> float:
        """Send what may be sent and return how long to wait for the next."""
        try:
            async with self._place():
                return await self._send_all()
        # A loop that ends silently would leave citizens without an answer; the next round tries again.
        except Exception as error:  # noqa: BLE001
            faults.log(logger, "Sending failed", error, channel=self._channel.name.value)
            return self._settings.poll_seconds

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        self._queued += 1
        try:
            await self._sends.acquire()
        finally:
            self._queued -= 1
        try:
            yield
        finally:
            self._sends.release()

    async def _send_all(self) -> float:
        sent = self._unrecorded.popleft() if self._unrecorded else None
        while True:
            if sent is not None and (self._making or not self._is_running):
                # Nobody else sends before it is written that this one has arrived.
                await self._record_sent(sent)
                return 0.0
            taken = await self._take(sent)
            if taken is None:
                return self._settings.poll_seconds
            if isinstance(taken, datetime):
                # Another chat may be free earlier than the one that was looked at.
                return min((taken - now()).total_seconds(), self._settings.poll_seconds)
            making = self._channel.preparation(taken.payload)
            if making is not None:
                await self._make_beside(taken, making)
                return 0.0
            sent = await self._deliver(taken)

    async def _take(self, sent: _Sent | None) -> Sending | datetime | None:
        """Write what has just arrived, and return the next message, in one transaction."""
        try:
            async with straight.writing(self._sessions) as session:
                if sent is not None:
                    await sendings.record_sent(session, *sent, self._channel.limits)
                return await sendings.take(session, self._account, self._channel.limits, lasts=self._lease)
        except Exception:
            if sent is not None:
                # Whatever hinders the next one, this one has arrived.
                await self._record_sent(sent)
            raise

    async def _make_beside(self, sending: Sending, making: Coroutine[Any, Any, Payload]) -> None:
        """Have made what a message is to carry while the messages of other chats are sent."""
        async with self._sessions.begin() as session:
            await sendings.wait_for(session, sending)
            if self._making >= _MADE_AT_ONCE:
                making.close()
                await sendings.put_off(session, sending, seconds=_PUT_OFF_SECONDS)
                return
        self._making += 1
        task = asyncio.create_task(self._make_and_send(sending, making))
        self._under_way.add(task)
        task.add_done_callback(self._made)

    def _made(self, task: asyncio.Task[None]) -> None:
        self._making -= 1
        self._under_way.discard(task)

    async def _make_and_send(self, sending: Sending, making: Coroutine[Any, Any, Payload]) -> None:
        fault: SendError | None = None
        try:
            async with asyncio.timeout(self._settings.lease_seconds * 0.8):
                sending = replace(sending, payload=await making)
        except asyncio.CancelledError:
            async with self._sessions.begin() as session:
                await sendings.put_off(session, sending, seconds=0.0)
            raise
        except Exception as error:  # noqa: BLE001 (what cannot be made must not hold up what is said after it)
            faults.log(logger, "A message could not be made", error, channel=self._channel.name.value)
            fault = Refused("it could not be made")
        async with self._sends:
            await self._send_made(sending, fault)

    async def _send_made(self, sending: Sending, fault: SendError | None) -> None:
        async with self._sessions.begin() as session:
            is_ours = await sendings.take_up(session, sending, lasts=self._lease)
        if is_ours and fault is None:
            await self._send(sending)
        elif is_ours and fault is not None:
            await self._record_failed(sending, fault)

    async def send_due(self) -> int:
        """Send what may be sent at this moment, and return how many; for a process without a loop."""
        sent = 0
        while True:
            async with straight.writing(self._sessions) as session:
                taken = await sendings.take(session, self._account, self._channel.limits, lasts=timedelta(minutes=1))
            if taken is None or (isinstance(taken, datetime) and taken > now()):
                return sent
            if isinstance(taken, Sending):
                making = self._channel.preparation(taken.payload)
                await self._send(taken if making is None else replace(taken, payload=await making))
                sent += 1

    async def _send(self, sending: Sending) -> None:
        sent = await self._deliver(sending)
        if sent is not None:
            await self._record_sent(sent)

    async def _deliver(self, sending: Sending) -> _Sent | None:
        """Send a message; return it with its name on the network, or None where it failed, which is then written."""
        # No transaction is open here: a network may take seconds.
        try:
            # Well within the lease, so that nobody takes over a chat in which we are still sending.
            async with asyncio.timeout(self._settings.lease_seconds * 0.8):
                return sending, await self._channel.send(sending.destination, sending.payload)
        except SendError as error:
            await self._record_failed(sending, error)
        except Exception as error:  # noqa: BLE001 (a fault of the channel must not send the message twice)
            faults.log(logger, "A channel failed", error, channel=self._channel.name.value)
            await self._record_failed(sending, Uncertain(type(error).__name__))
        except asyncio.CancelledError:
            await self._record_failed(sending, Uncertain("the process ended while it was being sent"))
            raise
        return None

    async def _record_sent(self, sent: _Sent) -> None:
        async with straight.writing(self._sessions) as session:
            going_on = await sendings.record_sent(session, *sent, self._channel.limits)
        if going_on.rows and going_on.rows[0][0] is not None:
            # More waits in the chat, perhaps written elsewhere while it was ours.
            self.arrived.set()

    async def _record_failed(self, sending: Sending, error: SendError) -> None:
        again_after = self._again_after(sending, error)
        logger.warning(
            "Message not sent",
            extra={"message_id": sending.id, "error": type(error).__name__, "again_after": again_after},
        )
        async with self._sessions.begin() as session:
            await sendings.record_failed(session, sending, error, self._account, again_after=again_after)

    def _again_after(self, sending: Sending, error: SendError) -> float | None:
        if isinstance(error, RateLimited):
            return error.retry_after
        if isinstance(error, Unreachable) and sending.attempts < self._settings.send_attempts:
            backoff = min(2.0 ** (sending.attempts - 1), _LONGEST_BACKOFF_SECONDS)
            # Apart, so that all that waited for a network does not knock at the same moment.
            return backoff * random.uniform(0.5, 1.5)  # noqa: S311
        return None
