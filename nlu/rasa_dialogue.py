"""The dialogue of a Rasa server, over its REST channel."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import httpx

from nlu import speaking
from nlu.dialogue import ConversationState, Turn
from nlu.errors import DialogueUnavailable
from nlu.replies import Outcome, Suggestion
from nlu.slots import slots

logger = logging.getLogger(__name__)


class RasaDialogue:
    """Asks a Rasa server what to say next; the server calls our actions."""

    def __init__(self, url: str, *, timeout_seconds: float = 5.0) -> None:
        self._endpoint = f"{url.rstrip('/')}/webhooks/rest/webhook"
        self._client = httpx.AsyncClient(timeout=timeout_seconds)

    async def respond(self, conversation_id: str, text: str, state: ConversationState) -> Turn:
        """Return what to say and what to remember. Raise DialogueUnavailable."""
        # Our database knows the state; the server's tracker may be new, or older than a pause.
        body = {"sender": conversation_id, "message": text, "metadata": {"state": slots(state)}}
        try:
            response = await self._client.post(self._endpoint, json=body)
            response.raise_for_status()
            turn = _turn(response.json(), state)
        # All but the first are an answer that has not the shape of the REST channel's.
        except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DialogueUnavailable(f"{self._endpoint}: {error or type(error).__name__}") from error
        return replace(turn, state=replace(turn.state, turns=state.turns + 1))

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()


def _turn(messages: list[dict[str, Any]], state: ConversationState) -> Turn:
    """Return the turn that the messages of the server make. Raise ValueError when they say nothing."""
    customs = [message["custom"] for message in messages if message.get("custom")]
    for custom in reversed(customs):
        if "reply" in custom:
            return speaking.from_message(custom)
    texts = [message["text"] for message in messages if message.get("text")]
    if not texts:
        reason = "the server answered with nothing to say"
        raise ValueError(reason)
    buttons = [button for message in messages for button in message.get("buttons", ())]
    outcome = next((Outcome(custom["outcome"]) for custom in customs if "outcome" in custom), Outcome.SMALL_TALK)
    suggestions = [Suggestion(button["title"], button["payload"]) for button in buttons]
    return Turn(speaking.plain("\n".join(texts), outcome, state.language, suggestions), state)
