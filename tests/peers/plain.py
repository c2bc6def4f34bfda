"""A small network of our own over HTTP, and the channel that speaks it: what any network may do to us."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from bot.channel import ChannelName
from bot.channels import Limits, Payload
from bot.errors import Blocked, RateLimited, Refused, Uncertain, Unreachable, WebhookRefused
from bot.messages import Destination, Incoming, IncomingKind, Media, Outgoing
from kiosk.server import listen

SECRET = "planted-webhook-secret"


@dataclass
class Delivered:
    """A message as the citizen sees it."""

    id: str
    chat: str
    payload: dict


@dataclass
class PlainPeer:
    """The network's side: takes messages, and answers as it was told to."""

    address: str = ""
    delivered: list[Delivered] = field(default_factory=list)
    answers: dict[str, deque] = field(default_factory=lambda: defaultdict(deque))
    """What the next calls for a chat are answered with: a status, or (status, retry_after)."""
    seen: list[str] = field(default_factory=list)
    sounds: dict[str, bytes] = field(default_factory=dict)
    slow: float = 0.0

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/send")
        async def send(request: Request):
            body = await request.json()
            waiting = self.answers[body["chat"]]
            answer = waiting.popleft() if waiting else 200
            status, retry_after = answer if isinstance(answer, tuple) else (answer, None)
            if status != 200:
                return JSONResponse({"retry_after": retry_after}, status_code=status)
            self.delivered.append(Delivered(f"p{len(self.delivered) + 1}", body["chat"], body["payload"]))
            message_id = self.delivered[-1].id
            if self.slow:
                await asyncio.sleep(self.slow)
            return {"id": message_id}

        @app.post("/typing")
        async def typing(request: Request):
            self.seen.append((await request.json())["chat"])
            return {}

        @app.get("/sound/{name}")
        async def sound(name: str):
            return Response(self.sounds[name])

        return app

    def texts(self, chat: str) -> list[str]:
        return [one.payload["text"] for one in self.delivered if one.chat == chat]


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[str]:
    """Serve an app on a free port of the loopback and give its address."""
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    task = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def plain_peer() -> AsyncIterator[PlainPeer]:
    peer = PlainPeer()
    async with serving(peer.app()) as address:
        peer.address = address
        yield peer


class PlainChannel:
    """The channel's side. It stands in for CONSOLE, which has no network."""

    def __init__(self, address: str, *, has_buttons: bool = True, per_second=1e6, per_chat=1e6) -> None:
        self.name, self.account = ChannelName.CONSOLE, "plain"
        self.limits = Limits(per_second, per_chat)
        self.has_buttons, self.is_polling = has_buttons, False
        self.makes: Callable[[], Awaitable[str]] | None = None
        """What makes a voice, where that takes a while."""
        self.pressed: list[str] = []
        self._client = httpx.AsyncClient(base_url=address, timeout=20.0)

    def verify(self, raw: bytes, headers: Mapping[str, str]) -> None:
        if not hmac.compare_digest(headers.get("x-secret", ""), SECRET):
            raise WebhookRefused(401, "wrong secret")

    def read(self, raw: bytes) -> tuple[Incoming, ...]:
        try:
            body = json.loads(raw)
            updates = body["updates"]
        except (ValueError, KeyError, TypeError) as error:
            raise WebhookRefused(400, "not a delivery") from error
        return tuple(incoming(**update) for update in updates if update.get("kind", "text") in set(IncomingKind))

    async def poll(self) -> AsyncIterator[bytes]:
        await asyncio.Event().wait()
        yield b""

    def render(self, outgoing: Outgoing) -> tuple[Payload, ...]:
        return tuple(
            {"text": part, "buttons": [button.title for button in outgoing.buttons], "voice": outgoing.is_voice}
            for part in outgoing.text.split("\f")
        )

    def preparation(self, payload: Payload):
        return self._prepared(payload) if self.makes is not None and payload.get("voice") else None

    async def _prepared(self, payload: Payload) -> Payload:
        return {**payload, "text": await self.makes()}

    async def send(self, destination: Destination, payload: Payload) -> str:
        try:
            answer = await self._client.post("/send", json={"chat": destination.chat, "payload": payload})
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise Unreachable(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise Uncertain(type(error).__name__) from error
        if answer.status_code == 200:
            return str(answer.json()["id"])
        if answer.status_code == 429:
            raise RateLimited(answer.json()["retry_after"])
        if answer.status_code == 403:
            raise Blocked("403")
        if answer.status_code == 400:
            raise Refused("400")
        raise Unreachable(str(answer.status_code))

    async def acknowledge(self, incoming: Incoming) -> None:
        self.pressed.append(incoming.callback)

    async def typing(self, chat: str) -> None:
        try:
            await self._client.post("/typing", json={"chat": chat})
        except httpx.HTTPError:
            return

    async def fetch(self, media: Media) -> bytes:
        answer = await self._client.get(f"/sound/{media.reference}")
        return answer.content

    async def close(self) -> None:
        await self._client.aclose()


_NUMBERS = iter(range(1, 10**9))


def incoming(text="lệ phí khai sinh?", *, chat="42", update_id=None, kind="text", **others) -> Incoming:
    """An update as the network would tell it."""
    return Incoming(
        ChannelName.CONSOLE, "plain", chat, update_id or f"u{next(_NUMBERS)}", IncomingKind(kind), text=text, **others
    )


def body(*updates: dict) -> bytes:
    """A delivery of the network."""
    return json.dumps({"updates": list(updates)}).encode()


HEADERS = {"x-secret": SECRET}
