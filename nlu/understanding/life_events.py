"""Whether a message tells of a life event, and asks what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.bundles import Bundles
from nlu.understanding.phrases import Match, PhraseBook, Word, longest
from nlu.understanding.project import RasaProject


@dataclass(frozen=True)
class LifeEventFound:
    """The life event of a message, and the words that tell of it."""

    id: str | None = None
    is_asked: bool = False
    """What is to be done is asked; without it the event may be one procedure's name as well."""
    matches: tuple[Match, ...] = ()


class LifeEventReader:
    """Finds life events as people tell of them."""

    def __init__(self, project: RasaProject, bundles: Bundles) -> None:
        spellings = project.spellings
        events = {bundle.id: (*bundle.events, bundle.name, bundle.english_name) for bundle in bundles.every}
        self._whole = PhraseBook({bundle.id: bundle.aliases for bundle in bundles.every}, spellings=spellings)
        self._events = PhraseBook(events, spellings=spellings)
        self._around = PhraseBook({"around": project.lookups["life_event_around"]}, spellings=spellings)
        self._asked = PhraseBook({"asked": project.lookups["life_event_asked"]}, spellings=spellings)

    def read(self, message: Sequence[Word]) -> LifeEventFound:
        """Return the one life event of a message; none when it tells of two."""
        whole, events, asked = self._whole.find(message), self._events.find(message), self._asked.find(message)
        told = {match.name for match in longest([*whole, *events])}
        if len(told) != 1:
            return LifeEventFound()
        around = self._around.find(message)
        return LifeEventFound(told.pop(), bool(whole or asked), (*whole, *events, *asked, *around))
