"""A message heard in its conversation, and the language it is answered in."""

from __future__ import annotations

from dataclasses import replace

from knowledge.procedures import Language
from knowledge.vietnamese.text import has_tone_marks
from nlu.dialogue import ConversationState
from nlu.telling import Heard
from nlu.understanding.languages import Tongue
from nlu.understanding.understander import Understander
from nlu.understanding.understanding import Understanding

_ENOUGH_WORDS = 5
"""A name that was tapped on the English screen may be Vietnamese; a sentence of this length is meant."""


def hear(understander: Understander, text: str, state: ConversationState) -> Heard:
    """Return what a message means where it stands, in the language that was chosen or that it is written in."""
    said = understander.understand(text)
    return Heard(said, replace(state, language=_language(said, state)))


def _language(said: Understanding, state: ConversationState) -> Language:
    if state.is_language_chosen:
        return state.language
    if said.tongue is Tongue.ENGLISH:
        return Language.ENGLISH
    is_sentence = len(said.words) >= _ENOUGH_WORDS and not state.choices
    if said.tongue is Tongue.VIETNAMESE and is_sentence and has_tone_marks(said.text):
        return Language.VIETNAMESE
    return state.language
