"""The dialogue in processes of its own, so that thinking takes no time from what carries the messages."""

from __future__ import annotations

import asyncio
import logging
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from nlu.dialogue import ConversationState, Turn
from nlu.errors import DialogueUnavailable

logger = logging.getLogger(__name__)

_LONGEST_LINE = 16 * 1024 * 1024
_LONG_SECONDS = 2.0
"""Thinking takes some hundredths of a second."""
_PATIENCE_SECONDS = 5.0
"""How long a process may take to end what it is thinking about when it is told to end."""


@dataclass(frozen=True)
class Question:
    """What the process is asked, as one line of JSON on its standard input."""

    number: int
    conversation_id: str
    text: str
    state: ConversationState


@dataclass(frozen=True)
class Answer:
    """What it answers, as one line on its standard output; the first line, number 0, says that it is ready."""

    number: int
    turn: Turn | None = None  # none: it failed, and has logged why


QUESTIONS = TypeAdapter(Question)
ANSWERS = TypeAdapter(Answer)


@dataclass
class _Thinker:
    """One process, and the questions that it has yet to answer."""

    process: Process
    waiting: dict[int, asyncio.Future[Answer | None]] = field(default_factory=dict)
    reading: asyncio.Task[None] | None = None
    asked: int = 0
    answered_at: float = 0.0

    async def ask(self, conversation_id: str, text: str, state: ConversationState) -> Answer | None:
        """Return the answer; None when the process ends without one."""
        self.asked += 1
        number = self.asked
        answered: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self.waiting[number], since = answered, time.monotonic()
        self._write(QUESTIONS.dump_json(Question(number, conversation_id, text, state)))
        try:
            return await answered
        except asyncio.CancelledError:
            if number == min(self.waiting) and time.monotonic() - max(since, self.answered_at) > _LONG_SECONDS:
                # It thinks about this one without end, and all others wait behind it.
                self.end_now()
            raise
        finally:
            del self.waiting[number]

    def end_now(self) -> None:
        """Kill the process, whatever it is at."""
        with suppress(ProcessLookupError):
            self.process.kill()

    def _write(self, line: bytes) -> None:
        assert self.process.stdin is not None
        # An ended process is noticed by whoever reads from it.
        with suppress(ConnectionError, RuntimeError):
            self.process.stdin.write(line + b"\n")

    async def read(self) -> None:
        """Hand out the answers until the process ends."""
        assert self.process.stdout is not None
        try:
            while line := await self.process.stdout.readline():
                try:
                    answer = ANSWERS.validate_json(line)
                except ValidationError:
                    # Cut off when the process was killed. The error repeats the line, so it is not told.
                    logger.error("An answer of the process of the dialogue could not be read")
                    self.end_now()
                    return
                self.answered_at = time.monotonic()
                answered = self.waiting.get(answer.number)
                if answered is not None and not answered.done():
                    answered.set_result(answer)
        finally:
            for answered in self.waiting.values():
                if not answered.done():
                    answered.set_result(None)

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self.process.returncode is None and self.reading is not None and not self.reading.done()

    async def end(self) -> None:
        """Let the process end, as it does when nobody can ask it any more."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self.process.wait()
        except TimeoutError:
            self.end_now()
            await self.process.wait()
        if self.reading is not None:
            await asyncio.wait([self.reading])


class DialogueApart:
    """Has processes think that hold the dialogue; what is asked goes to the one with the least to do."""

    def __init__(self, command: Sequence[str], first_line: str, *, processes: int) -> None:
        self._command, self._first_line, self._processes = command, first_line, processes
        self._thinkers: list[_Thinker] = []
        self._starting = asyncio.Lock()
        self._restarting: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Return when all processes are ready. Raise DialogueUnavailable."""
        async with self._starting:
            ended = [thinker for thinker in self._thinkers if not thinker.is_alive]
            for thinker in ended:
                await thinker.end()
                self._thinkers.remove(thinker)
            missing = self._processes - len(self._thinkers)
            await asyncio.gather(*(self._add() for _ in range(missing)))

    async def respond(self, conversation_id: str, text: str, state: ConversationState) -> Turn:
        """Return what to say and what to remember. Raise DialogueUnavailable."""
        # Asked once more where the process was killed meanwhile: thinking changes nothing.
        for _ in range(2):
            alive = self._alive()
            if len(alive) < self._processes:
                # Whoever asked may give up waiting; what was begun goes on, for the next one.
                restarting = self._restart()
                if not alive:
                    await asyncio.shield(restarting)
                    alive = self._alive()
            if not alive:
                break
            thinker = min(alive, key=lambda one: len(one.waiting))
            answer = await thinker.ask(conversation_id, text, state)
            if answer is not None:
                if answer.turn is None:
                    raise DialogueUnavailable("the dialogue failed; its process has logged why")
                return answer.turn
            logger.error("The process of the dialogue ended", extra={"status": thinker.process.returncode})
        raise DialogueUnavailable("the process of the dialogue ended")

    async def close(self) -> None:
        """End the processes."""
        if self._restarting is not None:
            self._restarting.cancel()
            await asyncio.wait([self._restarting])
        await asyncio.gather(*(thinker.end() for thinker in self._thinkers))
        self._thinkers = []

    def _alive(self) -> list[_Thinker]:
        return [thinker for thinker in self._thinkers if thinker.is_alive]

    def _restart(self) -> asyncio.Task[None]:
        if self._restarting is None or self._restarting.done():
            self._restarting = asyncio.create_task(self.start())
            self._restarting.add_done_callback(_told)
        return self._restarting

    async def _add(self) -> None:
        self._thinkers.append(await self._started())

    async def _started(self) -> _Thinker:
        process = await asyncio.create_subprocess_exec(*self._command, stdin=PIPE, stdout=PIPE, limit=_LONGEST_LINE)
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(self._first_line.encode() + b"\n")
        try:
            is_ready = await process.stdout.readline()
        except asyncio.CancelledError:
            process.kill()
            await process.wait()
            raise
        if not is_ready:
            await process.wait()
            raise DialogueUnavailable("the process of the dialogue did not start; it has logged why")
        thinker = _Thinker(process)
        thinker.reading = asyncio.create_task(thinker.read())
        return thinker


def _told(restarting: asyncio.Task[None]) -> None:
    """Log that nothing could be started, where nobody waits to hear it."""
    if not restarting.cancelled() and (error := restarting.exception()) is not None:
        logger.error("The process of the dialogue could not be started", extra={"error": type(error).__name__})
