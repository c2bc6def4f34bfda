"""Conversations: found or started, and what is said in them recorded, masked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channel import ChannelName, IncomingMessage
from bot.models import Conversation, Message, Sender, Turn
from bot.privacy import Masked
from bot.straight import Straight
from knowledge.database import now
from knowledge.procedures import Language
from nlu import resuming
from nlu.dialogue import ConversationState
from nlu.replies import Outcome, Reply, Suggestion

_STATES = TypeAdapter(ConversationState)
_REPLIES = TypeAdapter(Reply)


_OF_CITIZEN = select(Conversation).where(
    Conversation.channel == bindparam("channel"), Conversation.citizen_key == bindparam("key")
)
_DELIVERED = Straight(
    select(Message.id).where(
        Message.conversation_id == bindparam("conversation"), Message.update_id == bindparam("update")
    )
)
_WRITING_ANEW = Straight(update(Message).where(Message.id == bindparam("of")).values(text=bindparam("anew")))
_HEARING = Straight(
    update(Conversation).where(Conversation.id == bindparam("of")).values(last_message_at=bindparam("at"))
)
# Into the tables themselves. (A class of the base has a table; SQLAlchemy types it as anything to be selected from.)
_MESSAGES, _TURNS = cast(Table, Message.__table__), cast(Table, Turn.__table__)
_TURN_FIELDS = [column.name for column in _TURNS.columns]
_SAYING = Straight(
    insert(_MESSAGES)
    .values({name: bindparam(name) for name in ("conversation_id", "sender", "update_id", "text", "created_at")})
    .returning(_MESSAGES.c.id)
)
_TURNING = Straight(insert(_TURNS).values({name: bindparam(name) for name in _TURN_FIELDS}))
_REMEMBERING = Straight(
    update(Conversation).where(Conversation.id == bindparam("of")).values(slots=bindparam("remembered"))
)


@dataclass(frozen=True)
class Received:
    """A message as it stands in the database."""

    conversation_id: int
    message_id: int
    channel: ChannelName
    centre_id: str
    masked: Masked


@dataclass(frozen=True)
class Answered:
    """How a turn went, to be recorded."""

    reply: Reply
    state: ConversationState
    milliseconds: float


async def find(session: AsyncSession, message: IncomingMessage) -> Conversation | None:
    """Return the citizen's conversation on this channel, if there is one."""
    found: Conversation | None = await session.scalar(
        _OF_CITIZEN, {"channel": message.channel, "key": message.citizen_key}
    )
    return found


async def start(session: AsyncSession, message: IncomingMessage, *, centre_id: str) -> Conversation:
    """Return a new conversation that belongs to the centre."""
    conversation = Conversation(
        channel=message.channel, citizen_key=message.citizen_key, centre_id=centre_id, last_message_at=now()
    )
    session.add(conversation)
    await session.flush()
    return conversation


def state(conversation: Conversation, *, idle: timedelta, at: datetime) -> ConversationState:
    """Return what is remembered; after a long silence only the language and, as last time's, the matter."""
    remembered = _slots(conversation)
    if at - conversation.last_message_at > idle:
        remembered = resuming.forgetting(remembered)
    return replace(remembered, centre=conversation.centre_id)


def _slots(conversation: Conversation) -> ConversationState:
    try:
        return _STATES.validate_json(conversation.slots)
    except ValidationError:
        # Another release wrote them; the citizen loses the thread, not the answer.
        return ConversationState()


async def find_message(session: AsyncSession, conversation: Conversation, update_id: str) -> int | None:
    """Return the id of the citizen's message that was delivered under this id before."""
    found: int | None = await _DELIVERED.value(session, conversation=conversation.id, update=update_id)
    return found


