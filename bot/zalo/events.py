"""What Zalo delivers for an Official Account, read as our messages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, Required, TypedDict, Unpack

from bot import commands, deliveries
from bot.channel import ChannelName
from bot.messages import Incoming, IncomingKind, Media, Unsupported
from bot.zalo.recipients import ANONYMOUS

_ID = re.compile(r"[\w.:-]{1,80}", re.ASCII)
_ADDRESS = re.compile(r"\S+://\S+|www\.\S+")
_LONGEST_UPDATE_ID = 120
_LONGEST_CHAT = 80
_WRITTEN = "user_send_text"
_SPOKEN = "user_send_audio"
_LINKED = "user_send_link"
_UNSUPPORTED = {
    "user_send_image": Unsupported.IMAGE,
    "user_send_gif": Unsupported.IMAGE,
    "user_send_file": Unsupported.FILE,
    "user_send_sticker": Unsupported.STICKER,
    "user_send_link": Unsupported.OTHER,
    "user_send_location": Unsupported.LOCATION,
    "user_send_video": Unsupported.VIDEO,
    "user_send_business_card": Unsupported.CONTACT,
}
_MAY_CARRY_A_QUESTION = frozenset({Unsupported.IMAGE, Unsupported.VIDEO, Unsupported.FILE})
_ABOUT_THE_USER = {
    "follow": IncomingKind.GREET,
    "user_click_chatnow": IncomingKind.GREET,
    "unfollow": IncomingKind.BLOCKED,
    "user_withdraw": IncomingKind.WITHDRAW,
}
_Event = Mapping[str, Any]


class _Said(TypedDict, total=False):
    kind: Required[IncomingKind]
    text: str
    unsupported: Unsupported
    media: Media


def read(raw: bytes, *, account: str) -> tuple[Incoming, ...]:
    """Return the update in a body; none for an event that is not for us to act on. Raise WebhookRefused 400."""
    event = deliveries.opened(raw)
    if not event:
        return ()
    return tuple(_read(str(event.get("event_name", "")), event, account))


def _read(name: str, event: _Event, account: str) -> Iterator[Incoming]:
    if name in _ABOUT_THE_USER:
        return _about_the_user(name, event, account)
    if name.startswith("oa_send_") and not name.startswith("oa_send_anonymous"):
        return _of_staff(event, account)
    is_anonymous = name.startswith("anonymous_send_")
    if is_anonymous:
        name = name.replace("anonymous_", "user_", 1)
    if name.startswith("user_send_"):
        return _of_a_citizen(name, event, account, is_anonymous=is_anonymous)
    return iter(())


def _of_a_citizen(name: str, event: _Event, account: str, *, is_anonymous: bool) -> Iterator[Incoming]:
    """Give a message of a citizen; nothing where it is not to us or lacks what a message has."""
    message = _part(event, "message")
    sender, message_id = _id(_part(event, "sender").get("id")), str(message.get("msg_id") or "")
    is_group = name.startswith("user_send_group_")
    to = _id(_part(event, "recipient").get("id"))
    if not sender or not message_id or not to or (to != account and not is_group):
        return
    chat = to if is_group else sender
    if is_anonymous:
        chat = f"{ANONYMOUS}{sender}:{_id(message.get('conversation_id'))}"
    if len(chat) > _LONGEST_CHAT:
        # Cut, it would lead an answer astray.
        return
    said = _said(name, message)
    yield _incoming(event, account, chat, message_id, **said)
    if said.get("unsupported") in _MAY_CARRY_A_QUESTION and _text(message):
        # The picture cannot be read, the question beside it can.
        yield _incoming(event, account, chat, f"{message_id}.1", kind=IncomingKind.TEXT, text=_text(message))


def _said(name: str, message: _Event) -> _Said:
    if name.startswith("user_send_group_"):
        # What a group says to one another is not kept, not even masked.
        return {"kind": IncomingKind.UNSUPPORTED, "unsupported": Unsupported.GROUP}
    text, sound = _text(message), _sound(message)
    if name == _WRITTEN and text:
        return {"kind": commands.read(text), "text": text}
    if name == _LINKED and _ADDRESS.sub("", text).strip():
        return {"kind": IncomingKind.TEXT, "text": text}
    if name == _SPOKEN and sound is not None:
        return {"kind": IncomingKind.VOICE, "media": sound}
    return {"kind": IncomingKind.UNSUPPORTED, "unsupported": _UNSUPPORTED.get(name, Unsupported.OTHER)}


def _of_staff(event: _Event, account: str) -> Iterator[Incoming]:
    """Tell that a person wrote from Zalo's own desk; nothing for the echo of a message that we sent."""
    sender, chat = _part(event, "sender"), _id(_part(event, "recipient").get("id"))
    if not sender.get("admin_id") or _id(sender.get("id")) != account or not chat:
        return
    message_id = str(_part(event, "message").get("msg_id") or event.get("timestamp"))
    yield _incoming(event, account, chat, f"staff:{message_id}", kind=IncomingKind.STAFF_WROTE)


def _about_the_user(name: str, event: _Event, account: str) -> Iterator[Incoming]:
    parts = (_part(event, "follower").get("id"), event.get("user_id"), _part(event, "sender").get("id"))
    user = next((found for found in map(_id, parts) if found), "")
    named = _id(event.get("oa_id")) or _id(_part(event, "recipient").get("id"))
    if not user or named not in {"", account}:
        return
    # Hashed: the id of an update outlives an erasure, and no id of a citizen may.
    update_id = _hashed(f"{name}:{event.get('timestamp')}:{user}")
    yield _incoming(event, account, user, update_id, kind=_ABOUT_THE_USER[name])


def _incoming(event: _Event, account: str, chat: str, update_id: str, **said: Unpack[_Said]) -> Incoming:
    message_id = str(_part(event, "message").get("msg_id") or "")
    if len(update_id) > _LONGEST_UPDATE_ID or not update_id.isprintable():
        update_id = _hashed(update_id)
    return Incoming(
        channel=ChannelName.ZALO,
        account=account,
        chat=chat,
        update_id=update_id,
        message_id=message_id,
        **said,
    )


def _sound(message: _Event) -> Media | None:
    for attachment in message.get("attachments") or ():
        url = _part(attachment, "payload").get("url") if isinstance(attachment, dict) else None
        if isinstance(url, str) and url:
            # Documented as AMR and seen as AAC: whoever decodes it looks for himself.
            return Media(reference=url)
    return None


def _text(message: _Event) -> str:
    text = message.get("text")
    return text if isinstance(text, str) and text.strip() else ""


def _hashed(whole: str) -> str:
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def _part(event: _Event, name: str) -> _Event:
    part = event.get(name)
    return part if isinstance(part, dict) else {}


def _id(given: object) -> str:
    """Return an id of Zalo's; empty for what is none."""
    return given if isinstance(given, str) and _ID.fullmatch(given) else ""
