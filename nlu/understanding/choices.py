"""Which of the offered procedures a message chooses: by number, by order, by name, by yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.procedures import CaseTag
from knowledge.vietnamese.text import fold
from nlu.understanding.cases import CaseReader
from nlu.understanding.phrases import PhraseBook, Word, bare_text, longest, split
from nlu.understanding.project import RasaProject

_SAID_BEYOND = 4
"""Of so many words of a choice one may stand in no name of what is chosen."""
_ABROAD = {CaseTag.FOREIGN, CaseTag.ABROAD}


@dataclass(frozen=True)
class Offered:
    """A procedure that was offered: its code and the names it may be chosen by."""

    code: str
    names: tuple[str, ...]


class ChoiceReader:
    """Reads a choice with the phrases of the Rasa project."""

    def __init__(self, project: RasaProject, cases: CaseReader) -> None:
        ordinals = {
            name: phrases
            for name, phrases in project.lookups_named("choice_").items()
            if name.isdigit() or name == "last"
        }
        self._ordinals = PhraseBook(ordinals, spellings=project.spellings, is_lone_word_enough=True)
        around = (*project.lookups["choice_filler"], *project.lookups["filler_politeness"])
        self._fillers = PhraseBook(
            {"filler": around},
            spellings=project.spellings,
            is_lone_word_enough=True,
        )
        self._plain = {fold(phrase) for phrase in project.lookups["choice_plain"]}
        self._special = {fold(phrase) for phrase in project.lookups["choice_special"]}
        self._cases = cases

    def number(self, message: Sequence[Word]) -> str | None:
        """Return "1" to "4" or "last" when the message is nothing but an ordinal."""
        ordinals = longest(self._ordinals.find(message))
        if not ordinals or len({match.name for match in ordinals}) > 1:
            return None
        covered = {i for match in (*ordinals, *self._fillers.find(message)) for i in range(match.start, match.end)}
        return ordinals[0].name if len(covered) == len(message) else None

    def choose(self, message: Sequence[Word], offered: Sequence[Offered]) -> str | None:
        """Return the code that the message chooses among those offered; None when it chooses none."""
        if not message or not offered:
            return None
        return (
            self._by_number(message, offered)
            or _by_whole_name(message, offered)
            or self._by_kind(message, offered)
            or _by_telling_words(message, offered)
        )

    def _by_number(self, message: Sequence[Word], offered: Sequence[Offered]) -> str | None:
        number = self.number(message)
        if number is None:
            return None
        position = len(offered) if number == "last" else int(number)
        return offered[position - 1].code if position <= len(offered) else None

    def _by_kind(self, message: Sequence[Word], offered: Sequence[Offered]) -> str | None:
        foreign = [bool(_ABROAD & self._cases.read_text(" . ".join(one.names))) for one in offered]
        if sum(foreign) != 1 or len(offered) != 2:
            return None
        special = offered[foreign.index(True)].code
        plain = offered[foreign.index(False)].code
        said = bare_text(message)
        if said in self._plain:
            return plain
        is_special = said in self._special or _ABROAD & set(self._cases.read(message))
        return special if is_special else None


def _by_whole_name(message: Sequence[Word], offered: Sequence[Offered]) -> str | None:
    said = bare_text(message)
    for one in offered:
        if said == fold(one.code) or any(said == bare_text(split(name)) for name in one.names):
            return one.code
    return None


def _by_telling_words(message: Sequence[Word], offered: Sequence[Offered]) -> str | None:
    """Return the code whose names alone hold some of the words that were said."""
    said = {word.bare for word in message}
    vocabulary = {one.code: _vocabulary(one) for one in offered}
    hits = {
        code: len(said & (names - set().union(*(other for key, other in vocabulary.items() if key != code))))
        for code, names in vocabulary.items()
    }
    best = [code for code, count in hits.items() if count and count == max(hits.values())]
    if len(best) != 1:
        return None
    # "xin bản sao giấy khai sinh" says more than the "bản sao hợp đồng" that one of the offered is.
    beyond = said - vocabulary[best[0]]
    known = set().union(*vocabulary.values())
    is_held = len(beyond) <= 1 or len(beyond) * _SAID_BEYOND <= len(said) or said <= known
    return best[0] if is_held and len(said & known) * 3 >= len(said) * 2 else None


def _vocabulary(one: Offered) -> set[str]:
    return {word.bare for name in one.names for word in split(name)}