async def record_message(session: AsyncSession, conversation: Conversation, masked: Masked, *, update_id: str) -> int:
    """Record a citizen's message and return its id."""
    at = now()
    said = {"conversation_id": conversation.id, "sender": Sender.CITIZEN, "text": masked.text}
    message_id: int = await _SAYING.value(session, **said, update_id=update_id, created_at=at)
    await _HEARING.run(session, of=conversation.id, at=at)
    return message_id


async def write_anew(session: AsyncSession, message_id: int, masked: Masked) -> None:
    """Record a message as it stands now."""
    await _WRITING_ANEW.run(session, of=message_id, anew=masked.text)


async def find_reply(session: AsyncSession, message_id: int) -> Reply | None:
    """Return what a message was answered with, if it was."""
    recorded = await session.scalar(select(Turn.reply).where(Turn.message_id == message_id))
    return None if recorded is None else _REPLIES.validate_json(recorded)


async def overhear(
    session: AsyncSession, channel: ChannelName, citizen_key: str, masked: Masked, *, centre_id: str
) -> None:
    """Record what a citizen wrote to a person of the centre; the assistant does not answer it."""
    message = IncomingMessage(channel, citizen_key, "", masked.text)
    conversation = await find(session, message) or await start(session, message, centre_id=centre_id)
    session.add(Message(conversation_id=conversation.id, sender=Sender.CITIZEN, text=masked.text))
    conversation.last_message_at = now()


async def last_reply(session: AsyncSession, channel: ChannelName, citizen_key: str) -> Reply | None:
    """Return what a citizen was last answered."""
    recorded = await session.scalar(
        select(Turn.reply)
        .join(Message, Message.id == Turn.message_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.channel == channel, Conversation.citizen_key == citizen_key)
        .order_by(Turn.message_id.desc())
        .limit(1)
    )
    return None if recorded is None else _REPLIES.validate_json(recorded)


async def language(session: AsyncSession, channel: ChannelName, citizen_key: str) -> Language:
    """Return the language that is spoken with a citizen."""
    conversation = await session.scalar(
        select(Conversation).where(Conversation.channel == channel, Conversation.citizen_key == citizen_key)
    )
    return Language.VIETNAMESE if conversation is None else _slots(conversation).language


async def record_turn(session: AsyncSession, received: Received, answered: Answered) -> None:
    """Record the reply, its outcome and what is remembered; the values masked in the question stay masked."""
    at = now()
    reply = _without(answered.reply, received.masked)
    said = {"conversation_id": received.conversation_id, "sender": Sender.ASSISTANT, "text": reply.text}
    turn = {
        "message_id": received.message_id,
        "centre_id": received.centre_id,
        "channel": received.channel,
        "outcome": reply.outcome,
        "language": reply.language,
        "procedure_code": reply.procedure.code if reply.procedure else None,
        "facet": reply.facet,
        "score": reply.score,
        "milliseconds": round(answered.milliseconds, 1),
        "reply": _REPLIES.dump_json(reply).decode(),
    }
    slots = _STATES.dump_json(answered.state).decode()
    await _SAYING.run(session, **said, update_id=None, created_at=at)
    await _TURNING.run(session, **turn, created_at=at)
    await _REMEMBERING.run(session, of=received.conversation_id, remembered=slots)


async def count_outcomes(session: AsyncSession, *, since: datetime) -> dict[Outcome, int]:
    """Return how many turns ended in each outcome since a moment."""
    rows = await session.execute(
        select(Turn.outcome, func.count()).where(Turn.created_at >= since).group_by(Turn.outcome)
    )
    counted = dict.fromkeys(Outcome, 0)
    for outcome, count in rows:
        counted[outcome] = count
    return counted


def _without(reply: Reply, masked: Masked) -> Reply:
    """Return the reply without the personal values of the question that it repeats."""
    return replace(
        reply,
        text=masked.hide_in(reply.text),
        spoken=masked.hide_in(reply.spoken),
        suggestions=tuple(
            Suggestion(masked.hide_in(suggestion.title), masked.hide_in(suggestion.send))
            for suggestion in reply.suggestions
        ),
    )
