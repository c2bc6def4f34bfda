"""Erasing all that is kept about one chat."""

from __future__ import annotations

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channel_models import Chat, Handoff, InboxRow, InboxStatus, OutboxRow
from bot.messages import OutgoingKind
from bot.models import Conversation


async def erase(session: AsyncSession, chat: Chat, citizen_key: str) -> None:
    """Erase the conversation, its turns, messages, requests and deliveries; the row of the chat stays, bare.

    Of its updates only the ids remain, so that the network cannot deliver them once more.
    """
    await session.execute(
        delete(Conversation)
        .where(Conversation.channel == chat.channel, Conversation.citizen_key == citizen_key)
        .execution_options(synchronize_session=False)
    )
    for table in (Handoff, OutboxRow):
        await session.execute(
            delete(table).where(table.chat_id == chat.id).execution_options(synchronize_session=False)
        )
    await session.execute(
        update(InboxRow)
        .where(InboxRow.chat_id == chat.id, InboxRow.status != InboxStatus.PENDING)
        .values(chat_id=None, payload="")
        .execution_options(synchronize_session=False)
    )
    chat.choices, chat.send_at = "[]", None
    chat.paused_until, chat.flooded_until, chat.last_inbound_at = None, None, None


async def forget_if_bare(session: AsyncSession, chat: Chat, citizen_key: str) -> None:
    """Remove a chat of which nothing is kept but itself, such as one that the network only told us the end of."""
    is_kept = or_(
        exists().where(Conversation.channel == chat.channel, Conversation.citizen_key == citizen_key),
        exists().where(Handoff.chat_id == chat.id),
        exists().where(OutboxRow.chat_id == chat.id, OutboxRow.kind != OutgoingKind.FAREWELL),
    )
    if not await session.scalar(select(is_kept)):
        await forget_if_idle(session, chat)


async def forget_if_idle(session: AsyncSession, chat: Chat) -> None:
    """Remove the chat itself, unless the citizen has written again."""
    waits = select(exists().where(InboxRow.chat_id == chat.id, InboxRow.status == InboxStatus.PENDING))
    if not await session.scalar(waits):
        await session.delete(chat)
