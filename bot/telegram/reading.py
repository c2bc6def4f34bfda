"""Updates of Telegram, read as messages of ours."""

from __future__ import annotations

import json
import logging
from typing import Any

from aiogram.enums import ChatMemberStatus, ChatType, ContentType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update
from pydantic import ValidationError

from bot.channel import ChannelName
from bot.errors import WebhookRefused
from bot.messages import Incoming, IncomingKind, Media, Unsupported
from bot.telegram import commands
from bot.telegram.rendering import LISTEN

logger = logging.getLogger(__name__)

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
"""The updates that we ask Telegram for."""

_UNSUPPORTED = {
    ContentType.STICKER: Unsupported.STICKER,
    ContentType.LOCATION: Unsupported.LOCATION,
    ContentType.VENUE: Unsupported.LOCATION,
    ContentType.CONTACT: Unsupported.CONTACT,
    ContentType.PHOTO: Unsupported.IMAGE,
    ContentType.LIVE_PHOTO: Unsupported.IMAGE,
    ContentType.VIDEO: Unsupported.VIDEO,
    ContentType.VIDEO_NOTE: Unsupported.VIDEO,
    ContentType.ANIMATION: Unsupported.VIDEO,
    ContentType.DOCUMENT: Unsupported.FILE,
    ContentType.DICE: Unsupported.OTHER,
    ContentType.POLL: Unsupported.OTHER,
    ContentType.GAME: Unsupported.OTHER,
    ContentType.STORY: Unsupported.OTHER,
    ContentType.CHECKLIST: Unsupported.OTHER,
    ContentType.PAID_MEDIA: Unsupported.OTHER,
    ContentType.GIFT: Unsupported.OTHER,
    ContentType.UNIQUE_GIFT: Unsupported.OTHER,
    ContentType.RICH_MESSAGE: Unsupported.OTHER,
}


def read(raw: bytes, account: str) -> tuple[Incoming, ...]:
    """Return what an update says; nothing for one that we have no use for. Raise WebhookRefused 400."""
    body = _parse(raw)
    if not any(kind in body for kind in KINDS):
        return ()
    try:
        update = Update.model_validate({name: body[name] for name in ("update_id", *KINDS) if name in body})
    except ValidationError as error:
        # Refused, it would come again and hold up all that follow it. The values stay out of the log.
        logger.warning("Update not understood", extra={"faults": error.error_count()})
        return ()
    if update.callback_query is not None:
        return _pressed(update.callback_query, account, update.update_id)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member, account, update.update_id)
    message = update.message or update.edited_message
    if message is None:
        return ()
    return _message(message, account, update.update_id, is_edited=update.message is None)


def _parse(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise WebhookRefused(400, "not JSON") from None
    # A bool is an int to Python, and no id.
    if not isinstance(body, dict) or type(body.get("update_id")) is not int:
        raise WebhookRefused(400, "not an update of Telegram")
    return body


def _pressed(query: CallbackQuery, account: str, update_id: int) -> tuple[Incoming, ...]:
    # Without a message it was pressed in another chat, on a message sent there in our name: we send none.
    if query.message is None or query.data is None:
        return ()
    kind = IncomingKind.SPEAK if query.data == LISTEN else IncomingKind.BUTTON
    unsupported = None
    if query.message.chat.type != ChatType.PRIVATE:
        kind, unsupported = IncomingKind.UNSUPPORTED, Unsupported.GROUP
    return (
        Incoming(
            ChannelName.TELEGRAM,
            account,
            str(query.message.chat.id),
            str(update_id),
            kind,
            text=query.data if kind is IncomingKind.BUTTON else "",
            unsupported=unsupported,
            callback=query.id,
            message_id=str(query.message.message_id),
        ),
    )


def _membership(change: ChatMemberUpdated, account: str, update_id: int) -> tuple[Incoming, ...]:
    has_left = change.new_chat_member.status in {ChatMemberStatus.KICKED, ChatMemberStatus.LEFT}
    if not has_left or change.chat.type != ChatType.PRIVATE:
        return ()
    return (
        Incoming(
            ChannelName.TELEGRAM,
            account,
            str(change.chat.id),
            str(update_id),
            IncomingKind.BLOCKED,
        ),
    )


def _message(message: Message, account: str, update_id: int, *, is_edited: bool) -> tuple[Incoming, ...]:
    is_of_a_bot = message.from_user is not None and message.from_user.is_bot
    if is_of_a_bot:
        return ()
    said: list[dict[str, Any]] = []
    if message.chat.type != ChatType.PRIVATE:
        said = [{"kind": IncomingKind.UNSUPPORTED, "unsupported": Unsupported.GROUP}]
    elif is_edited:
        # A picture or a place that changes, such as one shared live, says nothing new to us.
        said = _edited(message.text) if message.text else []
    else:
        said = _said(message)
    return tuple(
        Incoming(
            ChannelName.TELEGRAM,
            account,
            str(message.chat.id),
            str(update_id) if place == 0 else f"{update_id}.{place}",
            message_id=str(message.message_id),
            **one,
        )
        for place, one in enumerate(said)
    )


def _edited(text: str) -> list[dict[str, Any]]:
    command = commands.parse(text)
    kind = IncomingKind.EDITED if command.kind is IncomingKind.TEXT else command.kind
    return [{"kind": kind, "text": command.text, "language": command.language}]


def _said(message: Message) -> list[dict[str, Any]]:
    """Return what a message of a private chat says, as the fields of an Incoming."""
    if message.text:
        command = commands.parse(message.text)
        return [{"kind": command.kind, "text": command.text, "language": command.language}]
    sound = message.voice or message.audio
    if sound is not None:
        media = Media(sound.file_id, sound.mime_type or "", float(sound.duration), sound.file_size or 0)
        return [{"kind": IncomingKind.VOICE, "media": media}]
    unsupported = _UNSUPPORTED.get(ContentType(message.content_type))
    if unsupported is None:
        return []
    if message.document is not None and (message.document.mime_type or "").startswith("image/"):
        unsupported = Unsupported.IMAGE
    said: list[dict[str, Any]] = [{"kind": IncomingKind.UNSUPPORTED, "unsupported": unsupported}]
    if message.caption:
        # The picture cannot be read, the question under it can.
        said.append({"kind": IncomingKind.TEXT, "text": message.caption})
    return said
