"""Requests for a person: kept with all that staff need to answer, masked like everything that is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import conversations
from bot.channel_models import Chat, Handoff, HandoffState
from bot.models import Conversation, Message, Sender, Turn
from knowledge.database import now
from nlu.replies import Outcome, Reply

_MESSAGES = 10
"""How many messages staff see of what went before."""
_NO_QUESTION = frozenset({Outcome.HANDED_OVER, Outcome.SMALL_TALK, Outcome.REFUSED, Outcome.ERROR})


async def record(session: AsyncSession, chat: Chat, citizen_key: str, reply: Reply) -> Handoff:
    """Keep the request of a citizen whose turn has just been recorded; an open one is brought up to date."""
    found: Handoff | None = await session.scalar(
        select(Handoff).where(Handoff.chat_id == chat.id, Handoff.state == HandoffState.OPEN)
    )
    handoff = found or Handoff(chat_id=chat.id, channel=chat.channel, chat_key=chat.key, times_asked=0)
    handoff.centre_id = chat.centre_id
    messages = await _messages(session, chat, citizen_key)
    asked, about = await _last_question(session, messages)
    handoff.language, handoff.question = reply.language, asked
    handoff.procedure_code = about.procedure.code if about and about.procedure else None
    handoff.procedure_name = about.procedure.name if about and about.procedure else ""
    handoff.facet = about.facet if about else None
    candidates = about.candidates if about else ()
    handoff.candidates = json.dumps(
        [{"code": one.code, "name": one.name, "score": round(one.score, 3)} for one in candidates], ensure_ascii=False
    )
    handoff.last_turns = json.dumps(
        [{"sender": one.sender.value, "text": one.text} for one in messages[-_MESSAGES:]], ensure_ascii=False
    )
    handoff.times_asked, handoff.updated_at = handoff.times_asked + 1, now()
    session.add(handoff)
    return handoff


async def _messages(session: AsyncSession, chat: Chat, citizen_key: str) -> Sequence[Message]:
    rows = await session.scalars(
        select(Message)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.channel == chat.channel, Conversation.citizen_key == citizen_key)
        .order_by(Message.id.desc())
        .limit(4 * _MESSAGES)
    )
    return rows.all()[::-1]


async def _last_question(session: AsyncSession, messages: Sequence[Message]) -> tuple[str, Reply | None]:
    """Return the last question that was about something, and its reply; failing that what was written last."""
    written = [message for message in messages if message.sender is Sender.CITIZEN]
    outcomes = dict(
        (
            await session.execute(
                select(Turn.message_id, Turn.outcome).where(Turn.message_id.in_([m.id for m in written]))
            )
        ).all()
    )
    for message in reversed(written):
        if outcomes.get(message.id, Outcome.ERROR) not in _NO_QUESTION:
            return message.text, await conversations.find_reply(session, message.id)
    return (written[-1].text if written else "", None)


async def every(
    session: AsyncSession, *, centre_id: str | None = None, is_closed_too: bool = False
) -> Sequence[Handoff]:
    """Return the requests, the oldest first."""
    query = select(Handoff).order_by(Handoff.id)
    if centre_id is not None:
        query = query.where(Handoff.centre_id == centre_id)
    if not is_closed_too:
        query = query.where(Handoff.state == HandoffState.OPEN)
    return (await session.scalars(query)).all()


async def close(session: AsyncSession, handoff_id: int) -> bool:
    """Close a request; tell whether there was an open one."""
    handoff = await session.get(Handoff, handoff_id)
    if handoff is None or handoff.state is HandoffState.CLOSED:
        return False
    handoff.state, handoff.updated_at = HandoffState.CLOSED, now()
    return True
