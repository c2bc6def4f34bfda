"""What a fact is about: the word that a note begins with where it explains a difference."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Aspect(StrEnum):
    """What a fact is about; the value stands before the colon in a note."""

    PAPERS = "Giấy tờ"
    TIMES = "Thời hạn"
    FEES = "Lệ phí"
    PLACES = "Nơi làm"
    LAWS = "Căn cứ"
    OTHER = "Khác"


@dataclass(frozen=True)
class Discrepancy:
    """A fact that is not the same in both records; what one of them lacks is empty."""

    aspect: Aspect
    subject: str
    ours: str
    theirs: str

    def __str__(self) -> str:
        """Return the difference in one line."""
        return f"{self.subject}: ours {self.ours or '(nothing)'}, portal {self.theirs or '(nothing)'}"


# A note may run on in one paragraph, as YAML folds it.
_LABEL = re.compile(rf"(?:^|(?<=[.;!?]))\s*({'|'.join(Aspect)}):\s*", re.MULTILINE)


def explanations(note: str) -> dict[Aspect, str]:
    """Return what a note explains, by aspect."""
    parts = _LABEL.split(note)
    found: dict[Aspect, str] = {}
    for label, text in zip(parts[1::2], parts[2::2], strict=True):
        aspect, told = Aspect(label), " ".join(text.split())
        if told:
            found[aspect] = f"{found[aspect]} {told}" if aspect in found else told
    return found
