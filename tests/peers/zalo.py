"""Zalo's side of an Official Account: tokens, messages, templates, deliveries, and a clock that can be moved."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.channels import Tools
from bot.vault import Vault
from bot.zalo.channel import ZaloChannel, open_channel
from tests.bot.contract.networks import Delivery, Fault
from tests.peers.plain import serving

OA_ID = "388613280878808645"
APP_ID = "360846524940903967"
USER = "246845883529197922"


class CutOff(Exception):
    """Ends a connection without an answer."""


class Trouble(Exception):
    """Answers with a status of HTTP."""


class Cut(Response):
    """Begins an answer and gives no more of it, at which the server closes the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"100")]})


@dataclass
class Zalo:
    """What Zalo knows, what it was sent, and what it will do next."""

    address: str = ""
    app_secret: str = "secret-of-the-app"
    oa_secret: str = "secret-of-the-account"
    refresh_token: str = "refresh-0"
    demands_proof: bool = False
    moved: timedelta = timedelta()
    access: dict[str, datetime] = field(default_factory=dict)  # token, and when it ends
    used_refresh_tokens: list[str] = field(default_factory=list)
    consent_is_withdrawn: bool = False
    last_interaction: dict[str, datetime] = field(default_factory=dict)
    restricted: set[str] = field(default_factory=set)
    sent: list[dict[str, Any]] = field(default_factory=list)  # bodies that were taken
    refused: list[tuple[int, str]] = field(default_factory=list)
    templates: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    notices: list[dict[str, Any]] = field(default_factory=list)
    tracked: dict[str, str] = field(default_factory=dict)  # tracking id, and the message
    token_failures: list[str] = field(default_factory=list)  # as below, on the next renewals
    next_failures: list[int | str] = field(
        default_factory=list
    )  # codes, "403", "429", "500", "504", "cut before", "cut after"
    sounds: dict[str, bytes] = field(default_factory=dict)
    events: int = 0

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self.moved

    def values(self) -> dict[str, str]:
        """Return our settings for this server."""
        return {
            "BOT_ZALO_APP_ID": APP_ID,
            "BOT_ZALO_APP_SECRET": self.app_secret,
            "BOT_ZALO_OA_ID": OA_ID,
            "BOT_ZALO_OA_SECRET": self.oa_secret,
            "BOT_ZALO_REFRESH_TOKEN": "refresh-0",
            "BOT_ZALO_OA_API_BASE": self.address,
            "BOT_ZALO_OAUTH_BASE": self.address,
            "BOT_ZALO_ZBS_BASE": self.address,
        }

    def event(self, name: str, **parts: Any) -> bytes:
        """Return the body of an event from the citizen."""
        self.events += 1
        body = {
            "app_id": APP_ID,
            "user_id_by_app": "552177279717587730",
            "event_name": name,
            "timestamp": str(int(self.now.timestamp() * 1000)),
            "sender": {"id": USER},
            "recipient": {"id": OA_ID},
        } | parts
        return json.dumps(body, ensure_ascii=False).encode()

    def text(self, text: str, *, user: str = USER, message_id: str = "") -> bytes:
        """Return the body of a citizen's text."""
        self.last_interaction[user] = self.now
        message = {"text": text, "msg_id": message_id or secrets.token_hex(10)}
        return self.event("user_send_text", sender={"id": user}, message=message)

    def signed(self, raw: bytes, *, retry: int = 0, first: str = APP_ID) -> dict[str, str]:
        """Return the headers that a delivery comes with."""
        timestamp = str(json.loads(raw)["timestamp"])
        mac = hashlib.sha256(first.encode() + raw + timestamp.encode() + self.oa_secret.encode()).hexdigest()
        headers = {
            "content-type": "application/json",
            "user-agent": "ZaloWebhook",
            "x-zevent-server": "OA OpenAPI",
            "x-zevent-signature": f"mac={mac}",
        }
        return headers | ({"num_retry": str(retry)} if retry else {})

    def pair(self) -> dict[str, str]:
        """Give the next pair of tokens; the refresh token that was asked with is used up."""
        self.used_refresh_tokens.append(self.refresh_token)
        self.refresh_token = f"refresh-{len(self.used_refresh_tokens)}-{secrets.token_hex(4)}"
        access = f"access-{len(self.used_refresh_tokens)}-{secrets.token_hex(4)}"
        self.access[access] = self.now + timedelta(seconds=90_000)
        return {"access_token": access, "refresh_token": self.refresh_token, "expires_in": "90000"}

    def fault_of_token(self, headers: Mapping[str, str]) -> int:
        """Return what is wrong with the token of a call; 0 for nothing."""
        token = headers.get("access_token", "")
        if "authorization" in headers or token not in self.access:
            return -216
        if self.access[token] <= self.now:
            return -220
        proof = hmac.new(self.app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        return -242 if self.demands_proof and headers.get("appsecret_proof") != proof else 0

    def texts(self, user: str = USER) -> list[str]:
        """Return what a citizen was told, in order."""
        return [body["message"]["text"] for body in self.sent if body["recipient"].get("user_id") == user]


@asynccontextmanager
async def serve(zalo: Zalo) -> AsyncIterator[Zalo]:
    """Serve until the end of the block."""

    async def renew(request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        _fail(zalo.token_failures)
        if request.headers.get("secret_key", "").encode("latin-1") != zalo.app_secret.encode():
            return JSONResponse({"error": -14004, "error_name": "Invalid secret key", "error_description": ""})
        is_known = form.get("app_id") == APP_ID and form.get("grant_type") == "refresh_token"
        if not is_known or form.get("refresh_token") != zalo.refresh_token or zalo.consent_is_withdrawn:
            return JSONResponse({"error": -14014, "error_name": "Invalid refresh token", "error_description": ""})
        pair = zalo.pair()
        _cut_after(zalo.token_failures)
        return JSONResponse(pair)

    async def send(request: Request) -> Response:
        body = await request.json()
        code = _fail(zalo.next_failures) or zalo.fault_of_token(request.headers) or _fault(zalo, body, request.url.path)
        if code:
            return _refuse(zalo, code)
        zalo.sent.append(body)
        _cut_after(zalo.next_failures)
        user = body["recipient"].get("user_id", "")
        return _answer({"message_id": secrets.token_hex(10), "user_id": user, "sent_time": _milliseconds(zalo)})

    async def send_template(request: Request) -> Response:
        body = await request.json()
        code = _fail(zalo.next_failures) or zalo.fault_of_token(request.headers) or _fault_of_template(zalo, body)
        # The interface of telephones knows the same faults of a token by a number of its own.
        is_zbs = request.url.path == "/message/template"
        if code:
            return _refuse(zalo, -124 if is_zbs and code in {-216, -220} else code)
        message_id = zalo.tracked.setdefault(body.get("tracking_id") or secrets.token_hex(10), secrets.token_hex(10))
        if body.get("tracking_id") is None or message_id not in {one["id"] for one in zalo.notices}:
            zalo.notices.append(body | {"id": message_id, "path": request.url.path})
        _cut_after(zalo.next_failures)
        return _answer({"msg_id" if is_zbs else "message_id": message_id, "sent_time": _milliseconds(zalo)})

    async def template(request: Request) -> Response:
        code = zalo.fault_of_token(request.headers)
        name = request.query_params["template_id"]
        if code or name not in zalo.templates:
            return _refuse(zalo, -124 if code else -109)
        return _answer({"templateId": name, "status": "ENABLE", "listParams": zalo.templates[name]})

    async def sound(request: Request) -> Response:
        found = zalo.sounds.get(request.path_params["name"])
        return Response(found) if found is not None else Response(status_code=404)

    routes = [
        Route("/v4/oa/access_token", renew, methods=["POST"]),
        Route("/v3.0/oa/message/cs", send, methods=["POST"]),
        Route("/v2.0/oa/message", send, methods=["POST"]),
        Route("/v3.0/oa/message/template", send_template, methods=["POST"]),
        Route("/message/template", send_template, methods=["POST"]),
        Route("/template/info/v2", template),
        Route("/sounds/{name}", sound),
    ]
    app = Starlette(routes=routes, exception_handlers={Trouble: _trouble, CutOff: _cut})
    async with serving(app) as zalo.address:
        yield zalo


def _trouble(_: Request, trouble: Exception) -> Response:
    status = int(str(trouble))
    return Response("upstream", status_code=status, headers={"retry-after": "1"} if status == 429 else {})


def _cut(_: Request, __: Exception) -> Response:
    return Cut()


def _fail(failures: list[Any]) -> int:
    """Return the code that is to be answered next; 0 for none."""
    if not failures or failures[0] == "cut after":
        return 0
    failure = failures.pop(0)
    if failure in {"403", "429", "500", "504"}:
        raise Trouble(failure)
    if failure == "cut before":
        raise CutOff
    return int(failure)


def _cut_after(failures: list[Any]) -> None:
    if failures[:1] == ["cut after"]:
        failures.pop(0)
        raise CutOff


def _fault(zalo: Zalo, body: dict[str, Any], path: str) -> int:
    """Return the code for what is wrong with a message; 0 for nothing."""
    recipient, message = body.get("recipient", {}), body.get("message", {})
    user = recipient.get("user_id", "")
    if set(body) != {"recipient", "message"} or set(message) - {"text", "attachment", "quote_message_id"}:
        return -201
    if path == "/v2.0/oa/message":
        return 0 if set(recipient) == {"anonymous_id", "conversation_id"} else -240
    if not isinstance(user, str) or not user or user in zalo.restricted:
        return -244 if user else -201
    wrote = zalo.last_interaction.get(user)
    if wrote is None or zalo.now - wrote > timedelta(days=7):
        return -213 if wrote is None else -230
    return fault_of_message(message)


def fault_of_message(message: dict[str, Any]) -> int:
    text, buttons = message.get("text", ""), _buttons(message)
    if not 0 < len(text) <= 2000 or buttons is None or len(buttons) > 5:
        return -210
    return 0 if all(_is_button(button) for button in buttons) else -201


def _buttons(message: dict[str, Any]) -> list[dict[str, Any]] | None:
    if "attachment" not in message:
        return []
    attachment = message["attachment"]
    buttons: list[dict[str, Any]] | None = attachment.get("payload", {}).get("buttons")
    return buttons if attachment.get("type") == "template" else None


def _is_button(button: dict[str, Any]) -> bool:
    title, payload = button.get("title"), button.get("payload")
    return (
        set(button) == {"title", "type", "payload"}
        and button["type"] in {"oa.query.show", "oa.query.hide"}
        and isinstance(title, str)
        and 0 < len(title) <= 100
        and isinstance(payload, str)
        and 0 < len(payload) <= 1000
    )


def _fault_of_template(zalo: Zalo, body: dict[str, Any]) -> int:
    parameters = zalo.templates.get(body.get("template_id", ""))
    if parameters is None:
        return -109
    if "phone" in body:
        if not body["phone"].startswith("84") or not body["phone"].isdecimal():
            return -108
        if not 0 < len(body.get("tracking_id", "")) <= 48:
            return -1121
    elif "tracking_id" in body or not body.get("user_id"):
        return -201
    for parameter in parameters:
        value = body["template_data"].get(parameter["name"], "")
        if (parameter["require"] and not value) or len(value) > parameter["maxLength"]:
            return -1122
    return 0


def _refuse(zalo: Zalo, code: int) -> Response:
    zalo.refused.append((code, "refused"))
    return _with_limits(JSONResponse({"error": code, "message": "refused"}))


def _answer(data: dict[str, Any]) -> Response:
    return _with_limits(JSONResponse({"data": data, "error": 0, "message": "Success"}))


def _with_limits(response: Response) -> Response:
    response.headers["X-RateLimit-Limit"] = "4000"
    response.headers["X-RateLimit-Remain"] = "3999"
    return response


def _milliseconds(zalo: Zalo) -> str:
    return str(int(zalo.now.timestamp() * 1000))


@dataclass
class ZaloNetwork:
    """Zalo as the contract suite drives it."""

    channel: ZaloChannel
    zalo: Zalo
    longest: int = 2000
    chats: tuple[str, str] = (USER, "246845883529197999")

    def text(self, text: str, *, chat: str, number: int) -> Delivery:
        return self._signed(self.zalo.text(text, user=chat, message_id=f"m{number}"))

    def sticker(self, *, chat: str, number: int) -> Delivery:
        sticker = {"payload": {"id": "1", "url": "https://stickers.zaloapp.com/1"}, "type": "sticker"}
        return self._media("user_send_sticker", sticker, chat, number)

    def voice(self, sound: bytes, *, chat: str, number: int) -> Delivery:
        self.zalo.sounds[f"{number}.aac"] = sound
        audio = {"payload": {"url": f"{self.zalo.address}/sounds/{number}.aac"}, "type": "audio"}
        return self._media("user_send_audio", audio, chat, number)

    def unknown(self, *, number: int) -> Delivery:
        return self._signed(self.zalo.event("change_oa_daily_quota", quota={"new": str(number)}))

    def forged(self, text: str, *, chat: str, number: int) -> Delivery:
        raw, headers = self.text(text, chat=chat, number=number)
        return raw.replace(b"msg_id", b"msg_ID"), headers

    def press(self, title: str, *, chat: str, number: int) -> Delivery:
        bodies = [body for body in reversed(self.zalo.sent) if body["recipient"]["user_id"] == chat]
        buttons = next(found for found in (_buttons(body["message"]) for body in bodies) if found)
        payload = next(button["payload"] for button in buttons if button["title"] == title)
        return self.text(payload, chat=chat, number=number)

    def seen(self, chat: str) -> list[str]:
        return self.zalo.texts(chat)

    def fail_next(self, chat: str, fault: Fault) -> None:
        failures = {
            Fault.RATE_LIMITED: "429",
            Fault.BLOCKED: -213,
            Fault.REFUSED: -248,
            Fault.UNREACHABLE: "500",
            Fault.CUT_OFF: "cut after",
        }
        self.zalo.next_failures.append(failures[fault])

    def _media(self, name: str, attachment: dict[str, Any], chat: str, number: int) -> Delivery:
        self.zalo.last_interaction[chat] = self.zalo.now
        message = {"msg_id": f"m{number}", "text": "", "attachments": [attachment]}
        return self._signed(self.zalo.event(name, sender={"id": chat}, message=message))

    def _signed(self, raw: bytes) -> Delivery:
        return raw, self.zalo.signed(raw)


@asynccontextmanager
async def contract_network(vault: Vault) -> AsyncIterator[ZaloNetwork]:
    async with serve(Zalo()) as zalo, open_channel(zalo.values(), Tools(vault, _mute, "mau")) as channel:
        yield ZaloNetwork(channel, zalo)


async def _mute(text: str, language: object, *, is_personal: bool) -> None:
    """An account sends no sound."""
