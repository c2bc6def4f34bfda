"""A message taken apart, before its intent is decided."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.procedures import CaseTag, Facet
from nlu.understanding.intents import Intent
from nlu.understanding.phrases import Word

_SUPPOSING = frozenset({"neu", "if"})
# Facets that a dossier under way is asked about in the same words: "hồ sơ của tôi bao giờ xong".
_OF_A_DOSSIER = {None, Facet.TIME, Facet.PLACE, Facet.STEPS, Facet.RESULT, Facet.CONDITIONS, Facet.ONLINE}


@dataclass(frozen=True)
class Parts:
    """The words of a message by what they are for."""

    words: tuple[Word, ...]
    core: tuple[Word, ...]
    """The words without greeting and politeness."""
    topic: tuple[Word, ...]
    subject: tuple[Word, ...]
    bare_subject: tuple[Word, ...]
    beyond_authority: tuple[Word, ...]
    facets: tuple[Facet, ...]
    cases: tuple[CaseTag, ...]
    social: Intent | None
    signs: frozenset[str]
    helplines: tuple[str, ...]
    authority: str | None
    is_follow_up: bool
    points_back: bool
    life_event: str | None
    is_life_event_asked: bool
    asks_hours: bool
    beyond_hours: tuple[Word, ...]
    """The words besides those on when and where the centre is open."""

    @property
    def authority_share(self) -> float:
        """Return the share of what is said, the asking apart, that names another authority's business."""
        if self.authority is None:
            return 0.0
        named = len(self.subject) - len(set(self.subject) & set(self.beyond_authority))
        return max(named, 1) / max(len(self.subject), 1)

    @property
    def is_of_a_dossier(self) -> bool:
        """Tell whether it asks about a dossier that was handed in."""
        asked = self.facets[0] if self.facets else None
        is_supposed = any(word.bare in _SUPPOSING for word in self.words)
        is_own = "dossier_own" in self.signs and asked in _OF_A_DOSSIER and not is_supposed
        return "dossier_code" in self.signs or is_own

    @property
    def says_nothing_else(self) -> bool:
        """Tell whether, greeting and thanks apart, nothing was said that could be answered."""
        return not (self.facets or self.cases or self.authority or self.signs or len(self.subject) > 1)

    @property
    def asks(self) -> bool:
        """Tell whether a facet of a subject is asked."""
        return bool(self.facets and self.subject)
