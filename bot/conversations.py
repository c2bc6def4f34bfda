"""Conversations: found or started, and what is said in them recorded, masked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import cast

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Table, bindparam, exists, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import straight, upserts
from bot.channel import ChannelName, IncomingMessage
from bot.models import Conversation, Message, Sender, Turn
from bot.privacy import Masked
from bot.straight import Straight
from knowledge import centres
from knowledge.database import now
from knowledge.errors import CentreNotFound
from knowledge.models import CentreRow
from knowledge.procedures import Language
from nlu import resuming
from nlu.dialogue import ConversationState
from nlu.replies import Outcome, Reply, Suggestion

_STATES = TypeAdapter(ConversationState)
_REPLIES = TypeAdapter(Reply)


_OF_CITIZEN = select(Conversation).where(
    Conversation.channel == bindparam("channel"), Conversation.citizen_key == bindparam("key")
)
_RECALLING = Straight(
    select(
        Conversation.id,
        Conversation.centre_id,
        Conversation.slots,
        Conversation.last_message_at,
        Turn.reply,
    )
    .join(
        Message,
        (Message.conversation_id == Conversation.id) & (Message.update_id == bindparam("update")),
        isouter=True,
    )
    .join(Turn, Turn.message_id == Message.id, isouter=True)
    .where(Conversation.channel == bindparam("channel"), Conversation.citizen_key == bindparam("key"))
)
_CENTRE = select(CentreRow.id).where(CentreRow.id == bindparam("centre"))
_FINDING_CENTRE = Straight(_CENTRE)
_MOVING = Straight(update(Conversation).where(Conversation.id == bindparam("of")).values(centre_id=bindparam("centre")))
# Into the tables themselves. (A class of the base has a table; SQLAlchemy types it as anything to be selected from.)
_MESSAGES, _TURNS = cast(Table, Message.__table__), cast(Table, Turn.__table__)
_TURN_FIELDS = [column.name for column in _TURNS.columns if column.name != "message_id"]
_SAYING = Straight(
    insert(_MESSAGES).values(
        [
            {
                "conversation_id": bindparam("conversation"),
                "sender": sender,
                "update_id": update_id,
                "text": bindparam(text),
                "created_at": bindparam("at", type_=Message.created_at.type),
            }
            for sender, update_id, text in (
                (Sender.CITIZEN, bindparam("update"), "question"),
                (Sender.ASSISTANT, None, "answer"),
            )
        ]
    )
)
# The message is known by what it was delivered under: its number would have to be waited for.
_TURNING = Straight(
    insert(_TURNS).from_select(
        ["message_id", *_TURN_FIELDS],
        select(Message.id, *(bindparam(name, type_=_TURNS.c[name].type).label(name) for name in _TURN_FIELDS)).where(
            Message.conversation_id == bindparam("conversation"), Message.update_id == bindparam("update")
        ),
    )
)
_REMEMBERING = Straight(
    update(Conversation)
    .where(Conversation.id == bindparam("of"))
    .values(slots=bindparam("remembered"), last_message_at=bindparam("at"))
)


@dataclass(frozen=True)
class Received:
    """A citizen's message, and the conversation that it belongs to."""

    conversation_id: int
    channel: ChannelName
    centre_id: str
    masked: Masked
    update_id: str


@dataclass(frozen=True)
class Recalled:
    """What is known when a message comes in."""

    received: Received
    state: ConversationState
    reply: Reply | None
    """What the message was answered with, if it has come before."""


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


async def recall(
    session: AsyncSession, message: IncomingMessage, masked: Masked, *, default_centre: str, idle: timedelta
) -> Recalled:
    """Return what is known of the citizen; a conversation is started where there is none. Raise CentreNotFound.

    A long silence leaves of what is remembered only the language and, as last time's, the matter.
    """
    given = {"channel": message.channel, "key": message.citizen_key, "update": message.update_id}
    centre_id = message.centre or default_centre
    is_known = message.centre is None or centre_id == centres.SAMPLE_ID
    starting = _starting(upserts.dialect(session), is_centre_known=is_known).given(
        channel=message.channel, key=message.citizen_key, centre=centre_id, at=now()
    )
    _, found = await straight.together(session, starting, _RECALLING.given(**given))
    if not found:
        raise CentreNotFound(centre_id)
    conversation_id, its_centre, slots, last_message_at, reply = found[0]
    if message.centre is not None and its_centre != message.centre:
        # The centre that a conversation belongs to was looked up when it was given to it.
        if not is_known and not await _FINDING_CENTRE.first(session, centre=centre_id):
            raise CentreNotFound(centre_id)
        await _MOVING.run(session, of=conversation_id, centre=centre_id)
        its_centre = centre_id
    remembered = _state(slots)
    if now() - last_message_at > idle:
        remembered = resuming.forgetting(remembered)
    return Recalled(
        Received(conversation_id, message.channel, its_centre, masked, message.update_id),
        replace(remembered, centre=its_centre),
        None if reply is None else _REPLIES.validate_json(reply),
    )


@cache
def _starting(dialect: str, *, is_centre_known: bool) -> Straight:
    """Start a conversation where there is none; of a centre that is looked up, only where there is one."""
    at = bindparam("at", type_=Conversation.started_at.type)
    values = upserts.given(Conversation, channel="channel", citizen_key="key", centre_id="centre")
    new = {"slots": literal("{}"), "started_at": at, "last_message_at": at}
    conditions = [~exists(_OF_CITIZEN), *([] if is_centre_known else [exists(_CENTRE)])]
    row = upserts.insert_where(Conversation, dialect, values | new, *conditions)
    return Straight(row.on_conflict_do_nothing())


def _state(slots: str) -> ConversationState:
    try:
        return _STATES.validate_json(slots)
    except ValidationError:
        # Another release wrote them; the citizen loses the thread, not the answer.
        return ConversationState()


async def find_reply(session: AsyncSession, message_id: int) -> Reply | None:
    """Return what a message was answered with, if it was."""
    recorded = await session.scalar(select(Turn.reply).where(Turn.message_id == message_id))
    return None if recorded is None else _REPLIES.validate_json(recorded)


async def overhear(
    session: AsyncSession, channel: ChannelName, citizen_key: str, masked: Masked, *, centre_id: str
) -> None:
    """Record what a citizen wrote to a person of the centre; the assistant does not answer it."""
    message = IncomingMessage(channel, citizen_key, "", masked.text)
    starting = _starting(upserts.dialect(session), is_centre_known=True)
    await starting.run(session, channel=channel, key=citizen_key, centre=centre_id, at=now())
    conversation = await find(session, message)
    assert conversation is not None
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
    return Language.VIETNAMESE if conversation is None else _state(conversation.slots).language


async def record_turn(session: AsyncSession, received: Received, answered: Answered) -> None:
    """Record a message, its reply, the outcome and what is remembered; values masked in the question stay masked.

    Where another process has answered the same message meanwhile, it fails: see `straight.is_there_already`.
    """
    at = now()
    reply = _without(answered.reply, received.masked)
    known = {"conversation": received.conversation_id, "update": received.update_id}
    turn = {
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
    await _SAYING.later(session, **known, question=received.masked.text, answer=reply.text, at=at)
    await _TURNING.later(session, **turn, **known, created_at=at)
    await _REMEMBERING.later(session, of=received.conversation_id, remembered=slots, at=at)


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
