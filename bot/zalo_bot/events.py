"""What the platform delivers, read as our messages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypedDict
from typing import Required as Always

from bot import commands, deliveries
from bot.channel import ChannelName
from bot.messages import Incoming, IncomingKind, Media, Unsupported

_ID = re.compile(r"[\w.:-]{1,80}", re.ASCII)
_PREFIX = "message."
_UNSUPPORTED = {
    "message.image.received": Unsupported.IMAGE,
    "message.sticker.received": Unsupported.STICKER,
    "message.video.received": Unsupported.VIDEO,
    "message.file.received": Unsupported.FILE,
    "message.location.received": Unsupported.LOCATION,
    "message.contact.received": Unsupported.CONTACT,
}
_Part = Mapping[str, Any]


class _Said(TypedDict, total=False):
    kind: Always[IncomingKind]
    text: str
    unsupported: Unsupported
    media: Media


def read(raw: bytes, *, account: str) -> tuple[Incoming, ...]:
    """Return the update in a body; none for an event that we do not know. Raise WebhookRefused 400."""
    body = deliveries.opened(raw)
    if not body:
        return ()
    return tuple(_read(_unwrapped(body), account))


def _unwrapped(body: _Part) -> _Part:
    """Return the event: documented in an envelope, and seen bare."""
    inner = body.get("result")
    return inner if body.get("ok") is True and isinstance(inner, dict) else body


def _read(event: _Part, account: str) -> Iterator[Incoming]:
    name, message = str(event.get("event_name", "")), _part(event, "message")
    chat, sender = _part(message, "chat"), _part(message, "from")
    key, update_id = str(chat.get("id", "")), str(message.get("message_id", ""))
    if not name.startswith(_PREFIX) or not _ID.fullmatch(key) or not _ID.fullmatch(update_id):
        return
    if sender.get("is_bot") is True:
        return
    said = list(_said(name, message, is_group=chat.get("chat_type") == "GROUP"))
    for place, one in enumerate(said):
        yield Incoming(
            channel=ChannelName.ZALO_BOT,
            account=account,
            chat=key,
            update_id=update_id if place == 0 else f"{update_id}.{place}",
            message_id=update_id,
            **one,
        )


def _said(name: str, message: _Part, *, is_group: bool) -> Iterator[_Said]:
    if is_group:
        # What a group says to one another is not kept, not even masked.
        yield {"kind": IncomingKind.UNSUPPORTED, "unsupported": Unsupported.GROUP}
        return
    yield _read_message(name, message)
    caption = message.get("caption")
    if name == "message.image.received" and isinstance(caption, str) and caption.strip():
        # The picture cannot be read, the question below it can.
        yield {"kind": IncomingKind.TEXT, "text": caption}


def _read_message(name: str, message: _Part) -> _Said:
    text, sound = message.get("text"), message.get("voice_url")
    if name == "message.text.received" and isinstance(text, str) and text.strip():
        return {"kind": commands.read(text), "text": text}
    if name == "message.voice.received" and isinstance(sound, str) and sound:
        return {"kind": IncomingKind.VOICE, "media": Media(reference=sound, mime_type="audio/aac")}
    # A person under protection, such as a child, comes as an event without content too.
    return {"kind": IncomingKind.UNSUPPORTED, "unsupported": _UNSUPPORTED.get(name, Unsupported.OTHER)}


def _part(event: _Part, name: str) -> _Part:
    part = event.get(name)
    return part if isinstance(part, dict) else {}
