"""Reads a message: what it asks, of what, for whom, in which language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from knowledge import bundles
from knowledge.authorities import Authorities
from knowledge.bundles import Bundles
from knowledge.procedures import Facet
from knowledge.vietnamese.text import clean
from nlu.understanding import cases
from nlu.understanding.cases import CaseReader
from nlu.understanding.choices import ChoiceReader
from nlu.understanding.emergencies import EmergencyReader
from nlu.understanding.examples import Nearest, NearestExamples
from nlu.understanding.facets import FacetReader
from nlu.understanding.hours import HoursReader
from nlu.understanding.intents import Intent, asking
from nlu.understanding.languages import Tongue, tongue
from nlu.understanding.life_events import LifeEventReader
from nlu.understanding.parts import Parts
from nlu.understanding.phrases import (
    Match,
    PatternBook,
    PhraseBook,
    Word,
    bare_text,
    covers,
    joined,
    longest,
    split,
    without,
    without_other_meanings,
)
from nlu.understanding.project import RasaProject
from nlu.understanding.understanding import Understanding

_SAME = 0.93
"""Likeness above which a message is the example, whatever else stands in it."""
_LIKE = 0.42
"""Likeness above which a message has the example's intent when it asks for no facet of a subject."""
_MUCH_LIKE = 0.5
"""The same for a message that seems to ask for a facet: "nói tiếng Anh được không"."""
_AHEAD, _FAR_AHEAD = 0.1, 0.3
"""How much nearer than the nearest question it must be, the second for a message that seems to ask."""
_SOCIAL = {"goodbye": Intent.GOODBYE, "thanks": Intent.THANK, "greeting": Intent.GREET}
_GOING_ON = ("follow_up", "pointing")
_AROUND = (*_SOCIAL, "politeness")
_SIGNS = (
    *("abuse", "injection", "dossier_own", "staff_asked", "complaint", "denounces"),
    *("off_topic", "who_asked", "wants_all"),
)
_SIGN_PATTERNS = ("dossier_code", "dossier_own", "off_topic")
_SIGNED = {
    "who_asked": Intent.WHO_ARE_YOU,
    "complaint": Intent.COMPLAIN,
    "staff_asked": Intent.ASK_FOR_STAFF,
    "off_topic": Intent.OUT_OF_SCOPE,
}
_IN_PASSING = 0.2
_IN_PASSING_WHEN_ASKING = 0.34
"""The share of what is said below which another authority's business is named in passing."""
_LONGEST_REMARK = 10
_HARMLESS = "harmless"
"""The sign of words that sound like another sign, and mean something else."""
_SAID_SHORTLY, _A_FEW = frozenset({Intent.AFFIRM, Intent.DENY}), 4
"""Words of a subject; a longer message tells of a case, in which staff or their conduct may be named."""
_AT_THE_END = frozenset({"thi sao", "thi sao a", "thi the nao"})
"""Words that go on with a conversation where others begin with them: "bà ngoại không đi được thì sao"."""
_LANGUAGES = frozenset({"tieng", "english", "vietnamese", "viet", "language"})
_OF_AN_EVENT = frozenset({Facet.OVERVIEW, Facet.DOCUMENTS, Facet.STEPS, Facet.CONDITIONS})
"""What is asked of a life event as a whole: its fee or its time are those of one procedure."""
_NOTHING = Nearest("", 0.0)
LONGEST = 2000
"""Characters; a longer message is refused. The settings of a channel may allow less, never more."""


