"""What the actions work with, made once per process."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from rasa_sdk import Tracker

from knowledge import authorities, bundles, calendars, centres
from knowledge.authorities import Authorities
from knowledge.library import Library
from nlu import hearing
from nlu import slots as memory
from nlu.answering import Answerer
from nlu.dialogue import ConversationState
from nlu.hours import HoursTeller
from nlu.life_events import LifeEventTeller
from nlu.repairing import Repairer
from nlu.speaking import Speaker
from nlu.telling import Heard, Teller
from nlu.understanding import project
from nlu.understanding.project import RasaProject
from nlu.understanding.understander import Understander

Heeded = TypeVar("Heeded")


class Aside(Protocol):
    """Has a plain function called so that it holds up nothing that it must not."""

    def __call__(self, function: Callable[[Heard], Heeded], heard: Heard, /) -> Awaitable[Heeded]:
        """Return what the function returns."""
        ...


@dataclass(frozen=True)
class Toolkit:
    """The parts that every action may use."""

    library: Library
    project: RasaProject
    authorities: Authorities
    understander: Understander
    speaker: Speaker
    teller: Teller
    answerer: Answerer
    repairer: Repairer
    hours: HoursTeller
    aside: Aside
    """How the actions have their thinking done: in a thread, where a loop has other things to do."""

    def remembered(self, tracker: Tracker) -> ConversationState:
        """Return the state: what came along with the message, else the tracker's slots, and what was set since."""
        metadata: dict[str, Any] = tracker.latest_message.get("metadata") or {}
        held = dict(metadata.get("state") or tracker.slots)
        for event in _since_the_message(tracker):
            if event.get("event") == "slot":
                held[event["name"]] = event["value"]
        return memory.state(held)

    def hear(self, tracker: Tracker, remembered: ConversationState | None = None) -> Heard:
        """Return the latest message in its conversation, whose state need not be read again by who knows it."""
        state = remembered or self.remembered(tracker)
        return hearing.hear(self.understander, tracker.latest_message.get("text") or "", state)


def make(library: Library, now: Callable[[], datetime] = centres.now, aside: Aside = asyncio.to_thread) -> Toolkit:
    """Return the parts, wired, over a library and the project that is shipped; `now` is the time in Vietnam."""
    rasa, others = project.bundled(), authorities.bundled()
    understander = Understander(rasa, others)
    speaker = Speaker(rasa)
    teller = Teller(library, speaker, now)
    answerer = Answerer(library, understander, others, teller, LifeEventTeller(bundles.bundled(), others))
    return Toolkit(
        library=library,
        project=rasa,
        authorities=others,
        understander=understander,
        speaker=speaker,
        teller=teller,
        answerer=answerer,
        repairer=Repairer(library, answerer, teller),
        hours=HoursTeller(teller, understander.hours, calendars.bundled()),
        aside=aside,
    )


def _since_the_message(tracker: Tracker) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = tracker.events
    last = max((place for place, event in enumerate(events) if event.get("event") == "user"), default=len(events))
    return events[last + 1 :]
