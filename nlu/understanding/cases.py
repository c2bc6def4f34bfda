"""Which situation a question names: for whom, lost, late, with a foreign element."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.procedures import CaseTag
from nlu.understanding.phrases import Match, PhraseBook, Word, longest, split, without_other_meanings
from nlu.understanding.project import RasaProject

# The narrower tag says all that the wider one does.
_NARROWER = {
    CaseTag.ADOPTED: {CaseTag.CHILD, CaseTag.PARENT},
    CaseTag.ABROAD: {CaseTag.FOREIGN},
    CaseTag.UNMARRIED: {CaseTag.PARENT, CaseTag.SPOUSE},
}


class CaseReader:
    """Finds case tags by the phrases of the Rasa project."""

    def __init__(self, project: RasaProject) -> None:
        self._phrases = PhraseBook(project.lookups_named("case_"), spellings=project.spellings)
        self._others = PhraseBook({"other": project.lookups["other_meaning_case"]}, spellings=project.spellings)

    def matches(self, message: Sequence[Word]) -> list[Match]:
        """Return the words that name a situation."""
        hits = self._phrases.find(message)
        return longest(without_other_meanings(hits, self._others.find(message)))

    def read(self, message: Sequence[Word]) -> tuple[CaseTag, ...]:
        """Return the tags of a message, in its order."""
        return tags(self.matches(message))

    def read_text(self, text: str) -> frozenset[CaseTag]:
        """Return the tags that a name of a procedure holds."""
        return frozenset(self.read(split(text)))


def tags(matches: Sequence[Match]) -> tuple[CaseTag, ...]:
    """Return the tags of matches, wider ones left out where a narrower one was named."""
    found = dict.fromkeys(CaseTag(match.name) for match in matches)
    wider = {tag for narrow in found for tag in _NARROWER.get(narrow, ())}
    return tuple(tag for tag in found if tag not in wider)
