"""A question on a procedure: see what it goes on from, search, decide, answer."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.authorities import Authorities
from knowledge.errors import ProcedureNotFound
from knowledge.library import Library, PublishedEdition
from knowledge.procedures import CaseTag, Language, Procedure
from knowledge.search import Finding
from knowledge.vietnamese.text import fold, words
from nlu import wordings
from nlu.context import heard_in_context, is_of_the_current, is_surely_ours, settled_by_current
from nlu.decision import AnswerWith, Clarify, Decision, Known, NothingFits, OfferNear, Said, decide
from nlu.dialogue import Turn
from nlu.life_events import LifeEventTeller
from nlu.telling import Heard, Teller
from nlu.understanding.choices import Offered
from nlu.understanding.intents import Intent
from nlu.understanding.languages import Tongue
from nlu.understanding.understander import LONGEST, Understander

_CODE = re.compile(r"\b\d\.\d{6}(?:\.[A-Z0-9.\-]+)?\b")

_VARIANTS = frozenset(
    {
        CaseTag.FOREIGN,
        CaseTag.ABROAD,
        CaseTag.LOST,
        CaseTag.DAMAGED,
        CaseTag.AGAIN,
        CaseTag.LATE,
        CaseTag.CORRECTION,
        CaseTag.MOBILE,
        CaseTag.BORDER,
    }
)
"""Situations that have a variant of the same procedure, where others have a procedure of their own."""
_FOREIGN = frozenset({CaseTag.FOREIGN, CaseTag.ABROAD})
_OF_AN_AUTHORITY = 0.2
"""The share of what a message says that must name an authority's business for it to be about that."""
_NAMES_KEPT = 4096
_ABROAD = "có yếu tố nước ngoài"
"""What names of procedures say where a citizen says "chồng tây"."""


class ProcedureMissing(Exception):
    """A facet was asked, and nobody said of which procedure: the form asks."""


