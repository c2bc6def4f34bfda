"""Turns that mend or move a conversation: no, back, start over, another language."""

from __future__ import annotations

from dataclasses import replace

from knowledge.library import Library
from knowledge.procedures import Language
from nlu import resuming
from nlu.answering import Answerer
from nlu.dialogue import ConversationState, Turn
from nlu.telling import Heard, Teller

_ENGLISH = ("english", "tieng anh", "anh ngu", "anh van")
_VIETNAMESE = ("tieng viet", "vietnamese")


class Repairer:
    """Mends conversations."""

    def __init__(self, library: Library, answerer: Answerer, teller: Teller) -> None:
        self._library, self._answerer, self._teller = library, answerer, teller

    def choose(self, heard: Heard) -> Turn:
        """Return the answer for what was chosen, or ask what is wanted."""
        edition = self._library.current()
        if code := self._answerer.chosen(edition, heard):
            return self._teller.answer(edition, code, heard)
        if heard.state.choices and heard.said.intent.value == "choose":
            return self._teller.near(edition, heard.state.choices, heard)
        return Turn(self._teller.speaker.say("utter_nothing_to_choose", heard.language), heard.state)

    def which_procedure(self, heard: Heard) -> Turn:
        """Return the question for the procedure of which something was asked."""
        return resuming.which_procedure(self._library, self._teller, heard)

    def repair(self, heard: Heard) -> Turn:
        """Return the next best, or ask for other words, when the answer was not what was meant."""
        edition = self._library.current()
        if code := self._answerer.chosen(edition, heard):
            # "không" answers the question whether a foreigner is involved.
            return self._teller.answer(edition, code, heard)
        before = heard.state
        if before.requested_slot is not None and before.choices:
            # "không" to "hay vẫn là việc lần trước": it is another, and the question for it stands.
            return self._teller.which_procedure(replace(heard, state=replace(before, choices=())))
        forgotten = replace(before, procedure=None, facet=before.facet, choices=(), others=(), requested_slot=None)
        fresh = replace(heard, state=forgotten)
        if before.others and before.misses == 0:
            return self._teller.near(edition, before.others, fresh, response="utter_repair_with_others")
        return self._teller.miss(fresh, "utter_repair")

    def go_back(self, heard: Heard) -> Turn:
        """Return to the procedure discussed before."""
        before = heard.state
        if before.previous is None:
            return Turn(self._teller.speaker.say("utter_nothing_before", heard.language), before)
        return self._teller.answer(self._library.current(), before.previous, heard, facet=before.facet)

    def start_over(self, heard: Heard) -> Turn:
        """Forget all but the language and the centre."""
        kept = ConversationState(language=heard.language, centre=heard.state.centre, turns=heard.state.turns)
        return Turn(self._teller.speaker.say("utter_start_over", heard.language), kept)

    def change_language(self, heard: Heard) -> Turn:
        """Answer in the language that was asked for from now on."""
        # "Anh ơi nói tiếng Việt được không" speaks to a man.
        said = " ".join(word.bare for word in heard.said.words)
        is_english = any(name in said for name in _ENGLISH) and not any(name in said for name in _VIETNAMESE)
        language = Language.ENGLISH if is_english else Language.VIETNAMESE
        reply = self._teller.speaker.say("utter_language_changed", language)
        return Turn(reply, replace(heard.state, language=language))
