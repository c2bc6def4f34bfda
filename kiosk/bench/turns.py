"""How long one whole turn takes, with its SQLite transactions, in one process on one core."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from dataclasses import dataclass

import numpy as np

from bot.channel import ChannelName, IncomingMessage
from kiosk.bench import homes, questions
from kiosk.service import Service, open_service
from kiosk.settings import Settings

_WARM_UP_TURNS = 20


@dataclass(frozen=True)
class TurnFigures:
    """What was measured, in milliseconds."""

    turns: int
    p50: float
    p90: float
    p99: float
    longest: float
    outcomes: dict[str, int]


async def measure(settings: Settings, *, turns: int) -> TurnFigures:
    """Ask that many questions one after another and return how long they took. Raise EditionError."""
    with homes.copied(settings.knowledge) as home:
        async with open_service(Settings(knowledge=home, bot=settings.bot, kiosk=settings.kiosk)) as service:
            await _ask(service, turns=_WARM_UP_TURNS)
            took, outcomes = await _ask(service, turns=turns)
    p50, p90, p99 = (float(np.percentile(took, part)) for part in (50, 90, 99))
    return TurnFigures(len(took), p50, p90, p99, max(took), dict(outcomes))


async def _ask(service: Service, *, turns: int) -> tuple[list[float], Counter[str]]:
    took: list[float] = []
    outcomes: Counter[str] = Counter()
    for conversation in questions.conversations(service.library.current(), turns=turns):
        citizen = secrets.token_hex(8)
        for number, question in enumerate(conversation):
            started = time.perf_counter()
            reply = await service.assistant.respond(
                IncomingMessage(ChannelName.CONSOLE, citizen, str(number), question)
            )
            took.append((time.perf_counter() - started) * 1000)
            outcomes[reply.outcome.value] += 1
    return took, outcomes
