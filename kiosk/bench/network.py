"""A network to measure against, in the process that measures: its citizens write, and wait for the replies.

It costs little beside what it measures, which shares its cores: connections stay open, and nothing is parsed twice.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn

from kiosk.server import listen

_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Heard:
    """How long a delivery took to be answered 200, and its reply to arrive, in milliseconds."""

    accepted: float
    replied: float


@dataclass
class Network:
    """The network's side: takes messages to citizens at once."""

    address: str = ""
    replies: Counter[str] = field(default_factory=Counter)
    _awaited: dict[str, asyncio.Event] = field(default_factory=dict)

    async def app(self, scope: Mapping[str, Any], receive: _Receive, send: _Send) -> None:
        """Take one message, its chat in the path, and answer with an id."""
        if scope["type"] != "http":
            return
        while (await receive()).get("more_body"):
            pass
        chat = scope["path"].rpartition("/")[2]
        self.replies[chat] += 1
        body = b'{"id": "%s-%d"}' % (chat.encode(), self.replies[chat])
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})
        if chat in self._awaited:
            self._awaited[chat].set()

    async def reply(self, chat: str, *, after: int) -> None:
        """Return when a chat has had more replies than so many. Raise TimeoutError."""
        event = self._awaited.setdefault(chat, asyncio.Event())
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while self.replies[chat] <= after:
                event.clear()
                await event.wait()


@asynccontextmanager
async def serving() -> AsyncIterator[Network]:
    """Serve a network on a free port of the loopback."""
    network, listening = Network(), listen("127.0.0.1", 0)
    network.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    config = uvicorn.Config(network.app, log_config=None, access_log=False, lifespan="off", interface="asgi3")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    # The server tells nobody when it has started.
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    try:
        yield network
    finally:
        server.should_exit = True
        await task


async def converse(
    network: Network, port: int, conversations: Sequence[tuple[str, ...]], *, citizens: int, prefix: str = "c"
) -> list[Heard]:
    """Let so many citizens write at once, each waiting for the reply before the next question."""
    waiting = deque(enumerate(conversations))
    heard: list[Heard] = []

    async def citizen() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while waiting:
            place, asked = waiting.popleft()
            chat = f"{prefix}{place}"
            for number, question in enumerate(asked):
                body = json.dumps({"chat": chat, "update_id": f"{chat}-{number}", "text": question})
                if reader.at_eof():
                    # The service closes a connection that lay idle while its citizen waited for a slow reply.
                    reader, writer = await asyncio.open_connection("127.0.0.1", port)
                posted = time.perf_counter()
                await _post(reader, writer, body.encode())
                accepted = time.perf_counter()
                await network.reply(chat, after=number)
                heard.append(Heard((accepted - posted) * 1000, (time.perf_counter() - posted) * 1000))
        writer.close()

    async with asyncio.TaskGroup() as group:
        for _ in range(citizens):
            group.create_task(citizen())
    return heard


async def _post(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, body: bytes) -> None:
    head = f"POST /webhooks/console HTTP/1.1\r\nHost: bench\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
    answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    headers = dict(line.lower().split(": ", 1) for line in answer.split("\r\n")[1:] if line)
    await reader.readexactly(int(headers["content-length"]))
    if not answer.startswith("HTTP/1.1 200"):
        message = f"a delivery was answered {answer.splitlines()[0]}"
        raise RuntimeError(message)
