"""The process that `DialogueApart` asks: it holds the dialogue, and ends with whoever started it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from pydantic import ValidationError

from bot import faults
from kiosk import logs, warming
from knowledge import embedding
from knowledge.library import Library
from knowledge.settings import KnowledgeSettings
from nlu.dialogue import Dialogue
from nlu.dialogue_apart import ANSWERS, QUESTIONS, Answer, Question
from nlu.local_dialogue import LocalDialogue

logger = logging.getLogger(__name__)
T = TypeVar("T")

_NICENESS = 5


class _Here(ThreadPoolExecutor):
    """Runs at once what is handed over: nothing else runs here that it would hold up."""

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> Future[T]:
        """Return what has been done."""
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 (it is raised where the result is asked for)
            done.set_exception(error)
        return done


def main() -> None:
    """Answer the questions on standard input, one a line, until there are no more."""
    # Ctrl+C reaches every process of a terminal; this one ends when nobody asks it any more, also after a kill.
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.SIG_IGN)
    if hasattr(os, "nice"):
        # A delivery is to be answered within a moment, whatever is being thought about.
        os.nice(_NICENESS)
    logs.configure()
    settings = KnowledgeSettings.model_validate_json(sys.stdin.buffer.readline())
    library = Library(settings, embedding.of(settings.encoder))
    try:
        dialogue = LocalDialogue(library)
        warming.warm_up(library)
        _tell(Answer(0))
        with asyncio.Runner() as runner:
            runner.get_loop().set_default_executor(_Here())
            for line in sys.stdin.buffer:
                if (question := _question(line)) is None:
                    return
                _tell(runner.run(_answer(dialogue, question)))
    except BrokenPipeError:
        return
    finally:
        library.close()


def _question(line: bytes) -> Question | None:
    """Return what is asked; None for a line that was cut off when whoever asks was killed."""
    try:
        return QUESTIONS.validate_json(line)
    except ValidationError as error:
        # Its text repeats the line, and that a citizen's words.
        faults.log(logger, "A question could not be read", error)
        return None


async def _answer(dialogue: Dialogue, question: Question) -> Answer:
    try:
        return Answer(question.number, await dialogue.respond(question.conversation_id, question.text, question.state))
    # The next question may be answered all the same; who asked this one is told.
    except Exception as error:  # noqa: BLE001
        faults.log(logger, "Thinking failed", error, conversation=question.conversation_id)
        return Answer(question.number)


def _tell(answer: Answer) -> None:
    sys.stdout.buffer.write(ANSWERS.dump_json(answer) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
