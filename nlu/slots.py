"""The state of a conversation as slots of a Rasa tracker, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from pydantic import TypeAdapter

from nlu.dialogue import ConversationState

_STATES = TypeAdapter(ConversationState)
_NAMES = tuple(one.name for one in fields(ConversationState))


def slots(state: ConversationState) -> dict[str, Any]:
    """Return the slots that hold a state."""
    held: dict[str, Any] = _STATES.dump_python(state, mode="json")
    return held


def state(held: Mapping[str, Any]) -> ConversationState:
    """Return the state that slots hold; what is not set, or not ours, is left at its default."""
    return _STATES.validate_python({name: held[name] for name in _NAMES if held.get(name) is not None})


def changes(before: ConversationState, after: ConversationState) -> dict[str, Any]:
    """Return the slots whose values differ."""
    held = slots(after)
    return {name: held[name] for name in _NAMES if getattr(before, name) != getattr(after, name)}