class Answerer:
    """Answers questions on procedures from the published edition; safe to use from many threads."""

    def __init__(
        self,
        library: Library,
        understander: Understander,
        authorities: Authorities,
        teller: Teller,
        life_events: LifeEventTeller,
    ) -> None:
        self._library, self._understander, self._life_events = library, understander, life_events
        self._authorities, self._teller = authorities, teller

    def answer(self, heard: Heard) -> Turn:
        """Return what to say to a question. Raise ProcedureMissing or EditionError."""
        if odd := self._odd(heard):
            return odd
        edition = self._library.current()
        if code := self.chosen(edition, heard):
            return self._teller.answer(edition, code, heard)
        if heard.said.is_life_event_asked and (told := self._life_event(edition, heard)):
            return told
        if not heard.said.subject or self._names_case(edition, heard):
            return self._going_on(edition, heard)
        is_about_current = heard.state.procedure is not None and heard.said.points_back
        if heard.said.is_authority_all and not is_about_current:
            return self.other_authority(heard)
        return self._search(edition, heard)

    def chosen(self, edition: PublishedEdition, heard: Heard) -> str | None:
        """Return the code that the message chooses among those offered, or names itself."""
        for code in _CODE.findall(heard.said.text):
            if _holds(edition, code):
                return str(code)
        offered = [self._offered(edition, code) for code in heard.state.choices if _holds(edition, code)]
        if len(offered) == 1 and heard.said.intent is Intent.AFFIRM:
            return offered[0].code
        return self._understander.choices.choose(heard.said.words, offered)

    def other_authority(self, heard: Heard) -> Turn:
        """Return who does the business that the message names, or that staff know."""
        authority = self._authorities.find(heard.said.authority or "")
        if authority is None:
            reply = self._teller.with_contact("utter_no_such_authority", heard)
            return Turn(reply, replace(heard.state, misses=0, choices=()))
        reply = self._teller.speaker.say(
            "utter_other_authority",
            heard.language,
            sentence=authority.told(heard.language),
            suggestions=[wordings.staff(heard.language)],
        )
        return Turn(reply, replace(heard.state, misses=0, choices=()))

    def sure(self, heard: Heard) -> str | None:
        """Return the code that the message names beyond doubt, for the form that waits for one."""
        edition = self._library.current()
        if code := self.chosen(edition, heard):
            return code
        if not (heard.said.subject and heard.said.intent.is_question):
            return None
        decision = self._decide(edition, heard, self._find(edition, heard))
        return decision.code if isinstance(decision, AnswerWith) else None

    def _odd(self, heard: Heard) -> Turn | None:
        """Return what to say to a message that is no question in a language of ours."""
        say, said = self._teller.speaker.say, heard.said
        if not said.words:
            return Turn(say("utter_empty", heard.language), heard.state)
        if len(said.text) > LONGEST:
            return Turn(say("utter_too_long", heard.language), heard.state)
        if said.tongue is Tongue.OTHER:
            return Turn(say("utter_other_language", heard.language), heard.state)
        return None

    def _going_on(self, edition: PublishedEdition, heard: Heard) -> Turn:
        """Answer a message that names no procedure: of the one under discussion, or ask which."""
        said, current = heard.said, heard.state.procedure
        if heard.state.choices and said.facet:
            return self._teller.clarify(edition, Clarify(heard.state.choices), heard)
        if current is not None and (said.facet or said.cases or said.wants_all or said.is_follow_up or said.subject):
            return self._teller.answer(edition, current, heard, facet=said.facet or heard.state.facet)
        if said.facet:
            raise ProcedureMissing
        # "lam so do lan dau": without marks a name may look like nothing but small words.
        return self._search(edition, heard) if len(said.words) > 1 else self._teller.miss(heard)

    def _search(self, edition: PublishedEdition, heard: Heard) -> Turn:
        finding = self._find(edition, heard)
        decision = self._decide(edition, heard, finding)
        if is_of_the_current(decision, heard):
            return self._going_on(edition, heard)
        if not isinstance(decision, AnswerWith) and (told := self._instead(edition, heard, decision, finding)):
            return told
        match decision:
            case AnswerWith(code):
                return self._teller.answer(edition, code, heard, finding=finding)
            case Clarify():
                return self._teller.clarify(edition, decision, heard, finding)
            case OfferNear(codes):
                return self._teller.near(edition, codes, heard, finding)
            case _:
                return self._nothing(edition, heard, finding)

    def _nothing(self, edition: PublishedEdition, heard: Heard, finding: Finding) -> Turn:
        # "còn ảnh thì sao": what is no procedure by itself is asked of the one under discussion.
        is_going_on = heard.said.is_follow_up and (heard.said.facet or heard.said.cases)
        if heard.state.procedure is not None and is_going_on:
            return self._teller.answer(edition, heard.state.procedure, heard)
        # Not a word of it may be a word: then it is not understood, and not none of the commune's business.
        is_said = heard.said.subject and heard.said.tongue is not Tongue.UNDECIDED
        return self._teller.miss(heard, "utter_not_found" if is_said else "utter_not_understood", finding)

    def _life_event(self, edition: PublishedEdition, heard: Heard) -> Turn | None:
        # "thế người khuyết tật thì sao" goes on with the conversation.
        is_going_on = heard.said.is_follow_up and heard.state.procedure is not None
        return None if is_going_on else self._life_events.tell(edition, heard)

    def _instead(self, edition: PublishedEdition, heard: Heard, decision: Decision, finding: Finding) -> Turn | None:
        """Return what is said where no procedure fits well: of a life event, or whose business it is."""
        if told := self._life_event(edition, heard):
            return told
        if isinstance(decision, NothingFits) and decision.is_others:
            return self.other_authority(heard)
        # Among several procedures that fit, a word on another authority's business is said in passing.
        is_in_passing = isinstance(decision, Clarify) and heard.said.authority_share < _OF_AN_AUTHORITY
        if heard.said.authority and not is_in_passing and not is_surely_ours(finding, heard):
            return self.other_authority(heard)
        return None

    def _find(self, edition: PublishedEdition, heard: Heard) -> Finding:
        """Return what a search finds."""
        province = self._teller.centre(heard).province_code
        question = self._question(edition, heard)
        return edition.searcher.find(question, province=province)

    def _question(self, edition: PublishedEdition, heard: Heard) -> str:
        """Return what to search for: what a follow-up adds, or else the message as it was written."""
        said, current = heard.said, heard.state.procedure
        if not said.is_follow_up:
            return said.text
        if current is not None and said.is_case_only and _VARIANTS & set(said.cases):
            qualifier = _ABROAD if _FOREIGN & set(said.cases) else ""
            return f"{edition.procedure(current).display_name()} {qualifier} {said.subject}"
        return said.topic or said.text

    def _decide(self, edition: PublishedEdition, heard: Heard, finding: Finding) -> Decision:
        asked = [f" {_bare(question)} " for question in (heard.said.text, finding.question)]
        known = Known(
            tags=lambda code: self._tags(edition, code),
            said=functools.cache(lambda code: _said(edition.procedure(code), asked)),
            words=len(heard.said.subject.split()),
        )
        finding = heard_in_context(finding, heard)
        decision = decide(finding, edition.thresholds, cases=heard.said.cases, known=known)
        current = heard.state.procedure
        related = edition.procedure(current).related if current else ()
        return settled_by_current(decision, finding, heard, related)

    def _tags(self, edition: PublishedEdition, code: str) -> frozenset[CaseTag]:
        record = edition.procedure(code)
        return self._understander.cases.read_text(f"{record.name} . {record.plain.name}")

    def _offered(self, edition: PublishedEdition, code: str) -> Offered:
        record = edition.procedure(code)
        names = (record.name, record.display_name(), record.display_name(Language.ENGLISH))
        return Offered(code, names)

    def _names_case(self, edition: PublishedEdition, heard: Heard) -> bool:
        """Tell whether the message names a case of the procedure under discussion."""
        if heard.state.procedure is None:
            return False
        text, said = _bare(heard.said.text), heard.said
        # A foreigner mostly makes it another procedure, whatever case the record has for those from abroad.
        situation = set(said.cases) - _FOREIGN if said.is_case_only and said.is_follow_up else set()
        return any(
            (case.name and _bare(case.name) in text) or situation & set(case.tags)
            for case in edition.procedure(heard.state.procedure).cases
        )


def _said(record: Procedure, heard: Sequence[str]) -> Said:
    """Return what of a record is said word for word in a bare question, as it was written or as it was read."""

    def longest(names: Iterable[str]) -> int:
        bare = (_bare_name(name) for name in names if name)
        return max((len(name.split()) for name in bare if any(f" {name} " in one for one in heard)), default=0)

    # "Khai tử (báo tử, làm giấy chứng tử)" is called khai tử.
    names = (record.name, record.plain.name, record.plain.name.partition("(")[0])
    return Said(longest(names), longest((*names, *record.aliases)))


def _holds(edition: PublishedEdition, code: str) -> bool:
    try:
        edition.procedure(code)
    except ProcedureNotFound:
        return False
    return True


def _bare(text: str) -> str:
    return " ".join(words(fold(text)))


@functools.lru_cache(_NAMES_KEPT)
def _bare_name(name: str) -> str:
    """Return a name as it is looked for in a question; the same ones come again and again."""
    return _bare(name).removeprefix("thu tuc ")
