"""The dialogue in our own process: the rules of the Rasa project, its actions run through rasa-sdk's executor."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from knowledge import centres
from knowledge.library import Library
from nlu import hearing, speaking
from nlu import slots as memory
from nlu.actions import registry, toolkit
from nlu.actions.toolkit import Aside
from nlu.dialogue import ConversationState, Turn
from nlu.errors import RasaProjectInvalid
from nlu.telling import Heard
from nlu.understanding.project import Form


@dataclass(frozen=True)
class _Done:
    """What an action did."""

    state: ConversationState
    turn: Turn | None = None
    followed_by: str | None = None


class LocalDialogue:
    """Decides what to say next without a Rasa server.

    `aside`: how thinking is done; in a thread, unless the loop has nothing else to do.
    """

    def __init__(
        self, library: Library, now: Callable[[], datetime] = centres.now, aside: Aside = asyncio.to_thread
    ) -> None:
        self._kit = toolkit.make(library, now, aside)
        self._executor = registry.executor(self._kit)

    async def respond(self, conversation_id: str, text: str, state: ConversationState) -> Turn:
        """Return what to say and what to remember. Raise EditionError, CentreNotFound or UnsupportedNumber."""
        heard = hearing.hear(self._kit.understander, text, state)
        turn = await self._by_form(conversation_id, heard) or await self._by_rule(conversation_id, heard)
        return replace(turn, state=replace(turn.state, turns=state.turns + 1))

    async def _by_form(self, conversation_id: str, heard: Heard) -> Turn | None:
        """Return the turn of the form under way when the message fills its slot, as Rasa's form loop does."""
        forms = self._kit.project.forms.values()
        form = next((form for form in forms if form.slot == heard.state.requested_slot), None)
        if form is None:
            return None
        done = await self._perform(f"validate_{form.name}", conversation_id, heard)
        if done.state == heard.state:
            return None
        filled = replace(heard, state=replace(done.state, requested_slot=None))
        return await self._in_order(form.then, conversation_id, filled)

    async def _by_rule(self, conversation_id: str, heard: Heard) -> Turn:
        """Return the turn that the rules give for the intent."""
        return await self._in_order(self._kit.project.rules[heard.said.intent], conversation_id, heard)

    async def _in_order(self, actions: Sequence[str], conversation_id: str, heard: Heard) -> Turn:
        said: Turn | None = None
        waiting = list(actions)
        while waiting:
            done = await self._perform(waiting.pop(0), conversation_id, heard)
            heard, said = replace(heard, state=done.state), done.turn or said
            if done.followed_by is not None:
                waiting, heard = self._begin(self._kit.project.forms[done.followed_by], heard)
        if said is None:
            raise RasaProjectInvalid(f"No action of the rule for {heard.said.intent} says anything.")
        return replace(said, state=heard.state)

    def _begin(self, form: Form, heard: Heard) -> tuple[list[str], Heard]:
        return [f"action_ask_{form.slot}"], replace(heard, state=replace(heard.state, requested_slot=form.slot))

    async def _perform(self, action: str, conversation_id: str, heard: Heard) -> _Done:
        """Run one action, or say one response of the domain."""
        if action.startswith("utter_"):
            return _Done(heard.state, Turn(self._kit.speaker.say(action, heard.language), heard.state))
        events, messages = await registry.run(self._executor, _request(action, conversation_id, heard))
        slots = memory.slots(heard.state)
        slots.update({event["name"]: event["value"] for event in events if event["event"] == "slot"})
        turn = speaking.from_message(messages[0]["custom"]) if messages else None
        followed_by = next((event["name"] for event in events if event["event"] == "followup"), None)
        return _Done(memory.state(slots), turn, followed_by)


def _request(action: str, conversation_id: str, heard: Heard) -> dict[str, Any]:
    """Return what a Rasa server would send to have an action run, without the history that ours do not read."""
    said = heard.said
    intent = {"name": said.intent.value, "confidence": said.confidence}
    return {
        "next_action": action,
        "sender_id": conversation_id,
        "tracker": {
            "sender_id": conversation_id,
            "slots": memory.slots(heard.state),
            "latest_message": {"text": said.text, "intent": intent, "entities": [], "metadata": {}},
            "events": [],
            "active_loop": {},
        },
        "domain": {},
    }