class Understander:
    """Reads messages by the tables of the Rasa project; safe to use from many threads."""

    def __init__(self, project: RasaProject, authorities: Authorities, known: Bundles | None = None) -> None:
        self._spellings = project.spellings
        # The dialogue and its action read one message within milliseconds of each other.
        self._recent = lru_cache(maxsize=8)(self._understand)
        self.cases = CaseReader(project)
        self.choices = ChoiceReader(project, self.cases)
        self.hours = HoursReader(project)
        self._life_events = LifeEventReader(project, known or bundles.bundled())
        self._facets = FacetReader(project)
        self._emergencies = EmergencyReader(project)
        chosen_by_words = {name: texts for name, texts in project.examples.items() if name != Intent.CHOOSE}
        self._examples = NearestExamples(chosen_by_words, self._spellings)
        self._fillers = PhraseBook(
            project.lookups_named("filler_"), spellings=project.spellings, is_lone_word_enough=True
        )
        self._not_fillers = PhraseBook({"other": project.lookups["other_meaning_filler"]}, spellings=self._spellings)
        self._signs = PhraseBook({name: project.lookups[name] for name in _SIGNS}, spellings=project.spellings)
        self._no_signs = PhraseBook({_HARMLESS: project.lookups["other_meaning_abuse"]}, spellings=self._spellings)
        self._patterns = PatternBook({name: project.patterns[name] for name in _SIGN_PATTERNS})
        self._aliases = PhraseBook({one.id: one.aliases for one in authorities.every}, spellings=project.spellings)
        self._exceptions = PhraseBook({one.id: one.unless for one in authorities.every}, spellings=project.spellings)

    def understand(self, text: str) -> Understanding:
        """Return what a message means."""
        return self._recent(text)

    def _understand(self, text: str) -> Understanding:
        cleaned = clean(text).lstrip("/")
        parts = self._take_apart(self._words(cleaned[:LONGEST]))
        intent, confidence = self._intent(parts)
        return Understanding(
            text=cleaned,
            words=parts.words,
            intent=intent,
            confidence=confidence,
            question=joined(parts.core),
            subject=joined(parts.subject),
            topic=joined(parts.topic),
            is_case_only=bool(parts.subject) and not parts.bare_subject,
            facets=parts.facets,
            cases=parts.cases,
            tongue=tongue(cleaned, parts.words),
            authority=parts.authority,
            is_authority_all=parts.authority is not None and not parts.beyond_authority,
            authority_share=parts.authority_share,
            helplines=parts.helplines,
            wants_all="wants_all" in parts.signs,
            is_follow_up=parts.is_follow_up,
            points_back=parts.points_back,
            life_event=parts.life_event,
            is_life_event_asked=parts.is_life_event_asked,
        )

    def _words(self, text: str) -> tuple[Word, ...]:
        typed = split(text)
        # In English "a" is an article, not "anh".
        return typed if tongue(text, typed) is Tongue.ENGLISH else split(text, self._spellings)

    def _take_apart(self, words: tuple[Word, ...]) -> Parts:
        facets = self._facets.read(words)
        situations = self.cases.matches(words)
        # In "bản sao" the last word does not ask how.
        fillers = without_other_meanings(self._fillers.find(words), self._not_fillers.find(words))
        around = [match for match in fillers if match.name in _AROUND]
        kinds = {match.name for match in longest(around)}
        harmless = self._no_signs.find(words)
        signs = without_other_meanings(self._signs.find(words), harmless) + self._patterns.find(words) + harmless
        first = next((i for i in range(len(words)) if not covers(around, i)), None)
        hours = self.hours.read(words)
        event = self._life_events.read(words)
        authorities = self._aliases.find(words)
        is_of_event = not set(facets.facets) - _OF_AN_EVENT and not without(
            words, (*facets.matches, *fillers, *event.matches)
        )
        return Parts(
            words=words,
            core=without(words, around),
            topic=without(words, (*facets.matches, *around, *(m for m in fillers if m.name in _GOING_ON))),
            subject=without(words, (*facets.matches, *fillers)),
            bare_subject=without(words, (*facets.matches, *fillers, *situations)),
            beyond_authority=without(words, (*facets.matches, *fillers, *situations, *authorities)),
            facets=facets.facets,
            cases=cases.tags(situations),
            social=next((intent for kind, intent in _SOCIAL.items() if kind in kinds), None),
            signs=frozenset(match.name for match in signs),
            helplines=self._emergencies.read(words),
            authority=self._authority(words, authorities),
            is_follow_up=any(match.name in _GOING_ON and _goes_on(match, words, first) for match in fillers),
            points_back=any(match.name == "pointing" for match in fillers),
            life_event=event.id if is_of_event else None,
            is_life_event_asked=event.is_asked or any(match.name == "wants_all" for match in signs),
            asks_hours=hours.is_asked,
            beyond_hours=without(words, (*facets.matches, *fillers, *hours.matches)),
        )

    def _authority(self, words: Sequence[Word], found: Sequence[Match]) -> str | None:
        hits = longest(found)
        excepted = {match.name for match in self._exceptions.find(words)}
        named = [match for match in hits if match.name not in excepted]
        return max(named, key=len).name if named else None

    def _intent(self, parts: Parts) -> tuple[Intent, float]:
        """Return the intent and how sure it is; what must not be missed comes first."""
        if parts.helplines:
            return Intent.EMERGENCY, 1.0
        if "injection" in parts.signs:
            return Intent.OUT_OF_SCOPE, 1.0
        if "abuse" in parts.signs and not parts.asks:
            return Intent.ABUSE, 1.0
        if parts.is_of_a_dossier:
            return Intent.ASK_DOSSIER, 1.0
        return _of_one_thing(parts) or self._said_before(parts) or self._likely(parts)

    def _said_before(self, parts: Parts) -> tuple[Intent, float] | None:
        """Return the intent of a message that is a choice, an example or a courtesy as it stands."""
        if self.choices.number(parts.words):
            return Intent.CHOOSE, 1.0
        same = next(iter(self._examples.rank(parts.words)), None)
        if same and same.similarity >= _SAME:
            return self._settled(Intent(same.intent), parts), same.similarity
        if parts.social and parts.says_nothing_else:
            return parts.social, 1.0
        return None

    def _likely(self, parts: Parts) -> tuple[Intent, float]:
        """Return the intent by signs and the nearest example, a question by default."""
        # "làm khai sinh thứ bảy có làm không" is about the procedure.
        names_more = len(parts.beyond_hours) > 1
        ranked = [
            near for near in self._examples.rank(parts.core) if not (names_more and near.intent == Intent.ASK_HOURS)
        ]
        other = next((near for near in ranked if not Intent(near.intent).is_question), _NOTHING)
        question = next((near for near in ranked if Intent(near.intent).is_question), _NOTHING)
        in_passing = _IN_PASSING_WHEN_ASKING if parts.asks else _IN_PASSING
        is_in_passing = len(parts.beyond_authority) > 1 and parts.authority_share < in_passing
        if parts.authority and not is_in_passing and not parts.signs & _SIGNED.keys():
            return Intent.OTHER_AUTHORITY, 1.0
        ahead = other.similarity - question.similarity
        for sign, intent in _SIGNED.items():
            # Who asks for the conditions to open a "quán ăn" is not looking for one.
            is_told = len(parts.subject) > _LONGEST_REMARK and other.similarity < _LIKE
            if intent is Intent.COMPLAIN and "denounces" in parts.signs:
                # There is a procedure for it; whom else it is told to is staff's own business.
                continue
            if sign in parts.signs and not is_told and not (parts.asks and (other.intent != intent or ahead < 0)):
                return intent, max(0.5, other.similarity)
        is_like = other.similarity >= (_MUCH_LIKE if parts.asks else _LIKE)
        if is_like and ahead > (_FAR_AHEAD if parts.asks else _AHEAD) and _may_mean(other.intent, parts):
            return Intent(other.intent), other.similarity
        return asking(parts.facets[0] if parts.facets else None), question.similarity

    def _settled(self, intent: Intent, parts: Parts) -> Intent:
        # The phrases of the facets know more than one example of a question does.
        return asking(parts.facets[0] if parts.facets else None) if intent.is_question else intent


def _of_one_thing(parts: Parts) -> tuple[Intent, float] | None:
    """Return the intent of a message on the centre's hours, or on a life event, and on nothing else."""
    if parts.asks_hours and not parts.beyond_hours:
        return Intent.ASK_HOURS, 1.0
    return (asking(parts.facets[0] if parts.facets else None), 1.0) if parts.life_event else None


def _may_mean(intent: str, parts: Parts) -> bool:
    """Tell whether an intent is possible: "a" is short for "anh", and asks for no English.

    Who agrees does so in a few words: "tách khẩu cần ai đồng ý" asks for something. And without its marks "chế độ cho
    tôi" holds an insult.
    """
    if intent in _SAID_SHORTLY:
        return len(parts.words) <= _A_FEW
    if intent == Intent.ABUSE:
        return "abuse" in parts.signs or _HARMLESS not in parts.signs
    return intent != Intent.CHANGE_LANGUAGE or any(word.bare in _LANGUAGES for word in parts.words)


def _goes_on(match: Match, words: Sequence[Word], first: int | None) -> bool:
    return match.start == first or (match.end == len(words) and bare_text(words[match.start :]) in _AT_THE_END)
