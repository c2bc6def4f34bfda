"""The process that `DialogueApart` asks: it holds the dialogue, and ends with whoever started it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable
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
from nlu.telling import Heard

logger = logging.getLogger(__name__)
T = TypeVar("T")

_NICENESS = 5


async def _here(function: Callable[[Heard], T], heard: Heard) -> T:
    """Think at once: nothing else runs here that it would hold up."""
    return function(heard)


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
        dialogue = LocalDialogue(library, aside=_here)
        warming.warm_up(library)
        warming.settle()
        _tell(Answer(0))
        with asyncio.Runner() as runner:
            loop = runner.get_loop()
            for line in sys.stdin.buffer:
                if (question := _question(line)) is None:
                    return
                _tell(loop.run_until_complete(_answer(dialogue, question)))
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
