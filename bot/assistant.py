"""One turn of a conversation."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from weakref import WeakValueDictionary

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot import conversations, faults, wordings
from bot.channel import ChannelName, IncomingMessage
from bot.conversations import Answered, Received
from bot.errors import QuestionTooLong
from bot.models import Conversation
from bot.privacy import mask, question_in
from bot.settings import BotSettings
from knowledge import centres
from knowledge.database import now
from nlu.dialogue import ConversationState, Dialogue, Turn
from nlu.replies import Reply

logger = logging.getLogger(__name__)

Alongside = Callable[[AsyncSession, Reply], Awaitable[None]]
"""What is written in the same transaction as the reply."""


class Assistant:
    """Answers citizens' messages, whatever channel they come from."""

    def __init__(
        self,
        dialogue: Dialogue,
        sessions: async_sessionmaker[AsyncSession],
        settings: BotSettings,
        *,
        default_centre: str,
    ) -> None:
        self._dialogue = dialogue
        self._sessions = sessions
        self._settings = settings
        self._default_centre = default_centre
        self._turns: WeakValueDictionary[tuple[ChannelName, str], asyncio.Lock] = WeakValueDictionary()

    async def respond(self, message: IncomingMessage, *, alongside: Alongside | None = None) -> Reply:
        """Record a message, decide the reply, record it and return it.

        The same update id again returns the same reply and changes nothing; `alongside` is then called all the same.
        Raise QuestionTooLong or CentreNotFound, and what `alongside` raises: then no reply is recorded.
        """
        limit = self._settings.question_max_characters
        if len(message.text) > limit:
            raise QuestionTooLong(len(message.text), limit=limit)

        started = time.perf_counter()
        # Two quick messages of one citizen wait for each other, so that the second knows the first.
        async with self._turn_of(message):
            received, state, reply = await self._receive(message)
            if reply is not None:
                if alongside is not None:
                    async with self._sessions.begin() as session:
                        await alongside(session, reply)
                return reply

            # No transaction is open here: a dialogue server may take seconds.
            # A network's message comes masked, and the marks would be read as words: "số điện thoại" asks for ours.
            turn = await self._decide(received, question_in(message.text), state)

            milliseconds = (time.perf_counter() - started) * 1000
            async with self._sessions.begin() as session:
                await conversations.record_turn(session, received, Answered(turn.reply, turn.state, milliseconds))
                if alongside is not None:
                    await alongside(session, turn.reply)
        return turn.reply

    def _turn_of(self, message: IncomingMessage) -> asyncio.Lock:
        return self._turns.setdefault((message.channel, message.citizen_key), asyncio.Lock())

    async def _receive(self, message: IncomingMessage) -> tuple[Received, ConversationState, Reply | None]:
        """Return the message once recorded, what is remembered, and the reply if the message had come before."""
        masked = mask(message.text)
        async with self._sessions.begin() as session:
            conversation = await self._conversation_of(session, message)
            idle = timedelta(minutes=self._settings.conversation_idle_minutes)
            state = conversations.state(conversation, idle=idle, at=now())
            is_chosen = message.language is not None
            state = replace(state, language=message.language or state.language, is_language_chosen=is_chosen)

            reply: Reply | None = None
            message_id = await conversations.find_message(session, conversation, message.update_id)
            if message_id is None:
                message_id = await conversations.record_message(
                    session, conversation, masked, update_id=message.update_id
                )
            else:
                # Without a reply the process was killed in between, and the citizen still waits for one.
                reply = await conversations.find_reply(session, message_id)
                if reply is None:
                    # More may have been written since, to be answered with it.
                    await conversations.write_anew(session, message_id, masked)
            received = Received(conversation.id, message_id, conversation.channel, conversation.centre_id, masked)
            return received, state, reply

    async def _conversation_of(self, session: AsyncSession, message: IncomingMessage) -> Conversation:
        conversation = await conversations.find(session, message)
        # The centre that a conversation belongs to was looked up when it was given to it.
        if message.centre is not None and (conversation is None or conversation.centre_id != message.centre):
            await session.run_sync(centres.find, message.centre)
        if conversation is None:
            return await conversations.start(session, message, centre_id=message.centre or self._default_centre)
        if message.centre is not None:
            conversation.centre_id = message.centre
        return conversation

    async def _decide(self, received: Received, text: str, state: ConversationState) -> Turn:
        try:
            async with asyncio.timeout(self._settings.answer_timeout_seconds):
                return await self._dialogue.respond(str(received.conversation_id), text, state)
        # A turn always ends in an outcome; whatever went wrong, the citizen is told what to do now.
        except Exception as error:  # noqa: BLE001
            faults.log(logger, "Turn failed", error, conversation=received.conversation_id)
            return Turn(wordings.trouble(state.language), state)
