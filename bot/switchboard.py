"""The switchboard: the channels that are open, and what moves messages between them and the assistant."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot import accounts, channels, counts, faults, waking
from bot.assistant import Assistant
from bot.attending import Attendant
from bot.channel import ChannelName
from bot.channels import Channel, Tools
from bot.dispatcher import Dispatcher
from bot.errors import WebhookRefused
from bot.inbox import Inbox
from bot.leases import Account
from bot.settings import BotSettings, ChannelSettings
from bot.speech import Speech
from bot.vault import Vault
from bot.worker import Worker
from knowledge.procedures import Language

logger = logging.getLogger(__name__)

_PAUSE_AFTER_A_FAULT_SECONDS = 5.0


@dataclass(frozen=True)
class Line:
    """An open channel and the centre that it belongs to."""

    channel: Channel
    centre: str

    @property
    def account(self) -> Account:
        """Which account of which network this is."""
        return self.channel.name, self.channel.account


class Switchboard:
    """Takes deliveries in, has them worked on, and sends the replies."""

    def __init__(
        self,
        lines: Collection[Line],
        sessions: async_sessionmaker[AsyncSession],
        attendant: Attendant,
        settings: ChannelSettings,
        bot_settings: BotSettings,
    ) -> None:
        self.lines = tuple(lines)
        self._sessions, self._settings = sessions, settings
        self.inbox = Inbox(sessions, settings)
        by_account = {line.account: line.channel for line in lines}
        self.worker = Worker(attendant, sessions, by_account, settings, bot_settings)
        self.dispatchers = {account: Dispatcher(channel, sessions, settings) for account, channel in by_account.items()}
        self.worker.arrived = self.inbox.arrived
        self.worker.lanes = self.dispatchers

    @property
    def webhook_max_bytes(self) -> int:
        """The largest delivery that is read."""
        return self._settings.webhook_max_kilobytes * 1024

    def line(self, name: ChannelName, account: str = "") -> Line | None:
        """Return an open channel: the first of the network, which is the deployment's own, or a named account."""
        found = (line for line in self.lines if line.channel.name is name)
        return next((line for line in found if account in {"", line.channel.account}), None)

    async def receive(self, line: Line, raw: bytes, headers: Mapping[str, str]) -> int:
        """Take a delivery in and return how many of its updates are new; then they are on disk.

        Raise WebhookRefused: then nothing was stored.
        """
        try:
            if len(raw) > self.webhook_max_bytes:
                raise WebhookRefused(413, "the delivery is too large")
            line.channel.verify(raw, headers)
            return await self.take_in(line, raw)
        except WebhookRefused as refused:
            # Only this line is written of it: who knocks with a wrong key fills neither the log nor the tables.
            told = {"channel": line.channel.name.value, "status": refused.status, "reason": str(refused)}
            logger.warning("Delivery refused", extra=told)
            raise

    async def take_in(self, line: Line, raw: bytes) -> int:
        """Store the updates of a body that is known to come from the network. Raise WebhookRefused 400."""
        updates = line.channel.read(raw)
        if updates:
            return await self.inbox.store(updates, centre=line.centre)
        if not raw.strip():
            # A probe of the address, for which no signature is asked: whoever sends it writes nothing here.
            return 0
        async with self._sessions.begin() as session:
            await counts.add(session, {(line.channel.name, "unknown"): 1})
        return 0

    async def run(self, *, receives: bool = True, works: bool = True) -> None:
        """Work and send for ever, and fetch updates where a channel is polled."""
        async with asyncio.TaskGroup() as running:
            if works and self.lines:
                running.create_task(self.worker.run())
                running.create_task(waking.listen(self._sessions, self.inbox.arrived))
                for dispatcher in self.dispatchers.values():
                    running.create_task(dispatcher.run())
            if receives:
                for line in self.lines:
                    if line.channel.is_polling:
                        running.create_task(self._poll(line))

    async def work_off(self) -> None:
        """Work and send until nothing is left that may be done at this moment."""
        while await self.worker.work_due() + sum([await one.send_due() for one in self.dispatchers.values()]):
            pass

    async def _poll(self, line: Line) -> None:
        """Fetch updates for ever; the next is asked for when the last is on disk."""
        while True:
            try:
                async for raw in line.channel.poll():
                    await self._take_in_polled(line, raw)
            # A network that is away for an hour must not end the process.
            except Exception as error:  # noqa: BLE001
                faults.log(logger, "Polling failed", error, channel=line.channel.name.value)
            await asyncio.sleep(_PAUSE_AFTER_A_FAULT_SECONDS)

    async def _take_in_polled(self, line: Line, raw: bytes) -> None:
        try:
            await self.take_in(line, raw)
        except WebhookRefused:
            # One update that cannot be read must not hold up those behind it.
            async with self._sessions.begin() as session:
                await counts.add(session, {(line.channel.name, "unreadable"): 1})


@dataclass(frozen=True)
class Wiring:
    """What a switchboard is made of."""

    assistant: Assistant
    sessions: async_sessionmaker[AsyncSession]
    vault: Vault
    centre: str
    bot_settings: BotSettings
    settings: ChannelSettings
    speech: Speech | None = None


@asynccontextmanager
async def open_switchboard(
    wiring: Wiring,
    values: Mapping[str, str],
    *,
    only: Collection[ChannelName] | None = None,
    lines: Collection[Line] = (),
) -> AsyncIterator[Switchboard]:
    """Open every channel that the settings or the database are enough for, beside lines already open.

    Raise ChannelMisconfigured.
    """
    async with AsyncExitStack() as stack:
        opened = list(lines)
        async with wiring.sessions() as session:
            configured = await accounts.configured(session, wiring.vault, values, centre=wiring.centre)
        for one in configured:
            if only is None or one.channel in only:
                tools = Tools(wiring.vault, _speaker(wiring.speech), one.centre)
                channel = await stack.enter_async_context(channels.open_channel(one.channel, one.values, tools))
                opened.append(Line(channel, one.centre))
        listen = wiring.speech.ears.listen if wiring.speech else None
        attendant = Attendant(wiring.assistant, wiring.sessions, wiring.settings, listen=listen)
        yield Switchboard(opened, wiring.sessions, attendant, wiring.settings, wiring.bot_settings)


def _speaker(speech: Speech | None) -> channels.Speak:
    async def speak(text: str, language: Language, *, is_personal: bool) -> bytes | None:
        if speech is None:
            return None
        spoken = await speech.mouth.speak(text, language, is_personal=is_personal)
        return None if spoken is None else spoken.sound

    return speak
