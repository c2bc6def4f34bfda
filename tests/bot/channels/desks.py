"""A switchboard on the bench: one line, worked off by hand."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import select

from bot.assistant import Assistant
from bot.attending import Attendant
from bot.channel_models import Chat, InboxRow, OutboxRow
from bot.settings import BotSettings
from bot.switchboard import Line, Switchboard
from tests.fakes import FakeDialogue
from tests.peers.plain import HEADERS, PlainChannel, PlainPeer, incoming


@dataclass
class Desk:
    """A switchboard with one line to a network of our own, worked off by hand."""

    peer: PlainPeer
    channel: PlainChannel
    board: Switchboard
    dialogue: FakeDialogue
    sessions: object

    async def store(self, *updates):
        return await self.board.inbox.store(updates, centre="mau")

    async def says(self, *texts, chat="42", **others):
        """A citizen writes, and everything that may be done at once is done."""
        await self.store(*(incoming(text, chat=chat, **others) for text in texts))
        await self.board.work_off()

    async def rows(self, table=OutboxRow):
        async with self.sessions() as session:
            return (await session.scalars(select(table).order_by(table.id))).all()

    async def chat(self, key="42"):
        async with self.sessions() as session:
            return await session.scalar(select(Chat).where(Chat.key == key))

    async def states(self):
        return [row.state.value for row in await self.rows()]

    async def statuses(self):
        return [row.status.value for row in await self.rows(InboxRow)]

    def heard(self, chat="42"):
        return self.peer.texts(chat)

    async def receive(self, raw, headers=HEADERS):
        return await self.board.receive(self.board.lines[0], raw, headers)


def make_desk(peer, channel, sessions, settings, listen=None):
    dialogue = FakeDialogue()
    assistant = Assistant(dialogue, sessions, BotSettings(), default_centre="mau")
    attendant = Attendant(assistant, sessions, settings, listen=listen)
    board = Switchboard([Line(channel, "mau")], sessions, attendant, settings, BotSettings())
    return Desk(peer, channel, board, dialogue, sessions)


@asynccontextmanager
async def switched_on(desk):
    """Run the board as a process does, and stop it as the process is stopped."""
    running = asyncio.create_task(desk.board.run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.wait([running])


async def until(is_so):
    async with asyncio.timeout(20):
        while not is_so():
            await asyncio.sleep(0.01)
