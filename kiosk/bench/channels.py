"""How fast deliveries are answered and citizens get their replies, in one process with the web process's routes."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace

import httpx
import numpy as np

from bot.channel import ChannelName
from bot.channels import Limits, Payload
from bot.messages import Destination, Incoming, IncomingKind, Media, Outgoing
from bot.switchboard import Line
from kiosk.app import create_app
from kiosk.bench import homes, questions
from kiosk.settings import Settings

_AT_ONCE = 8
"""How many deliveries are under way at once."""


@dataclass(frozen=True)
class ChannelFigures:
    """What was measured."""

    turns: int
    replies: int
    turns_per_second: float
    webhook_p50_milliseconds: float
    webhook_p99_milliseconds: float


class LoopbackChannel:
    """A network that takes every message at once and keeps none."""

    name = ChannelName.CONSOLE
    account = "bench"
    limits = Limits(per_second=1e6, per_chat_per_second=1e6)
    has_buttons = True
    is_polling = False

    def __init__(self) -> None:
        self.sent: Counter[str] = Counter()

    def verify(self, raw: bytes, headers: Mapping[str, str]) -> None:
        """Take every delivery for the network's."""

    def read(self, raw: bytes) -> tuple[Incoming, ...]:
        """Return the one update of a delivery."""
        body = json.loads(raw)
        return (
            Incoming(self.name, self.account, body["chat"], body["update_id"], IncomingKind.TEXT, text=body["text"]),
        )

    async def poll(self) -> AsyncIterator[bytes]:
        """Wait for ever."""
        await asyncio.Event().wait()
        yield b""

    def render(self, outgoing: Outgoing) -> tuple[Payload, ...]:
        """Return the text and the buttons."""
        return ({"text": outgoing.text, "buttons": [button.title for button in outgoing.buttons]},)

    async def send(self, destination: Destination, payload: Payload) -> str:
        """Count the message."""
        self.sent[destination.chat] += 1
        return f"{destination.chat}-{self.sent[destination.chat]}"

    async def acknowledge(self, incoming: Incoming) -> None:
        """Do nothing."""

    async def typing(self, chat: str) -> None:
        """Do nothing."""

    async def fetch(self, media: Media) -> bytes:
        """Return nothing."""
        return b""


async def measure(settings: Settings, *, turns: int) -> ChannelFigures:
    """Deliver that many questions of many chats and return how long it took. Raise EditionError."""
    channel = LoopbackChannel()
    with homes.copied(settings.knowledge) as home:
        # Each question is to be a turn of its own, so that turns are what is counted.
        measured = replace(settings, knowledge=home, values={}).with_channels(
            merge_wait_seconds=0.0, flood_messages=turns + 1
        )
        app = create_app(measured, lines=[Line(channel, measured.knowledge.centre_id)])
        async with app.router.lifespan_context(app):
            conversations = questions.conversations(app.state.service.library.current(), turns=turns)
            started = time.perf_counter()
            took = await _deliver(httpx.ASGITransport(app), deque(enumerate(conversations)), channel)
            seconds = time.perf_counter() - started
    p50, p99 = (float(np.percentile(took, part)) for part in (50, 99))
    return ChannelFigures(len(took), channel.sent.total(), channel.sent.total() / seconds, p50, p99)


async def _deliver(
    transport: httpx.ASGITransport, waiting: deque[tuple[int, tuple[str, ...]]], channel: LoopbackChannel
) -> list[float]:
    """Let so many citizens write at once, each waiting for the reply before the next question."""
    took: list[float] = []

    async def citizens() -> None:
        while waiting:
            chat, asked = waiting.popleft()
            for number, question in enumerate(asked):
                body = {"chat": str(chat), "update_id": f"{chat}-{number}", "text": question}
                posted = time.perf_counter()
                answer = await client.post("/webhooks/console", content=json.dumps(body).encode())
                answer.raise_for_status()
                took.append((time.perf_counter() - posted) * 1000)
                # Written before the reply, the next question would be answered with this one.
                while channel.sent[str(chat)] <= number:  # noqa: ASYNC110
                    await asyncio.sleep(0.001)

    async with (
        httpx.AsyncClient(transport=transport, base_url="http://bench") as client,
        asyncio.TaskGroup() as group,
    ):
        for _ in range(_AT_ONCE):
            group.create_task(citizens())
    return took
