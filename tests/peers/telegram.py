"""A Telegram of our own over HTTP: the Bot API as far as a bot for citizens needs it, as strict as the real one."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

import httpx
from aiohttp import web

from bot.channels import Channel, Tools
from bot.telegram.channel import open_channel
from bot.vault import Vault
from knowledge.procedures import Language
from tests.bot.contract import networks as contract

TOKEN = "7000000001:planted-telegram-token"
SECRET = "planted_webhook_secret"

_TAGS = {"b", "strong", "i", "em", "u", "s", "code", "pre", "a", "blockquote", "span", "tg-spoiler"}
_LONGEST = 4096
_LARGEST_FILE = 20 * 1024 * 1024


class Fault(Exception):
    """An answer other than 200."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        self.status, self.description, self.parameters = status, description, parameters


LOST = "lost"
"""As an answer: the message arrives, and its confirmation does not."""
GATEWAY = "gateway"
"""As an answer: the page of a gateway whose server is away."""


@dataclass
class Sent:
    """A message as the citizen sees it."""

    id: int
    chat: int
    method: str
    text: str
    markup: str
    keyboard: list[list[dict]]
    sound: bytes = b""

    @property
    def titles(self) -> list[str]:
        return [button["text"] for row in self.keyboard for button in row]


@dataclass
class Telegram:
    """The network, and the citizens on it."""

    address: str = ""
    token: str = TOKEN
    webhook: str = ""
    """Where updates are posted; empty: they wait for getUpdates."""
    secret: str = SECRET
    sent: list[Sent] = field(default_factory=list)
    calls: list[tuple[str, dict]] = field(default_factory=list)
    answers: dict[int, deque] = field(default_factory=lambda: defaultdict(deque))
    """What the next messages to a chat are answered with: a Fault, LOST or GATEWAY."""
    pace_seconds: float = 0.0
    """How soon after another a message to the same chat is refused with 429."""
    waiting: list[dict] = field(default_factory=list)
    polls_to_fail: deque = field(default_factory=deque)
    blocked_by: set[int] = field(default_factory=set)
    known: set[int] = field(default_factory=set)
    files: dict[str, bytes] = field(default_factory=dict)
    commands: dict[str, list[dict]] = field(default_factory=dict)
    unanswered_presses: set[str] = field(default_factory=set)
    _last_update: int = 1000
    _last_message: int = 0
    _last_sent_at: dict[int, float] = field(default_factory=dict)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _poll: int = 0

    # What citizens do.

    async def write(self, chat: int, text: str, **others: Any) -> dict:
        return await self.tell("message", self.message(chat, text=text, **others))

    async def send(self, chat: int, **content: Any) -> dict:
        return await self.tell("message", self.message(chat, **content))

    async def edit(self, chat: int, text: str) -> dict:
        return await self.tell("edited_message", self.message(chat, text=text, edit_date=int(time.time())))

    async def record(self, chat: int, sound: bytes, seconds: int = 3) -> dict:
        return await self.tell("message", self.voice_note(chat, sound, seconds))

    def voice_note(self, chat: int, sound: bytes, seconds: int = 3) -> dict:
        name = f"voice{len(self.files)}"
        self.files[name] = sound
        voice = {"file_id": name, "file_unique_id": name, "duration": seconds}
        return self.message(chat, voice={**voice, "mime_type": "audio/ogg", "file_size": len(sound)})

    async def press(self, chat: int, title: str) -> dict:
        return await self.tell("callback_query", self.pressed(chat, title))

    def pressed(self, chat: int, title: str) -> dict:
        """The newest button with a title, pressed."""
        shown = next(one for one in reversed(self.sent) if one.chat == chat and title in one.titles)
        data = next(b["callback_data"] for row in shown.keyboard for b in row if b["text"] == title)
        self._last_message += 1
        query = f"q{self._last_message}"
        self.unanswered_presses.add(query)
        below = self.message(chat, text=shown.text) | {"from": self._bot(), "message_id": shown.id}
        return {"id": query, "from": self._citizen(chat), "chat_instance": "1", "message": below, "data": data}

    async def block(self, chat: int) -> dict:
        self.blocked_by.add(chat)
        member = {"user": self._bot()}
        return await self.tell(
            "my_chat_member",
            {
                "chat": {"id": chat, "type": "private"},
                "from": self._citizen(chat),
                "date": int(time.time()),
                "old_chat_member": {**member, "status": "member"},
                "new_chat_member": {**member, "status": "kicked", "until_date": 0},
            },
        )

    def message(self, chat: int, **content: Any) -> dict:
        self._last_message += 1
        self.known.add(chat)
        where = {"id": chat, "type": "private" if chat > 0 else "group"} | ({} if chat > 0 else {"title": "Tổ 5"})
        sender = {"from": self._citizen(abs(chat)), "chat": where, "date": int(time.time())}
        return {"message_id": self._last_message, **sender, **content}

    async def tell(self, kind: str, what: dict) -> dict:
        """Make an update and deliver it."""
        self._last_update += 1
        update = {"update_id": self._last_update, kind: what}
        await self.deliver(update)
        return update

    async def deliver(self, update: dict, *, secret: str | None = None) -> int:
        """Deliver an update, again if need be; return the status of a webhook."""
        if not self.webhook:
            self.waiting.append(update)
            self._news.set()
            return 0
        return await self.post(json.dumps(update).encode(), secret=secret)

    async def post(self, body: bytes, *, secret: str | None = None) -> int:
        """Post a body to the webhook as Telegram would."""
        given = self.secret if secret is None else secret
        headers = {"content-type": "application/json"}
        headers |= {"x-telegram-bot-api-secret-token": given} if given else {}
        async with httpx.AsyncClient(timeout=20) as client:
            answer = await client.post(self.webhook, content=body, headers=headers)
        return answer.status_code

    def seen_by(self, chat: int) -> list[Sent]:
        return [one for one in self.sent if one.chat == chat]

    def texts(self, chat: int) -> list[str]:
        return [one.text for one in self.seen_by(chat)]

    def called(self, method: str) -> list[dict]:
        return [fields for name, fields in self.calls if name == method]

    async def until(self, condition: Callable[[], object], seconds: float = 60) -> None:
        """Wait for something to come about."""
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.02)

    # What the network does.

    def app(self) -> web.Application:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        return app

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["path"].removeprefix("voice/").removesuffix(".oga")
        if request.match_info["token"] != self.token or name not in self.files:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        return web.Response(body=self.files[name])

    async def _call(self, request: web.Request) -> web.Response:
        method, fields = request.match_info["method"], await _fields(request)
        try:
            if request.match_info["token"] != self.token:
                raise Fault(401, "Unauthorized")
            handler = getattr(self, f"_on_{method.lower()}", None)
            if handler is None:
                raise Fault(404, "Not Found: method not found")
            self.calls.append((method, {k: v for k, v in fields.items() if not isinstance(v, bytes)}))
            result = await handler(fields)
        except Fault as fault:
            answer = {"ok": False, "error_code": fault.status, "description": fault.description}
            answer |= {"parameters": fault.parameters} if fault.parameters else {}
            return web.json_response(answer, status=fault.status)
        return result if isinstance(result, web.Response) else web.json_response({"ok": True, "result": result})

    async def _on_getme(self, fields: dict) -> dict:
        return self._bot()

    async def _on_setmycommands(self, fields: dict) -> bool:
        for command in fields["commands"]:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise Fault(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise Fault(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[fields.get("language_code", "")] = fields["commands"]
        return True

    async def _on_setwebhook(self, fields: dict) -> bool:
        if not fields["url"].startswith("https://"):
            raise Fault(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook, self.secret = fields["url"], fields.get("secret_token", "")
        return True

    async def _on_deletewebhook(self, fields: dict) -> bool:
        self.webhook = ""
        return True

    async def _on_getupdates(self, fields: dict) -> list[dict]:
        if self.polls_to_fail:
            raise self.polls_to_fail.popleft()
        if self.webhook:
            raise Fault(409, "Conflict: can't use getUpdates method while webhook is active")
        self._poll += 1
        own = self._poll
        self._news.set()
        offset = int(fields.get("offset", 0))
        self.waiting = [update for update in self.waiting if update["update_id"] >= offset]
        until = time.monotonic() + min(int(fields.get("timeout", 0)), 2)
        while not self.waiting and time.monotonic() < until:
            self._news.clear()
            try:
                async with asyncio.timeout(0.2):
                    await self._news.wait()
            except TimeoutError:
                continue
            if self._poll != own:
                raise Fault(409, "Conflict: terminated by other getUpdates request")
        return self.waiting[: int(fields.get("limit", 100))]

    async def _on_sendchataction(self, fields: dict) -> bool:
        self._require_chat(fields)
        return True

    async def _on_answercallbackquery(self, fields: dict) -> bool:
        if fields["callback_query_id"] not in self.unanswered_presses:
            raise Fault(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.unanswered_presses.discard(fields["callback_query_id"])
        return True

    async def _on_getfile(self, fields: dict) -> dict:
        name = fields["file_id"]
        if name not in self.files:
            raise Fault(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(self.files[name]) > _LARGEST_FILE:
            raise Fault(400, "Bad Request: file is too big")
        size = len(self.files[name])
        return {"file_id": name, "file_unique_id": name, "file_size": size, "file_path": f"voice/{name}.oga"}

    async def _on_sendmessage(self, fields: dict) -> dict | web.Response:
        chat = self._require_chat(fields)
        markup = str(fields.get("text", ""))
        text = _parsed(markup) if fields.get("parse_mode", "").upper() == "HTML" else markup
        if not text.strip():
            raise Fault(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > _LONGEST:
            raise Fault(400, "Bad Request: message is too long")
        return self._keep(Sent(0, chat, "sendMessage", text, markup, _keyboard(fields)))

    async def _on_sendvoice(self, fields: dict) -> dict | web.Response:
        chat = self._require_chat(fields)
        sound = fields.get("voice")
        if isinstance(sound, str) and sound.startswith("attach://"):
            sound = fields.get(sound.removeprefix("attach://"))
        if not isinstance(sound, bytes) or not sound:
            raise Fault(400, "Bad Request: there is no voice in the request")
        return self._keep(Sent(0, chat, "sendVoice", "", "", [], sound))

    def _require_chat(self, fields: dict) -> int:
        try:
            chat = int(fields["chat_id"])
        except (KeyError, ValueError):
            raise Fault(400, "Bad Request: chat_id is empty") from None
        if chat not in self.known:
            raise Fault(400, "Bad Request: chat not found")
        if chat in self.blocked_by:
            raise Fault(403, "Forbidden: bot was blocked by the user")
        return chat

    def _keep(self, message: Sent) -> dict | web.Response:
        chat = message.chat
        answer = self.answers[chat].popleft() if self.answers[chat] else None
        if isinstance(answer, Fault):
            raise answer
        if answer == GATEWAY:
            return web.Response(text="<html><body><h1>502 Bad Gateway</h1></body></html>", status=502)
        at = time.monotonic()
        if at - self._last_sent_at.get(chat, -1e9) < self.pace_seconds:
            raise Fault(429, "Too Many Requests: retry after 1", retry_after=1)
        self._last_sent_at[chat] = at
        self._last_message += 1
        self.sent.append(replace(message, id=self._last_message))
        if answer == LOST:
            return web.Response(status=504)
        where = {"id": chat, "type": "private"}
        return {"message_id": self._last_message, "date": int(time.time()), "chat": where, "from": self._bot()}

    def _bot(self) -> dict:
        return {"id": int(self.token.partition(":")[0]), "is_bot": True, "first_name": "Một Cửa", "username": "mc_bot"}

    def _citizen(self, chat: int) -> dict:
        return {"id": chat, "is_bot": False, "first_name": "Người Dân", "language_code": "vi"}


async def _fields(request: web.Request) -> dict[str, Any]:
    """Return the fields of a call: in the address, as a form with or without files, or as JSON."""
    fields: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        fields |= await request.json()
    else:
        for name, value in (await request.post()).items():
            fields[name] = value.file.read() if isinstance(value, web.FileField) else value
    for name in ("reply_markup", "link_preview_options", "commands", "allowed_updates"):
        if isinstance(fields.get(name), str):
            fields[name] = json.loads(fields[name])
    return fields


def _keyboard(fields: dict) -> list[list[dict]]:
    keyboard = fields.get("reply_markup", {}).get("inline_keyboard", [])
    for button in (button for row in keyboard for button in row):
        if not button["text"].strip():
            raise Fault(400, "Bad Request: text buttons are unallowed in the inline keyboard")
        if not 1 <= len(button.get("callback_data", "").encode()) <= 64:
            raise Fault(400, "Bad Request: BUTTON_DATA_INVALID")
    return keyboard


class _Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag not in _TAGS:
            raise Fault(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}" at byte offset 0')
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise Fault(400, f'Bad Request: can\'t parse entities: Unexpected end tag "{tag}" at byte offset 0')

    def handle_data(self, data: str) -> None:
        self.text += data


def _parsed(markup: str) -> str:
    """Return the text without its markup, as strict as Telegram about what stands in angle brackets."""
    if re.search(r"<(?!/?[a-z][a-z-]*(?:\s[^<>]*)?>)", markup):
        raise Fault(400, "Bad Request: can't parse entities: Unsupported start tag at byte offset 0")
    parser = _Markup()
    parser.feed(markup)
    parser.close()
    if parser.open:
        raise Fault(400, f"Bad Request: can't parse entities: Can't find end tag of \"{parser.open[-1]}\"")
    return parser.text


@asynccontextmanager
async def telegram() -> AsyncIterator[Telegram]:
    """Run the network until the end of the block."""
    peer = Telegram()
    runner = web.AppRunner(peer.app(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    peer.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield peer
    finally:
        await runner.cleanup()


_FAULTS = {
    contract.Fault.RATE_LIMITED: Fault(429, "Too Many Requests: retry after 1", retry_after=1),
    contract.Fault.BLOCKED: Fault(403, "Forbidden: bot was blocked by the user"),
    contract.Fault.REFUSED: Fault(400, "Bad Request: message is too long"),
    contract.Fault.UNREACHABLE: GATEWAY,
    contract.Fault.CUT_OFF: LOST,
}


class ContractNetwork:
    """Telegram as the contract suite drives it."""

    longest = _LONGEST
    chats = ("42", "43")

    def __init__(self, peer: Telegram, channel: Channel) -> None:
        self.peer, self.channel = peer, channel
        peer.known |= {int(chat) for chat in self.chats}

    def _delivery(self, number: int, kind: str, what: dict, secret: str = SECRET) -> contract.Delivery:
        body = json.dumps({"update_id": number, kind: what}).encode()
        return body, {"content-type": "application/json", "x-telegram-bot-api-secret-token": secret}

    def text(self, text: str, *, chat: str, number: int) -> contract.Delivery:
        return self._delivery(number, "message", self.peer.message(int(chat), text=text))

    def sticker(self, *, chat: str, number: int) -> contract.Delivery:
        sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9}
        content = {"sticker": {**sticker, "is_animated": False, "is_video": False}}
        return self._delivery(number, "message", self.peer.message(int(chat), **content))

    def voice(self, sound: bytes, *, chat: str, number: int) -> contract.Delivery:
        return self._delivery(number, "message", self.peer.voice_note(int(chat), sound))

    def unknown(self, *, number: int) -> contract.Delivery:
        return self._delivery(number, "hologram", {"of": "tomorrow"})

    def forged(self, text: str, *, chat: str, number: int) -> contract.Delivery:
        return self._delivery(number, "message", self.peer.message(int(chat), text=text), "guessed")

    def press(self, title: str, *, chat: str, number: int) -> contract.Delivery:
        return self._delivery(number, "callback_query", self.peer.pressed(int(chat), title))

    def seen(self, chat: str) -> list[str]:
        return self.peer.texts(int(chat))

    def fail_next(self, chat: str, fault: contract.Fault) -> None:
        self.peer.answers[int(chat)].append(_FAULTS[fault])


@asynccontextmanager
async def contract_network(vault: Vault) -> AsyncIterator[ContractNetwork]:
    async def speak(text: str, language: Language, *, is_personal: bool) -> bytes | None:
        return None

    async with telegram() as peer:
        values = {
            "BOT_TELEGRAM_TOKEN": TOKEN,
            "BOT_TELEGRAM_API_BASE": peer.address,
            "BOT_TELEGRAM_MODE": "webhook",
            "BOT_TELEGRAM_WEBHOOK_SECRET": SECRET,
        }
        async with open_channel(values, Tools(vault, speak, "mau")) as channel:
            yield ContractNetwork(peer, channel)
