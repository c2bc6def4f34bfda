"""What a message means, read without its conversation."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.procedures import CaseTag, Facet
from nlu.understanding.intents import Intent
from nlu.understanding.languages import Tongue
from nlu.understanding.phrases import Word


@dataclass(frozen=True)
class Understanding:
    """What one message means, read without its conversation."""

    text: str
    """The message in NFC, without what cannot be seen."""
    words: tuple[Word, ...]
    """Its words, teencode spelled out."""
    intent: Intent
    confidence: float
    question: str
    """The message without greeting and politeness: what is searched."""
    subject: str
    """The words that may name a procedure; empty when it names none."""
    topic: str = ""
    """The question without the words that ask: "làm giấy khai sinh cho con"."""
    is_case_only: bool = False
    """All of its subject names a situation: "con nuôi", "mất căn cước"."""
    facets: tuple[Facet, ...] = ()
    cases: tuple[CaseTag, ...] = ()
    tongue: Tongue = Tongue.UNDECIDED
    authority: str | None = None
    """Id of the other authority's business that it names."""
    is_authority_all: bool = False
    """It names nothing besides that business."""
    authority_share: float = 0.0
    """The share of what it says, its asking apart, that names that business."""
    helplines: tuple[str, ...] = ()
    """Ids of the help lines for the danger that it tells of."""
    wants_all: bool = False
    """Everything is asked for, where an answer stops at seven items."""
    is_follow_up: bool = False
    """It goes on with a conversation: "còn …", "thế …", "… cái đó …"."""
    points_back: bool = False
    """It speaks of what was discussed: "thủ tục này"."""
    life_event: str | None = None
    """Id of the bundle whose life event it tells of, and nothing else."""
    is_life_event_asked: bool = False
    """What follows from that event is asked, and no single procedure."""

    @property
    def facet(self) -> Facet | None:
        """Return the facet asked first."""
        return self.facets[0] if self.facets else None
