"""Works on what came in: one chat at a time by lease, its updates in order, several chats at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot import batches, endings, faults, inbox, leases, straight, waking
from bot.attending import Attendant
from bot.batches import OBEYED, Batch
from bot.channels import Channel
from bot.departures import Departure, Lane
from bot.errors import LeaseLost
from bot.jobs import Job
from bot.leases import Account, Lease
from bot.settings import BotSettings, ChannelSettings
from knowledge.database import now

logger = logging.getLogger(__name__)


class Worker:
    """Takes chats from the inbox and has each batch attended to."""

    def __init__(
        self,
        attendant: Attendant,
        sessions: async_sessionmaker[AsyncSession],
        channels: Mapping[Account, Channel],
        settings: ChannelSettings,
        bot_settings: BotSettings,
    ) -> None:
        self._attendant, self._sessions, self._channels = attendant, sessions, channels
        self._settings, self._most_characters = settings, bot_settings.question_max_characters
        self.arrived = asyncio.Event()
        """Set when something new came in, by whoever stored it in this process."""
        self.lanes: Mapping[Account, Lane] = {}
        """What sends in this process, by account."""
        self._is_stopping = False

    async def run(self) -> None:
        """Work for ever; when cancelled, bring to its end what is under way."""
        self._is_stopping = False
        under_way: set[asyncio.Task[None]] = set()
        under_way.add(asyncio.create_task(self._take_on(under_way)))
        await endings.until_stopped(under_way, self._stop, seconds=self._settings.stop_seconds)

    def _stop(self) -> None:
        self._is_stopping = True
        self.arrived.set()

    async def _take_on(self, under_way: set[asyncio.Task[None]]) -> None:
        """Claim chats and have them worked on, several at once, until we are told to stop."""
        places = asyncio.Semaphore(self._settings.turns_at_once)
        while True:
            await places.acquire()
            if self._is_stopping:
                return
            self.arrived.clear()
            claimed = await self._claim_safely()
            if claimed is None:
                places.release()
                if not self._is_stopping:
                    await waking.until(self.arrived, self._settings.poll_seconds)
                continue
            task = asyncio.create_task(self._work(*claimed))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
            task.add_done_callback(lambda _: places.release())

    async def work_due(self) -> int:
        """Work on what may be worked on at this moment, and return how many chats; for a process without a loop."""
        worked = 0
        while (claimed := await self._claim()) is not None:
            await self._work(*claimed)
            worked += 1
        return worked

    async def _claim_safely(self) -> tuple[Job, tuple[Batch, ...], bool] | None:
        try:
            return await self._claim()
        # A loop that ends silently would leave citizens without an answer; the next round tries again.
        except Exception as error:  # noqa: BLE001
            faults.log(logger, "Claiming work failed", error)
            return None

    async def _claim(self) -> tuple[Job, tuple[Batch, ...], bool] | None:
        """Return a chat, what waits in it, and whether it is a flood."""
        lasts = timedelta(seconds=self._settings.lease_seconds)
        async with straight.each_by_itself(self._sessions) as session:
            claimed = await inbox.claim(session, tuple(self._channels), lasts=lasts)
            if claimed is None:
                return None
            chat, rows = claimed
            lease = Lease(chat.id, chat.lease_owner or "")
            since = now() - timedelta(seconds=self._settings.flood_seconds)
            is_flood = (len(rows) > 1 or chat.flooded_until is not None) and await inbox.count_since(
                session, chat.id, since
            ) > self._settings.flood_messages
            if not rows:
                await leases.pass_over(session, lease)
        account = (chat.channel, chat.account)
        departure = Departure(self.lanes[account], self._channels[account], lasts)
        job = Job(lease, chat, self._channels[account], departure)
        return job, tuple(batches.split(rows, most_characters=self._most_characters)), is_flood

    async def _work(self, job: Job, waiting: tuple[Batch, ...], is_flood: bool) -> None:  # noqa: FBT001
        renewing = asyncio.create_task(self._keep(job))
        try:
            await self._attend_all(job, waiting, is_flood=is_flood)
        except asyncio.CancelledError:
            async with self._sessions.begin() as session:
                await leases.abandon_work(session, job.lease)
            raise
        finally:
            renewing.cancel()
            job.departure.cancel()

    async def _keep(self, job: Job) -> None:
        """Keep a chat for as long as it is worked on, until we are cancelled."""
        lasts = timedelta(seconds=self._settings.lease_seconds)
        while True:
            await asyncio.sleep(self._settings.lease_seconds / 3)
            try:
                async with self._sessions.begin() as session:
                    await leases.renew_work(session, job.lease, lasts=lasts)
            except Exception as error:  # noqa: BLE001 (there is time for another try before the lease runs out)
                faults.log(logger, "Renewing a lease failed", error, chat=job.chat.id)

    async def _attend_all(self, job: Job, waiting: tuple[Batch, ...], *, is_flood: bool) -> None:
        if is_flood:
            waiting = _as_one(waiting)
        for batch in (*waiting[:-1], *(replace(batch, is_last=True) for batch in waiting[-1:])):
            try:
                if is_flood and batch.kind not in OBEYED:
                    await self._attendant.slow_down(job, batch)
                else:
                    await self._attendant.attend(job, batch)
            except LeaseLost:
                logger.warning("Lease lost", extra={"chat": job.chat.id})
                return
            except Exception as error:  # noqa: BLE001 (a citizen is never left without a word)
                faults.log(logger, "Attending failed", error, chat=job.chat.id)
                # What is to be obeyed is not done with by a word: it is tried again when the lease has run out.
                if not self._attendant.owes_a_word(job, batch) or not await self._apologise(job, batch):
                    return
            job.departure.leave()

    async def _apologise(self, job: Job, batch: Batch) -> bool:
        try:
            await self._attendant.apologise(job, batch)
        except Exception as error:  # noqa: BLE001 (the lease runs out, and another worker tries again)
            faults.log(logger, "Apologising failed", error, chat=job.chat.id)
            return False
        return True


def _as_one(waiting: tuple[Batch, ...]) -> tuple[Batch, ...]:
    """Return a flood as one batch, and before it what is obeyed even in a flood."""
    obeyed = tuple(batch for batch in waiting if batch.kind in OBEYED)
    rest = [batch for batch in waiting if batch.kind not in OBEYED]
    if not rest:
        return obeyed
    ids = tuple(one for batch in rest for one in batch.ids)
    updates = tuple(one for batch in rest for one in batch.updates)
    return (*obeyed, Batch(ids, updates))
