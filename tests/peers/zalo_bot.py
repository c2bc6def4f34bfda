"""Zalo's platform of bots: its methods, both forms of its deliveries, and the empty end of a long poll."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels import Tools
from bot.vault import Vault
from bot.zalo_bot.channel import ZaloBotChannel, open_channel
from tests.bot.contract.networks import Delivery, Fault
from tests.peers.plain import serving
from tests.peers.zalo import Cut

TOKEN = "12345689:abc-xyz"
SECRET = "bot-webhook-secret"
USER = "a1b2c3d4e5f60718293a"


@dataclass
class ZaloBot:
    """What the platform knows, what it was sent, and what it will do next."""

    address: str = ""
    sent: list[dict[str, Any]] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    waiting: list[dict[str, Any]] = field(default_factory=list)  # updates for getUpdates
    polls: int = 0
    poll_failures: list[int] = field(default_factory=list)
    webhook: str = ""
    next_failures: list[int | str] = field(default_factory=list)  # error codes, or "429", "500", "cut after"
    sounds: dict[str, bytes] = field(default_factory=dict)

    def values(self, *, secret: str = SECRET) -> dict[str, str]:
        """Return our settings for this server."""
        return {
            "BOT_ZALO_BOT_TOKEN": TOKEN,
            "BOT_ZALO_BOT_API_BASE": self.address,
            "BOT_ZALO_BOT_SECRET": secret,
        }

    def texts(self, chat: str = USER) -> list[str]:
        return [body["text"] for body in self.sent if body["chat_id"] == chat]


def event(name: str, *, chat: str = USER, message_id: str = "", chat_type: str = "PRIVATE", **said: Any):
    """Return an event in its bare form."""
    message = {
        "date": 1789033572455,
        "chat": {"chat_type": chat_type, "id": chat},
        "message_id": message_id or secrets.token_hex(10),
        "from": {"id": chat, "is_bot": False, "display_name": "Người dân"},
    }
    return {"event_name": name, "message": message | said}


def text(said: str, **others: Any) -> dict[str, Any]:
    """Return a text in its bare form."""
    return event("message.text.received", text=said, **others)


def delivered(bare: dict[str, Any], *, is_wrapped: bool = False) -> Delivery:
    """Return a delivery in one of its two forms."""
    body = {"ok": True, "result": bare} if is_wrapped else bare
    headers = {"content-type": "application/json", "x-bot-api-secret-token": SECRET}
    return json.dumps(body, ensure_ascii=False).encode(), headers


@asynccontextmanager
async def serve(bot: ZaloBot) -> AsyncIterator[ZaloBot]:
    """Serve until the end of the block."""

    async def method(request: Request) -> Response:
        if request.path_params["token"] != f"bot{TOKEN}":
            return _refuse(401)
        answer = _METHODS.get(request.path_params["method"])
        return _refuse(404) if answer is None else await answer(bot, await request.json())

    async def sound(request: Request) -> Response:
        found = bot.sounds.get(request.path_params["name"])
        return Response(found) if found is not None else Response(status_code=404)

    routes = [Route("/sounds/{name}", sound), Route("/{token}/{method}", method, methods=["POST"])]
    async with serving(Starlette(routes=routes)) as bot.address:
        yield bot


async def _send_message(bot: ZaloBot, body: dict[str, Any]) -> Response:
    failure = bot.next_failures.pop(0) if bot.next_failures else 0
    if failure in {"429", "500"}:
        return Response("upstream", status_code=int(failure), headers={"retry-after": "1"})
    if isinstance(failure, int) and failure:
        return _refuse(failure)
    if set(body) - {"chat_id", "text", "parse_mode"} or not 1 <= len(body.get("text", "")) <= 2000:
        return _refuse(400)
    bot.sent.append(body)
    return Cut() if failure == "cut after" else _answer({"message_id": secrets.token_hex(10), "date": 1789033572455})


async def _get_updates(bot: ZaloBot, body: dict[str, Any]) -> Response:
    bot.polls += 1
    if bot.poll_failures:
        return _refuse(bot.poll_failures.pop(0))
    if bot.webhook or not isinstance(body.get("timeout"), str):
        return _refuse(400)
    if not bot.waiting:
        await asyncio.sleep(0.05)
        return _refuse(408)
    # One update, not a list, and it is handed out once.
    return _answer(bot.waiting.pop(0))


async def _send_chat_action(bot: ZaloBot, body: dict[str, Any]) -> Response:
    if body.get("action") != "typing":
        return _refuse(400)
    bot.typed.append(body["chat_id"])
    return JSONResponse({"ok": True})


_METHODS = {"sendMessage": _send_message, "getUpdates": _get_updates, "sendChatAction": _send_chat_action}


def _answer(result: dict[str, Any]) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _refuse(code: int) -> Response:
    return JSONResponse({"ok": False, "error_code": code, "description": "refused"})


@dataclass
class ZaloBotNetwork:
    """The platform as the contract suite drives it."""

    channel: ZaloBotChannel
    bot: ZaloBot
    longest: int = 2000
    chats: tuple[str, str] = (USER, "b1b2c3d4e5f60718293b")

    def text(self, text_: str, *, chat: str, number: int) -> Delivery:
        # The two forms in turn, as the platform's text and its practice differ.
        return delivered(text(text_, chat=chat, message_id=f"m{number}"), is_wrapped=number % 2 == 0)

    def sticker(self, *, chat: str, number: int) -> Delivery:
        return delivered(event("message.sticker.received", chat=chat, message_id=f"m{number}", sticker="1", url=""))

    def voice(self, sound: bytes, *, chat: str, number: int) -> Delivery:
        self.bot.sounds[f"{number}.aac"] = sound
        url = f"{self.bot.address}/sounds/{number}.aac"
        return delivered(event("message.voice.received", chat=chat, message_id=f"m{number}", voice_url=url))

    def unknown(self, *, number: int) -> Delivery:
        return delivered({"event_name": "bot.promoted", "bot": {"id": str(number)}})

    def forged(self, text: str, *, chat: str, number: int) -> Delivery:
        raw, headers = self.text(text, chat=chat, number=number)
        return raw, headers | {"x-bot-api-secret-token": f"{SECRET}!"}

    def press(self, title: str, *, chat: str, number: int) -> Delivery:
        lines = self.bot.texts(chat)[-1].splitlines()
        chosen = next(line.partition(".")[0] for line in lines if line.endswith(f". {title}"))
        return self.text(chosen, chat=chat, number=number)

    def seen(self, chat: str) -> list[str]:
        return self.bot.texts(chat)

    def fail_next(self, chat: str, fault: Fault) -> None:
        # The platform has no word for a citizen who blocked a bot.
        failures = {
            Fault.RATE_LIMITED: "429",
            Fault.REFUSED: 400,
            Fault.UNREACHABLE: 403,
            Fault.CUT_OFF: "cut after",
            Fault.BLOCKED: 404,
        }
        self.bot.next_failures.append(failures[fault])


@asynccontextmanager
async def contract_network(vault: Vault) -> AsyncIterator[ZaloBotNetwork]:
    async with serve(ZaloBot()) as bot, open_channel(bot.values(), Tools(vault, _mute, "mau")) as channel:
        yield ZaloBotNetwork(channel, bot)


async def _mute(text: str, language: object) -> None:
    """The platform takes sound from an address only."""
