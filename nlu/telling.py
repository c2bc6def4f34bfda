"""Turns made of what was decided: an answer, a question back, near procedures, or nothing found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from knowledge import calendars, centres
from knowledge.calendars import CentreCalendar
from knowledge.centres import Centre
from knowledge.errors import ProcedureNotFound
from knowledge.library import Library, PublishedEdition
from knowledge.procedures import Facet, Language, Procedure
from knowledge.remembered import Remembered
from knowledge.search import Finding
from nlu import answers, opening, wordings
from nlu.answers import words
from nlu.decision import Clarify
from nlu.dialogue import ConversationState, Turn
from nlu.replies import Outcome, ProcedureName, RankedProcedure, Reply, Suggestion
from nlu.speaking import Speaker
from nlu.spoken import speakable
from nlu.understanding.understanding import Understanding

_PATIENCE = 2
"""Misses in a row after which a person is offered."""
_MOST_OTHERS = 3
_MOST_CANDIDATES = 5
_CENTRE_KEPT_SECONDS = 10.0
"""How long a change of the telephone may wait; a turn asks for its centre several times."""


@dataclass(frozen=True)
class Heard:
    """A message with the conversation that it goes on from."""

    said: Understanding
    state: ConversationState

    @property
    def language(self) -> Language:
        """Return the language to answer in."""
        return self.state.language

    @property
    def facet(self) -> Facet:
        """Return the facet to answer: the one asked now, or the one that the conversation is about."""
        is_going_on = self.said.is_follow_up or self.state.procedure is None or bool(self.state.choices)
        remembered = self.state.facet if is_going_on else None
        return self.said.facet or remembered or Facet.OVERVIEW


class Teller:
    """Makes replies of records and of the responses of the Rasa domain."""

    def __init__(self, library: Library, speaker: Speaker, now: Callable[[], datetime] = centres.now) -> None:
        self._library, self.speaker, self.now = library, speaker, now
        self._centres = Remembered(library.centre, seconds=_CENTRE_KEPT_SECONDS)

    def answer(
        self,
        edition: PublishedEdition,
        code: str,
        heard: Heard,
        *,
        finding: Finding | None = None,
        facet: Facet | None = None,
    ) -> Turn:
        """Return the answer about a procedure. Raise ProcedureNotFound or UnsupportedNumber."""
        said, before, asked = heard.said, heard.state, facet or heard.facet
        is_same = code == before.procedure
        cases = said.cases or (before.cases if is_same else ())
        centre = self.centre(heard)
        procedure = self._library.localised(edition.procedure(code), centre_id=centre.id, today=self.now().date())
        answer = answers.compose(
            procedure,
            asked,
            language=heard.language,
            cases=frozenset(cases),
            related=_related(edition, procedure, heard.language),
            asked=said.text,
            is_full=said.wants_all,
        )
        name = procedure.display_name(heard.language)
        ranked = _ranked(finding, code) if finding else (RankedProcedure(code, name, 1.0),)
        reply = Reply(
            outcome=Outcome.ANSWERED if answer.is_complete else Outcome.ANSWERED_IN_PART,
            text=wordings.with_telephone(answer.text, centre.telephone),
            spoken=wordings.with_telephone(answer.spoken, _spoken(centre.telephone, heard.language)),
            language=heard.language,
            procedure=ProcedureName(code, name),
            facet=answer.facet,
            candidates=ranked,
            citations=answer.citations,
            score=ranked[0].score,
            suggestions=answer.suggestions,
        )
        others = tuple(one.code for one in ranked if one.code != code)[:_MOST_OTHERS]
        state = replace(
            before,
            procedure=code,
            facet=asked,
            cases=cases,
            choices=(),
            misses=0,
            requested_slot=None,
            previous=before.previous if is_same else before.procedure,
            others=others or (before.others if is_same else ()),
        )
        return Turn(reply, state)

    def clarify(
        self, edition: PublishedEdition, decision: Clarify, heard: Heard, finding: Finding | None = None
    ) -> Turn:
        """Return one question back with the procedures to choose among."""
        names = self._names(edition, decision.codes, heard.language)
        titles = wordings.foreign_choices(heard.language) if decision.is_about_foreigners else names
        reply = self.speaker.say(
            "utter_clarify_foreign" if decision.is_about_foreigners else "utter_clarify",
            heard.language,
            suggestions=[Suggestion(title, name) for title, name in zip(titles, names, strict=True)],
            lines=titles,
            candidates=_ranked(finding) if finding else (),
        )
        return Turn(reply, _offering(heard, decision.codes))

    def near(
        self,
        edition: PublishedEdition,
        codes: Sequence[str],
        heard: Heard,
        finding: Finding | None = None,
        *,
        response: str = "utter_near",
    ) -> Turn:
        """Return the nearest procedures, as an offer."""
        names = self._names(edition, codes, heard.language)
        buttons = [*(Suggestion(name, name) for name in names), wordings.staff(heard.language)]
        misses = heard.state.misses + 1
        state = replace(_offering(heard, tuple(codes)), misses=misses)
        if misses >= _PATIENCE:
            # They stay on offer as buttons, but what is said is how to reach a person.
            return Turn(replace(self.with_contact("utter_two_misses", heard), suggestions=tuple(buttons)), state)
        reply = self.speaker.say(
            response,
            heard.language,
            suggestions=buttons,
            lines=names,
            candidates=_ranked(finding) if finding else (),
        )
        return Turn(reply, state)

    def miss(self, heard: Heard, response: str = "utter_not_understood", finding: Finding | None = None) -> Turn:
        """Return that nothing was understood; the second time in a row a person."""
        misses = heard.state.misses + 1
        state = replace(heard.state, misses=misses, choices=())
        if misses < _PATIENCE:
            candidates = _ranked(finding) if finding else ()
            return Turn(self.speaker.say(response, heard.language, candidates=candidates), state)
        return Turn(self.with_contact("utter_two_misses", heard), state)

    def with_contact(self, response: str, heard: Heard) -> Reply:
        """Return a response that tells how the centre is reached, and whether it is open now."""
        contact = f"{wordings.contact(self.centre(heard), heard.language)} {self.open_now(heard)}".rstrip()
        return self.speaker.say(response, heard.language, contact=contact)

    def open_now(self, heard: Heard) -> str:
        """Return one short sentence on whether the centre is open now, and when next; empty without any hours."""
        return opening.now(self.calendar(heard), self.now(), heard.language)

    def calendar(self, heard: Heard) -> CentreCalendar:
        """Return the days of the centre of the conversation. Raise CentreNotFound."""
        return CentreCalendar(self.centre(heard), calendars.bundled())

    def which_procedure(self, heard: Heard) -> Turn:
        """Return the question for the procedure of which something was asked."""
        facet = heard.state.facet
        if facet in (None, Facet.OVERVIEW):
            return Turn(self.speaker.say("utter_which_procedure", heard.language), heard.state)
        name = words.of(facet, heard.language).spoken
        return Turn(self.speaker.say("utter_which_procedure_for_facet", heard.language, facet=name), heard.state)

    def centre(self, heard: Heard) -> Centre:
        """Return the centre of the conversation. Raise CentreNotFound."""
        return self._centres.of(heard.state.centre)

    def _names(self, edition: PublishedEdition, codes: Sequence[str], language: Language) -> list[str]:
        records = [edition.procedure(code) for code in codes]
        names = [record.display_name(language) for record in records]
        # Two of one plain name can only be told apart by their official ones.
        return [record.name if names.count(name) > 1 else name for record, name in zip(records, names, strict=True)]


def _spoken(telephone: str, language: Language) -> str:
    """Return a telephone number as it is read aloud; an English voice reads its digits by itself."""
    return telephone if language is Language.ENGLISH else speakable(telephone).rstrip(".").lower()


def _offering(heard: Heard, codes: tuple[str, ...]) -> ConversationState:
    """Return the state with these offered, and what was asked kept for the one that is chosen."""
    return replace(heard.state, choices=codes, facet=heard.facet, cases=heard.said.cases)


def _related(edition: PublishedEdition, procedure: Procedure, language: Language) -> dict[str, str]:
    found: dict[str, str] = {}
    for code in procedure.related:
        try:
            found[code] = edition.procedure(code).display_name(language)
        except ProcedureNotFound:
            # An edition may hold fewer procedures than its records name.
            continue
    return found


def _ranked(finding: Finding, first: str | None = None) -> tuple[RankedProcedure, ...]:
    ranked = [RankedProcedure(one.code, one.name, one.score) for one in finding.candidates]
    ranked.sort(key=lambda one: one.code != first)
    return tuple(ranked[:_MOST_CANDIDATES])
