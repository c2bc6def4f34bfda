"""The form that asks of which procedure a facet was asked."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from nlu.actions.speaking import FORM
from nlu.actions.toolkit import Toolkit


class ValidateProcedure(Action):  # type: ignore[misc]  # rasa-sdk ships no types
    """Fills the procedure in when the message names one beyond doubt; otherwise the rules take the message.

    Rasa itself would ask again; leaving the form for the action of the rule is how the rules get their turn.
    """

    def __init__(self, toolkit: Toolkit) -> None:
        self._toolkit = toolkit

    def name(self) -> str:
        """Return the name by which Rasa calls it for the form."""
        return f"validate_{FORM}"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Return the procedure as a slot, or nothing."""
        if _is_opening(tracker):
            return []
        heard = self._toolkit.hear(tracker)
        if heard.state.facet is None and not heard.said.subject and not heard.state.choices:
            return self._leave(tracker)
        code = await self._toolkit.aside(self._toolkit.answerer.sure, heard)
        if code is None:
            return self._leave(tracker)
        # The one choice left keeps what was asked of it for the answer that follows.
        return [SlotSet("procedure", code), SlotSet("choices", [code])]

    def _leave(self, tracker: Tracker) -> list[EventType]:
        intent = tracker.latest_message["intent"]["name"]
        unchanged = self._toolkit.remembered(tracker).misses
        action, *_ = self._toolkit.project.rules.get(intent, ("action_answer",))
        # Without any slot set Rasa takes the form for refused and does not read on.
        return [SlotSet("misses", unchanged), ActiveLoop(None), FollowupAction(action)]


def _is_opening(tracker: Tracker) -> bool:
    """Tell whether this message only opens the form, so that nothing was asked for yet."""
    kinds = [event.get("event") for event in tracker.events]
    if "user" not in kinds:
        # Our own process sends no history, and asks for the form only where it is open.
        return False
    loops = [place for place, kind in enumerate(kinds) if kind == "active_loop"]
    is_open = bool(loops) and tracker.events[loops[-1]].get("name") == FORM
    last_message = len(kinds) - 1 - kinds[::-1].index("user")
    return not is_open or loops[-1] > last_message
