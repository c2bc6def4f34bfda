"""Whether a message tells of a danger now, and whom to call."""

from __future__ import annotations

from collections.abc import Sequence

from nlu.understanding.phrases import PhraseBook, Word
from nlu.understanding.project import RasaProject

_SIGNS = ("now", "never")


class EmergencyReader:
    """Finds dangers by the phrases of the Rasa project."""

    def __init__(self, project: RasaProject) -> None:
        named = project.lookups_named("emergency_")
        self._dangers = PhraseBook(
            {name: p for name, p in named.items() if name not in _SIGNS}, spellings=project.spellings
        )
        self._now = PhraseBook({"now": named["now"]}, spellings=project.spellings, is_lone_word_enough=True)
        self._never = PhraseBook({"never": named["never"]}, spellings=project.spellings)

    def read(self, message: Sequence[Word]) -> tuple[str, ...]:
        """Return the ids of the help lines to call; none when nobody is in danger now."""
        found = self._dangers.find(message)
        dangers = tuple(dict.fromkeys(match.name for match in found))
        # "giấy khai sinh bị cháy nhà mất rồi" asks for a paper.
        if not dangers or self._never.find(message):
            return ()
        is_plain = self._now.find(message) or len(message) <= 4 or len({match.start for match in found}) > 1
        return dangers if is_plain else ()
