"""The form that asks of which procedure a facet was asked."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from nlu.actions.speaking import FORM
from nlu.actions.toolkit import Toolkit


class ValidateProcedure(Action):  # type: ignore[misc]  # rasa-sdk ships no types
    """Fills the procedure in when the message names one beyond doubt; otherwise the rules take the message."""

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
        heard = self._toolkit.hear(tracker)
        if heard.state.facet is None and not heard.said.subject:
            return []
        code = await asyncio.to_thread(self._toolkit.answerer.sure, heard)
        if code is None:
            return []
        # The one choice left keeps what was asked of it for the answer that follows.
        return [SlotSet("procedure", code), SlotSet("choices", [code])]
