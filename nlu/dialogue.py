"""The port: deciding what to say next in a conversation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from knowledge.procedures import CaseTag, Facet, Language
from nlu.replies import Reply


@dataclass(frozen=True)
class ConversationState:
    """What is remembered from turn to turn: the slots of the Rasa domain, by the same names."""

    procedure: str | None = None  # the code under discussion
    facet: Facet | None = None
    cases: tuple[CaseTag, ...] = ()
    language: Language = Language.VIETNAMESE
    is_language_chosen: bool = False  # by a setting beside the message, which goes before the language of its words
    choices: tuple[str, ...] = ()  # the codes offered by the last clarification, in order
    misses: int = 0  # turns in a row that were not understood
    repeats: int = 0  # how often in a row the same answer was given
    centre: str = ""  # id of the centre that the conversation belongs to
    turns: int = 0
    requested_slot: str | None = None  # what the form under way is waiting for
    previous: str | None = None  # the code discussed before the present one, for "quay lại"
    others: tuple[str, ...] = ()  # codes next best to the present one, for "không phải ý tôi"


@dataclass(frozen=True)
class Turn:
    """The reply and what to remember for the next message."""

    reply: Reply
    state: ConversationState = field(default_factory=ConversationState)


class Dialogue(Protocol):
    """Decides what to say next in a conversation."""

    async def respond(self, conversation_id: str, text: str, state: ConversationState) -> Turn:
        """Return what to say and what to remember. Raise DialogueUnavailable."""
        ...
