"""Actions that hear a message and say one turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from nlu import patience, resuming, speaking
from nlu import slots as memory
from nlu.actions.toolkit import Toolkit
from nlu.answering import ProcedureMissing
from nlu.dialogue import ConversationState, Turn
from nlu.telling import Heard

FORM = "procedure_form"
Decide = Callable[[Heard], Turn]


class TurnAction(Action):  # type: ignore[misc]  # rasa-sdk ships no types
    """Says what a plain function decides, and remembers what it says to remember."""

    def __init__(self, name: str, toolkit: Toolkit, decide: Decide) -> None:
        self._name, self._toolkit, self._decide = name, toolkit, decide

    def name(self) -> str:
        """Return the name by which the rules know it."""
        return self._name

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Say the turn and return the slots that it changes."""
        before = self._toolkit.remembered(tracker)
        heard = self._toolkit.hear(tracker, before)
        try:
            turn = await self._toolkit.aside(self._turn, heard)
        except ProcedureMissing:
            # The server's own tracker may still hold the procedure of before a pause, and would call the form filled.
            asked = {"procedure": None, **memory.changes(before, _asking(heard))}
            return [*(SlotSet(name, value) for name, value in asked.items()), FollowupAction(FORM)]
        dispatcher.utter_message(json_message=speaking.to_message(turn))
        return _events(before, turn.state)

    def _turn(self, heard: Heard) -> Turn:
        heard = resuming.still_held(self._toolkit.library, heard)
        return patience.tempered(self._decide(heard), heard, self._toolkit.teller)


def _asking(heard: Heard) -> ConversationState:
    """Return the state of a conversation in which the form will ask for the procedure."""
    return replace(heard.state, procedure=None, facet=heard.facet, cases=heard.said.cases, choices=())


def _events(before: ConversationState, after: ConversationState) -> list[EventType]:
    events = [SlotSet(name, value) for name, value in memory.changes(before, after).items()]
    if before.requested_slot and not after.requested_slot:
        events.append(ActiveLoop(None))
    return events
