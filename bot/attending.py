"""What is done with a batch of a chat's updates: asked of the assistant, declined politely, or obeyed."""

from __future__ import annotations

import asyncio
import json
import math
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot import (
    buttons,
    channel_wordings,
    conversations,
    erasure,
    handoffs,
    inbox,
    leases,
    outbox,
    straight,
    wordings,
)
from bot.assistant import Assistant
from bot.batches import OBEYED, Batch
from bot.channel import IncomingMessage
from bot.channel_models import Chat, InboxStatus
from bot.errors import QuestionTooLong, SendError
from bot.jobs import Job
from bot.messages import Incoming, IncomingKind, Outgoing, OutgoingKind, Unsupported, from_reply
from bot.privacy import mask
from bot.settings import ChannelSettings
from bot.signs import Signs
from bot.speech import Heard, NotHeard, Unheard
from knowledge import centres
from knowledge.database import now
from knowledge.procedures import Language
from nlu.replies import Outcome, Reply

Listen = Callable[[bytes], Awaitable[Heard | NotHeard]]
# What is not from the citizen's own hand, or is left without an answer.
_NOT_TYPED_AT = (OBEYED - {IncomingKind.ERASE}) | {IncomingKind.UNSUPPORTED}
_NUMBER = re.compile(r"\s*(\d{1,2})\s*[.)]?\s*")


