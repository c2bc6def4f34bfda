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

from bot import conversations, faults, straight, wordings
from bot.channel import ChannelName, IncomingMessage
from bot.conversations import Answered, Recalled, Received
from bot.errors import QuestionTooLong
from bot.privacy import mask, question_in
from bot.settings import BotSettings
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
        """Decide the reply to a message, record both and return the reply.

        The same update id again returns the same reply and changes nothing; `alongside` is then called all the same.
        Raise QuestionTooLong or CentreNotFound, and what `alongside` raises: then no reply is recorded.
        """
        limit = self._settings.question_max_characters
        if len(message.text) > limit:
            raise QuestionTooLong(len(message.text), limit=limit)

        started = time.perf_counter()
        # Two quick messages of one citizen wait for each other, so that the second knows the first.
        async with self._turn_of(message):
            recalled = await self._recall(message)
            if recalled.reply is not None:
                return await self._said_before(recalled.reply, alongside)

            # No transaction is open here: a dialogue server may take seconds.
            # A network's message comes masked, and the marks would be read as words: "số điện thoại" asks for ours.
            turn = await self._decide(recalled.received, question_in(message.text), recalled.state)

            milliseconds = (time.perf_counter() - started) * 1000
            answered = Answered(turn.reply, turn.state, milliseconds)
            try:
                async with straight.writing(self._sessions) as session:
                    await conversations.record_turn(session, recalled.received, answered)
                    if alongside is not None:
                        await alongside(session, turn.reply)
            except straight.BROKEN_RULE as error:
                # What was erased meanwhile is not begun anew.
                if not straight.is_there_already(error):
                    raise
                # Another process has answered the same message in this moment: what it said holds.
                elsewhere = (await self._recall(message)).reply
                if elsewhere is None:
                    raise
                return await self._said_before(elsewhere, alongside)
        return turn.reply

    async def _said_before(self, reply: Reply, alongside: Alongside | None) -> Reply:
        if alongside is not None:
            async with straight.writing(self._sessions) as session:
                await alongside(session, reply)
        return reply

    def _turn_of(self, message: IncomingMessage) -> asyncio.Lock:
        return self._turns.setdefault((message.channel, message.citizen_key), asyncio.Lock())

    async def _recall(self, message: IncomingMessage) -> Recalled:
        """Return what is known of a message and of who wrote it."""
        idle = timedelta(minutes=self._settings.conversation_idle_minutes)
        async with straight.each_by_itself(self._sessions) as session:
            recalled = await conversations.recall(
                session, message, mask(message.text), default_centre=self._default_centre, idle=idle
            )
        language = message.language or recalled.state.language
        state = replace(recalled.state, language=language, is_language_chosen=message.language is not None)
        return replace(recalled, state=state)

    async def _decide(self, received: Received, text: str, state: ConversationState) -> Turn:
        try:
            async with asyncio.timeout(self._settings.answer_timeout_seconds):
                return await self._dialogue.respond(str(received.conversation_id), text, state)
        # A turn always ends in an outcome; whatever went wrong, the citizen is told what to do now.
        except Exception as error:  # noqa: BLE001
            faults.log(logger, "Turn failed", error, conversation=received.conversation_id)
            return Turn(wordings.trouble(state.language), state)
