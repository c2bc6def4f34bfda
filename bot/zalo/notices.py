"""Notices: template messages that nobody asked for at this moment, such as news of a dossier, put into the outbox."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import leases, outbox, upserts
from bot.channel import ChannelName
from bot.channel_models import Chat, OutboxRow
from bot.errors import NoticeImpossible
from bot.messages import Outgoing
from bot.vault import Cipher
from bot.zalo import rendering
from bot.zalo.recipients import ANONYMOUS
from bot.zalo.templates import international
from knowledge.database import now

TELEPHONES = "+84"
"""The key of the one chat of an account in which notices to telephones wait; their numbers stand sealed in them."""

_TELEPHONE = re.compile(r"84[1-9]\d{8,9}")
_LARGEST_ID = 2**31


def telephone(given: str) -> str:
    """Return a Vietnamese telephone number as Zalo takes it. Raise NoticeImpossible."""
    number = international(given)
    if not _TELEPHONE.fullmatch(number):
        raise NoticeImpossible("That is no telephone number of Vietnam. Write it like 0912345678 or +84912345678.")
    return number


async def find_chat(session: AsyncSession, given: str) -> Chat:
    """Return the chat with a citizen, by its key in `motcua handoffs` or its number in `motcua outbox`.

    Raise NoticeImpossible for one that cannot be sent a template.
    """
    is_zalo = Chat.channel == ChannelName.ZALO
    found: Chat | None = await session.scalar(select(Chat).where(is_zalo, Chat.key == given).limit(1))
    if found is None and given.isdecimal() and int(given) < _LARGEST_ID:
        found = await session.scalar(select(Chat).where(is_zalo, Chat.id == int(given)))
    if found is None or found.key == TELEPHONES:
        raise NoticeImpossible(f"There is no chat {given} on Zalo. See `motcua handoffs` and `motcua outbox --all`.")
    if found.key.startswith(ANONYMOUS):
        raise NoticeImpossible("Zalo does not name this visitor, so only a telephone can be sent a notice.")
    if found.is_blocked:
        raise NoticeImpossible(
            "This citizen has blocked us or left: nothing is sent until the next message from there."
        )
    return found


async def chat_of_telephones(session: AsyncSession, account: str, *, centre: str) -> Chat:
    """Return the chat in which an account's notices to telephones wait."""
    key = {"channel": ChannelName.ZALO, "account": account, "key": TELEPHONES}
    made = {"centre_id": centre, "choices": "[]", "is_blocked": False, "created_at": now()}
    await upserts.insert_once(session, Chat, key | made)
    return (await session.scalars(select(Chat).filter_by(**key))).one()


async def queue(session: AsyncSession, cipher: Cipher, chat: Chat, notice: Outgoing) -> int:
    """Put a notice into the outbox and return its number there."""
    locked = await leases.lock(session, chat.id)
    assert locked is not None
    await outbox.add(session, locked, rendering.render(notice, cipher.encrypt), caused_by=None, kind=notice.kind)
    await session.flush()
    newest = select(OutboxRow.id).where(OutboxRow.chat_id == chat.id).order_by(OutboxRow.id.desc()).limit(1)
    return (await session.scalars(newest)).one()
