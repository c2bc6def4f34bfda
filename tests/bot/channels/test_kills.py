"""Nothing lost, nothing twice, in order: 2,000 updates over 200 chats while processes are killed."""

from __future__ import annotations

import asyncio
import os
import random
import re
import socket
import sys
import time
from collections import defaultdict
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from bot import migrations
from bot.channel_models import InboxRow, InboxStatus, OutboxRow, OutboxState
from bot.database import open_sessions
from tests.peers.plain import HEADERS, body, plain_peer

# Chats, updates, kills. MOTCUA_KILLS=200,2000,10 is the whole measure, some minutes on two quiet cores.
CHATS, UPDATES, KILLS = (int(one) for one in os.environ.get("MOTCUA_KILLS", "40,400,3").split(","))
PHONE, IDENTITY, WORDS = "0987612345", "001195012399", "bí mật của riêng tôi"
_ROOT = Path(__file__).parents[3]


class Processes:
    """The processes of the service, killed and started again."""

    def __init__(self, url, home, address, commands):
        self._environment = os.environ | {
            "PYTHONPATH": str(_ROOT),
            "MOTCUA_HOME": str(home),
            "MOTCUA_DATABASE_URL": url,
            "MOTCUA_CHANNELS_LEASE_SECONDS": "6",
            "MOTCUA_CHANNELS_MERGE_WAIT_SECONDS": "0",
            "MOTCUA_CHANNELS_FLOOD_MESSAGES": "1000",
        }
        self._address, self._commands = address, commands
        self.log = home / "log.txt"
        self.running = []

    async def start(self, place):
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.peers.plain_service", "--peer", self._address, *self._commands[place],
                cwd=_ROOT, env=self._environment, stderr=log, stdout=log, start_new_session=True,
            )  # fmt: skip

    async def kill(self, place):
        self.running[place].kill()
        await self.running[place].wait()
        self.running[place] = await self.start(place)

    @asynccontextmanager
    async def all(self):
        self.running = [await self.start(place) for place in range(len(self._commands))]
        try:
            yield
        finally:
            for process in self.running:
                if process.returncode is None:
                    process.kill()
                await process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def post(client, chat, number):
    """Deliver as a network does: again and again until it is answered 200, and sometimes once more."""
    raw = body({"chat": chat, "update_id": f"{chat}-{number}", "text": f"câu {number} {WORDS}, {PHONE}, {IDENTITY}"})
    while True:
        try:
            answer = await client.post("/webhooks/console", content=raw, headers=HEADERS)
        except httpx.HTTPError:
            await asyncio.sleep(0.2)
            continue
        if answer.status_code == 200 and random.random() > 0.15:
            return
        await asyncio.sleep(0.01)


async def deliver_all(port, processes, accepted):
    chats = [f"c{n}" for n in range(CHATS)]
    random.shuffle(chats)

    async def lane(mine):
        for number in range(UPDATES // CHATS):
            for chat in mine:
                await post(client, chat, number)
                accepted.append(chat)

    async def killer():
        for kill in range(KILLS):
            while len(accepted) < (kill + 1) * UPDATES / (KILLS + 1):
                await asyncio.sleep(0.01)
            await processes.kill(kill % len(processes.running))

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
        lanes = [lane(chats[place::8]) for place in range(8)]
        await asyncio.gather(killer(), *lanes)


async def until_worked_off(url):
    async with open_sessions(url) as sessions, asyncio.timeout(600):
        while True:
            async with sessions() as session:
                waiting = await session.scalar(
                    select(InboxRow.id).where(InboxRow.status == InboxStatus.PENDING).limit(1)
                )
                unsent = await session.scalar(
                    select(OutboxRow.id).where(OutboxRow.state.in_((OutboxState.PENDING, OutboxState.SENDING))).limit(1)
                )
                uncertain = (
                    await session.scalars(select(OutboxRow.payload).where(OutboxRow.state == OutboxState.UNCERTAIN))
                ).all()
            if waiting is None and unsent is None:
                return uncertain
            await asyncio.sleep(0.2)


def numbers(text):
    return [int(number) for number in re.findall(r"\d+", text)]


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_nothing_is_lost_or_answered_twice_or_out_of_order_while_processes_are_killed(
    database, request, tmp_path
):
    home, port = tmp_path / "home", free_port()
    home.mkdir()
    url = request.getfixturevalue("postgres_url") if database == "postgresql" else f"sqlite:///{home / 'motcua.db'}"
    migrations.upgrade(url)
    serve = ("--port", str(port))
    commands = [serve] if database == "sqlite" else [(*serve, "--no-works"), (), ()]
    accepted: list[str] = []
    started = time.monotonic()

    async with AsyncExitStack() as stack:
        peer = await stack.enter_async_context(plain_peer())
        peer.slow = 0.002
        processes = Processes(url, home, peer.address, commands)
        await stack.enter_async_context(processes.all())
        await deliver_all(port, processes, accepted)
        uncertain = await until_worked_off(url)

    answered = defaultdict(list)
    for one in peer.delivered:
        answered[one.chat] += numbers(one.payload["text"])
    doubtful = [number for payload in uncertain for number in numbers(payload)]
    expected = list(range(UPDATES // CHATS))
    twice = {chat for chat, told in answered.items() if len(told) != len(set(told))}
    disordered = {chat for chat, told in answered.items() if told != sorted(told)}
    lost = sum(len(expected) - len(set(answered[f"c{n}"])) for n in range(CHATS))
    took = time.monotonic() - started
    sys.stdout.write(f"{database}: {len(peer.delivered)} replies, {len(uncertain)} uncertain, {took:.0f} s\n")
    assert twice == set()
    assert disordered == set()
    assert lost <= len(doubtful)
    assert len(uncertain) <= KILLS
    log = processes.log.read_text("utf-8", errors="replace")
    assert [planted for planted in (PHONE, IDENTITY, WORDS) if planted in log] == []
    if database == "sqlite":
        stored = b"".join(path.read_bytes() for path in home.glob("motcua.db*"))
        assert [planted for planted in (PHONE, IDENTITY) if planted.encode() in stored] == []
