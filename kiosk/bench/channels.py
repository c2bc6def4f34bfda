"""How fast deliveries are answered and citizens get their replies: the service in processes of its own, over HTTP."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import numpy as np

from kiosk.bench import homes, network, postgres, processors, questions
from kiosk.settings import Settings
from knowledge import embedding
from knowledge.library import Library
from knowledge.settings import KnowledgeSettings

_WARM_UP_TURNS = 40
_CITIZENS = "citizens and their network"


@dataclass(frozen=True)
class Load:
    """What is measured."""

    turns: int
    citizens: int
    """How many write at once, each waiting for the reply before the next question."""
    workers: int = 0
    """Processes beside the one that takes deliveries; 0: that one does everything, on SQLite."""
    is_dialogue_free: bool = False
    """Answer without understanding anything: what the channels cost by themselves."""


@dataclass(frozen=True)
class ChannelFigures:
    """What was measured."""

    database: str
    processes: int
    dialogue: str
    citizens_at_once: int
    turns: int
    replies: int
    turns_per_second: float
    webhook_p50_milliseconds: float
    webhook_p99_milliseconds: float
    reply_p50_milliseconds: float
    reply_p99_milliseconds: float
    cpu_milliseconds_per_turn: dict[str, float]
    """What each process used, all cores together, whatever else runs on the machine."""
    turns_per_processor_second: float
    """Of the product, its database included; the citizens and their network stand elsewhere in earnest."""


async def measure(settings: Settings, load: Load) -> ChannelFigures:
    """Deliver questions of many chats and return how long it took. Raise EditionError or StorageUnavailable."""
    async with AsyncExitStack() as stack:
        home = stack.enter_context(homes.copied(settings.knowledge))
        asked = _questions(home, load.turns + _WARM_UP_TURNS)
        warm_up = asked[: _WARM_UP_TURNS // 2]
        server = stack.enter_context(postgres.copied(home)) if load.workers else None
        peer = await stack.enter_async_context(network.serving())
        service = await stack.enter_async_context(_service(home, server.url if server else "", peer.address, load))
        await network.converse(peer, service.port, warm_up, citizens=load.citizens, prefix="w")
        peer.replies.clear()
        measured = {**service.pids, **({"database": server.pid} if server and server.pid else {})}
        used, used_here, started = processors.seconds(measured), time.process_time(), time.perf_counter()
        heard = await network.converse(peer, service.port, asked[len(warm_up) :], citizens=load.citizens)
        seconds = time.perf_counter() - started
        used_here = time.process_time() - used_here
        product = {name: total - used[name] for name, total in processors.seconds(measured).items()}
    accepted, replied = [one.accepted for one in heard], [one.replied for one in heard]
    return ChannelFigures(
        database="PostgreSQL" if server else "SQLite",
        processes=1 + load.workers,
        dialogue="free" if load.is_dialogue_free else "real",
        citizens_at_once=load.citizens,
        turns=len(heard),
        replies=peer.replies.total(),
        turns_per_second=len(heard) / seconds,
        webhook_p50_milliseconds=float(np.percentile(accepted, 50)),
        webhook_p99_milliseconds=float(np.percentile(accepted, 99)),
        reply_p50_milliseconds=float(np.percentile(replied, 50)),
        reply_p99_milliseconds=float(np.percentile(replied, 99)),
        cpu_milliseconds_per_turn={
            name: 1000 * total / len(heard) for name, total in {**product, _CITIZENS: used_here}.items()
        },
        turns_per_processor_second=len(heard) / max(sum(product.values()), 0.01),
    )


def _questions(home: KnowledgeSettings, turns: int) -> list[tuple[str, ...]]:
    library = Library(home, embedding.of(home.encoder))
    try:
        return list(questions.conversations(library.current(), turns=turns))
    finally:
        library.close()


@dataclass(frozen=True)
class _Service:
    port: int
    processes: Sequence[asyncio.subprocess.Process]

    @property
    def pids(self) -> dict[str, int]:
        """Return the processes by what they are called in the figures."""
        names = ["service", *(f"worker {number}" for number in range(1, len(self.processes)))]
        return {name: process.pid for name, process in zip(names, self.processes, strict=True)}


@asynccontextmanager
async def _service(home: KnowledgeSettings, url: str, peer: str, load: Load) -> AsyncIterator[_Service]:
    """Run the web process and the workers."""
    environment = _environment(home, url)
    common = ("--network", peer, *(("--free-dialogue",) if load.is_dialogue_free else ()))
    commands = [(*common, *(("--no-works",) if load.workers else ()))] + [(*common, "--no-receives")] * load.workers
    running: list[asyncio.subprocess.Process] = []
    try:
        told = []
        for command in commands:
            running.append(await _start(command, environment))
            told.append(await _first_line(running[-1]))
        address = re.search(r"http://[^:]+:(\d+)", told[0])
        assert address is not None
        yield _Service(int(address[1]), running)
    finally:
        for process in running:
            if process.returncode is None:
                process.terminate()
            await process.wait()


def _environment(home: KnowledgeSettings, url: str) -> Mapping[str, str]:
    # Each question is to be a turn of its own, so that turns are what is counted.
    return os.environ | {
        "MOTCUA_HOME": str(home.home),
        "MOTCUA_DATABASE_URL": url,
        "MOTCUA_CHANNELS_MERGE_WAIT_SECONDS": "0",
        "MOTCUA_CHANNELS_FLOOD_MESSAGES": "1000000",
    }


async def _start(command: Sequence[str], environment: Mapping[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "kiosk.bench.service", *command), env=environment, stdout=asyncio.subprocess.PIPE
    )


async def _first_line(process: asyncio.subprocess.Process) -> str:
    """Return what a process says once it is ready."""
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    if not line:
        message = "the service did not start"
        raise RuntimeError(message)
    return line
