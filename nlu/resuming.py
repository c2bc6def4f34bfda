"""Resuming: who comes back after a pause is asked whether the matter is still the one of last time."""

from __future__ import annotations

from dataclasses import replace

from knowledge.errors import ProcedureNotFound
from knowledge.library import Library
from nlu.dialogue import ConversationState, Turn
from nlu.replies import Suggestion
from nlu.telling import Heard, Teller

_SOON = 3
"""Turns after a pause in which what was said before it is still what "lệ phí bao nhiêu" may mean."""


def forgetting(state: ConversationState) -> ConversationState:
    """Return what is kept over a pause: the language, and what was talked of, for who comes back to it."""
    return ConversationState(language=state.language, previous=state.procedure or state.previous)


def still_held(library: Library, heard: Heard) -> Heard:
    """Return a message with all forgotten of what is remembered that the edition of today no longer holds."""
    state = heard.state
    codes = {code for code in (state.procedure, state.previous, *state.choices, *state.others) if code}
    if not codes:
        return heard
    gone = codes - set(library.current().codes())
    if not gone:
        return heard
    kept = replace(
        state,
        procedure=None if state.procedure in gone else state.procedure,
        previous=None if state.previous in gone else state.previous,
        choices=tuple(code for code in state.choices if code not in gone),
        others=tuple(code for code in state.others if code not in gone),
    )
    return replace(heard, state=kept)


def which_procedure(library: Library, teller: Teller, heard: Heard) -> Turn:
    """Return the question for the procedure of which something was asked, with that of last time as a choice."""
    asked, state = teller.which_procedure(heard), heard.state
    if state.previous is None or state.turns >= _SOON:
        return asked
    try:
        record = library.current().procedure(state.previous)
    except ProcedureNotFound:
        # It was taken out of the edition in the meantime.
        return asked
    name = record.display_name(heard.language)
    last = teller.speaker.say(
        "utter_still_last_time", heard.language, suggestions=[Suggestion(name, name)], procedure=name
    )
    reply = replace(
        asked.reply,
        text=f"{asked.reply.text} {last.text}",
        spoken=f"{asked.reply.spoken} {last.spoken}",
        suggestions=last.suggestions,
    )
    return Turn(reply, replace(asked.state, choices=(state.previous,)))