class Attendant:
    """Attends to one batch at a time; each ends in one transaction that holds all that came of it."""

    def __init__(
        self,
        assistant: Assistant,
        sessions: async_sessionmaker[AsyncSession],
        settings: ChannelSettings,
        *,
        listen: Listen | None = None,
    ) -> None:
        self._assistant, self._sessions, self._settings = assistant, sessions, settings
        self._listen = listen
        self._signs = Signs()
        self._by_kind: Mapping[IncomingKind, Callable[[Job, Batch], Awaitable[None]]] = {
            IncomingKind.TEXT: self._text,
            IncomingKind.EDITED: self._text,
            IncomingKind.BUTTON: self._button,
            IncomingKind.VOICE: self._voice,
            IncomingKind.UNSUPPORTED: self._unsupported,
            IncomingKind.GREET: self._greet,
            IncomingKind.SPEAK: self._speak,
            IncomingKind.ERASE: self._erase,
            IncomingKind.WITHDRAW: self._withdraw,
            IncomingKind.BLOCKED: self._blocked,
            IncomingKind.STAFF_WROTE: self._staff_wrote,
        }

    async def attend(self, job: Job, batch: Batch) -> None:
        """Do what a batch asks for. Raise LeaseLost."""
        self._signs.acknowledge(job.channel, batch.updates)
        if job.is_paused and batch.kind not in OBEYED:
            await self._listen_silently(job, batch)
            return
        if batch.kind in _NOT_TYPED_AT:
            await self._by_kind[batch.kind](job, batch)
            return
        async with self._signs.typing(job.channel, job.chat.key):
            await self._by_kind[batch.kind](job, batch)

    async def slow_down(self, job: Job, batch: Batch) -> None:
        """Answer a flood: once, politely, and then no more while it lasts; a group, or who writes to staff, never."""
        self._signs.acknowledge(job.channel, batch.updates)
        flooded = job.chat.flooded_until
        is_told = flooded is not None and flooded > now()
        seconds = self._settings.flood_seconds
        is_left_alone = job.is_paused or all(update.unsupported is Unsupported.GROUP for update in batch.updates)
        said = () if is_told or is_left_alone else (await self._sentence(job, "flood", seconds=math.ceil(seconds)),)
        async with self._sessions.begin() as session:
            if not is_left_alone:
                job.chat.flooded_until = now() + timedelta(seconds=6 * seconds)
            await self._finish(
                session, job, batch, said, status=InboxStatus.DROPPED, flooded_until=job.chat.flooded_until
            )

    def owes_a_word(self, job: Job, batch: Batch) -> bool:
        """Tell whether a batch is one that the citizen expects us to answer."""
        return batch.kind not in OBEYED and not job.is_paused

    async def apologise(self, job: Job, batch: Batch) -> None:
        """Answer a batch that brought down what should have answered it."""
        await self._reply(job, batch, from_reply(wordings.trouble(await self._language(job))))

    async def _text(self, job: Job, batch: Batch) -> None:
        await self._ask(job, batch, self._chosen(job, batch.text))

    def _chosen(self, job: Job, text: str) -> str:
        """Return what a bare number stands for where choices are numbered."""
        number = None if job.channel.has_buttons else _NUMBER.fullmatch(text)
        choices: list[str] = json.loads(job.chat.choices) if number else []
        place = int(number[1]) if number else 0
        return choices[place - 1] if 0 < place <= len(choices) else text

    async def _button(self, job: Job, batch: Batch) -> None:
        async with self._sessions() as session:
            text = await buttons.resolve(session, batch.last.text)
        if text is None:
            await self._reply(job, batch, await self._sentence(job, "old_button"))
            return
        await self._ask(job, batch, text)

    async def _voice(self, job: Job, batch: Batch) -> None:
        heard = await self._hear(job, batch.last)
        if isinstance(heard, NotHeard):
            language = await self._language(job)
            await self._reply(job, batch, Outgoing(channel_wordings.unheard(heard.reason, language), language=language))
            return
        await self._ask(job, batch, mask(heard.text).text, is_repeated=True)

    async def _hear(self, job: Job, incoming: Incoming) -> Heard | NotHeard:
        if self._listen is None or incoming.media is None:
            return NotHeard(Unheard.NO_ENGINE)
        try:
            # Waited for without end, it would hold up all that is said after it.
            async with asyncio.timeout(self._settings.hearing_seconds):
                return await self._listen(await job.channel.fetch(incoming.media))
        except (SendError, TimeoutError):
            return NotHeard(Unheard.UNREADABLE)

    async def _ask(self, job: Job, batch: Batch, text: str, *, is_repeated: bool = False) -> None:
        """Ask the assistant; its reply and all that follows from it are written in one transaction."""

        async def alongside(session: AsyncSession, reply: Reply) -> None:
            said = from_reply(reply)
            if is_repeated:
                heard = channel_wordings.say("heard", reply.language, text=text)
                said = replace(said, text=f"{heard}\n\n{said.text}")
            # A number that comes now answers this, and is no choice of earlier.
            chat = await self._finish(session, job, batch, (said,), choices="[]")
            if reply.outcome is Outcome.HANDED_OVER:
                await straight.settle(session)
                await handoffs.record(session, chat, job.citizen_key, reply)

        message = IncomingMessage(
            channel=job.chat.channel,
            citizen_key=job.citizen_key,
            update_id=batch.updates[0].update_id[-80:],
            text=text,
            centre=job.chat.centre_id,
            language=batch.last.language,
        )
        try:
            await self._assistant.respond(message, alongside=alongside)
        except QuestionTooLong as error:
            await self._reply(job, batch, await self._sentence(job, "too_long", limit=error.limit))

    async def _unsupported(self, job: Job, batch: Batch) -> None:
        kinds = {update.unsupported or Unsupported.OTHER for update in batch.updates} - {Unsupported.GROUP}
        language = await self._language(job)
        said = [channel_wordings.unsupported(kind, language) for kind in Unsupported if kind in kinds]
        async with self._sessions.begin() as session:
            outgoing = [Outgoing(text, language=language) for text in said]
            await self._finish(session, job, batch, outgoing, status=None if said else InboxStatus.DROPPED)

    async def _greet(self, job: Job, batch: Batch) -> None:
        async with self._sessions() as session:
            centre = await session.run_sync(centres.find, job.chat.centre_id)
        language = batch.last.language or await self._language(job)
        text = channel_wordings.greeting(centre.display_name(language), language)
        menu = channel_wordings.life_events(language)
        await self._reply(job, batch, Outgoing(text, spoken=text, buttons=menu, language=language))

    async def _speak(self, job: Job, batch: Batch) -> None:
        async with self._sessions() as session:
            last = await conversations.last_reply(session, job.chat.channel, job.citizen_key)
        if last is None:
            await self._reply(job, batch, await self._sentence(job, "nothing_said"))
            return
        await self._reply(job, batch, replace(from_reply(last), buttons=(), is_voice=True))

    async def _erase(self, job: Job, batch: Batch) -> None:
        language = await self._language(job)
        confirmed = Outgoing(channel_wordings.say("erased", language), language=language, kind=OutgoingKind.FAREWELL)
        async with self._sessions.begin() as session:
            chat = await self._finish_and_lock(session, job, batch)
            await erasure.erase(session, chat, job.citizen_key)
            await outbox.add(session, chat, job.channel.render(confirmed), caused_by=None, kind=confirmed.kind)

    async def _withdraw(self, job: Job, batch: Batch) -> None:
        async with self._sessions.begin() as session:
            chat = await self._finish_and_lock(session, job, batch)
            await erasure.erase(session, chat, job.citizen_key)
            await erasure.forget_if_idle(session, chat)

    async def _blocked(self, job: Job, batch: Batch) -> None:
        async with self._sessions.begin() as session:
            chat = await self._finish_and_lock(session, job, batch)
            await outbox.mark_blocked(session, chat)
            await erasure.forget_if_bare(session, chat, job.citizen_key)

    async def _staff_wrote(self, job: Job, batch: Batch) -> None:
        job.chat.paused_until = now() + timedelta(minutes=self._settings.staff_pause_minutes)
        async with self._sessions.begin() as session:
            await self._finish(session, job, batch, (), paused_until=job.chat.paused_until)

    async def _listen_silently(self, job: Job, batch: Batch) -> None:
        """Keep what a citizen writes to a person of the centre, and say nothing."""
        async with self._sessions.begin() as session:
            if batch.kind in {IncomingKind.TEXT, IncomingKind.EDITED}:
                await conversations.overhear(
                    session, job.chat.channel, job.citizen_key, mask(batch.text), centre_id=job.chat.centre_id
                )
            await self._finish(session, job, batch, (), status=InboxStatus.DROPPED)

    async def _reply(self, job: Job, batch: Batch, outgoing: Outgoing) -> None:
        async with straight.writing(self._sessions) as session:
            await self._finish(session, job, batch, (outgoing,))

    async def _finish(
        self,
        session: AsyncSession,
        job: Job,
        batch: Batch,
        said: Sequence[Outgoing],
        *,
        status: InboxStatus | None = None,
        **changed: object,
    ) -> Chat:
        """Write what is said, what is changed on the chat, and mark the batch, in the transaction of what caused it.

        Return the chat as it was written. Raise LeaseLost.
        """
        rendered = [(outgoing, job.channel.render(outgoing)) for outgoing in said]
        pace = job.departure.prepare([payload for _, payloads in rendered for payload in payloads])
        rows, newer, *locked = await straight.together(
            session, leases.holding(job.lease), inbox.pending_after(job.lease.chat_id, max(batch.ids)), *pace
        )
        chat = leases.held(job.lease, rows)
        if batch.kind not in inbox.OF_THE_NETWORK:
            # Who has left and come back is here again, whichever of the two was worked on last.
            chat.is_blocked = False
        for name, value in changed.items():
            setattr(chat, name, value)
        await job.departure.open(session, chat, locked)
        for outgoing, payloads in rendered:
            await job.departure.put(session, chat, payloads, caused_by=batch.ids[0], kind=outgoing.kind)
            await buttons.remember(session, outgoing.buttons)
            if outgoing.buttons:
                chat.choices = json.dumps([button.send for button in outgoing.buttons], ensure_ascii=False)
        await inbox.finish(session, batch.ids, status=status or InboxStatus.DONE, answered_with=batch.ids[0])
        if batch.is_last:
            leases.release_work(chat, has_more=bool(newer))
        await leases.keep(session, chat)
        return chat

    async def _finish_and_lock(self, session: AsyncSession, job: Job, batch: Batch) -> Chat:
        """Mark a batch that is answered with nothing, and return the chat for the session to change."""
        await self._finish(session, job, batch, ())
        chat = await leases.lock(session, job.lease.chat_id)
        assert chat is not None
        return chat

    async def _sentence(self, job: Job, name: str, **values: object) -> Outgoing:
        language = await self._language(job)
        return Outgoing(channel_wordings.say(name, language, **values), language=language)

    async def _language(self, job: Job) -> Language:
        async with self._sessions() as session:
            return await conversations.language(session, job.chat.channel, job.citizen_key)
