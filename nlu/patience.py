"""Patience: who asks the same again, shouts, or has been asking for long, is offered a person beside the answer."""

from __future__ import annotations

import re
from dataclasses import replace

from nlu import wordings
from nlu.dialogue import Turn
from nlu.replies import Outcome, Reply
from nlu.telling import Heard, Teller

MANY_TURNS = 12
"""Turns after which a person is offered, once, and again after as many more."""
_SHOUTING = re.compile(r"[!?]{3,}")
_ANSWERED = frozenset({Outcome.ANSWERED, Outcome.ANSWERED_IN_PART})
_NOT_UNDERSTOOD = frozenset({Outcome.NEAR_PROCEDURES, Outcome.CLARIFICATION})


def tempered(turn: Turn, heard: Heard, teller: Teller) -> Turn:
    """Return a turn with the offer of a person where there is a sign that the answers do not help."""
    is_same = _is_same(turn, heard)
    state = replace(turn.state, repeats=turn.state.repeats + 1 if is_same else 0)
    return Turn(_with_offer(turn.reply, heard, teller, is_same=is_same), state)


def _with_offer(reply: Reply, heard: Heard, teller: Teller, *, is_same: bool) -> Reply:
    is_shouted_at = bool(_SHOUTING.search(heard.said.text)) and heard.state.turns > 0
    if is_shouted_at and reply.outcome in _NOT_UNDERSTOOD:
        return replace(teller.with_contact("utter_two_misses", heard), suggestions=reply.suggestions)
    if is_same:
        return _offering(reply, "utter_offer_after_the_same", heard, teller)
    if reply.outcome in _ANSWERED and (heard.state.turns + 1) % MANY_TURNS == 0:
        return _offering(reply, "utter_offer_after_many_turns", heard, teller)
    return reply


def _is_same(turn: Turn, heard: Heard) -> bool:
    """Tell whether the answer is the one that was given just before."""
    before, after = heard.state, turn.state
    # Choices are there when the form asked of which procedure: then this is its first answer.
    is_of_a_procedure = turn.reply.outcome in _ANSWERED and turn.reply.procedure is not None
    if not is_of_a_procedure or heard.said.wants_all or before.choices:
        return False
    return (before.procedure, before.facet, before.cases) == (after.procedure, after.facet, after.cases)


def _offering(reply: Reply, response: str, heard: Heard, teller: Teller) -> Reply:
    offer = teller.speaker.say(response, heard.language)
    person = wordings.staff(heard.language)
    others = tuple(one for one in reply.suggestions if one != person)
    return replace(
        reply,
        text=f"{reply.text}\n\n{offer.text}",
        spoken=f"{reply.spoken} {offer.spoken}",
        suggestions=(*others, person),
    )
