"""Masks personal data before anything a citizen wrote is stored.

The question is answered from the words as written; only what is kept is masked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.personal import Personal, find
from bot.personal_patterns import PersonalKind
from knowledge.vietnamese.text import clean, fold, words
from nlu.replies import Outcome, Reply

# A dossier code is what its question is about; every other value only says who asks.
_MARK = re.compile("|".join(re.escape(kind.value) for kind in PersonalKind if kind is not PersonalKind.DOSSIER_CODE))
_CLAUSE = re.compile(r"[^,;.?!\n]+[,;.?!\n]*")
_NAMED = re.compile(
    r"^\W*(?:dạ\W+)?(?:tôi|em|mình|cháu|con|bác|tui)\s+(?:tên\s+)?là((?:\s+\w+){1,5})\W*$", re.IGNORECASE
)
"""Who gives a name: "tôi là Nguyễn Văn A"; in "tôi là người Mỹ" the words behind are no name."""
_HAPPENED = re.compile(r"\W*(?:thi|da|dang|vua|moi|sap)?\W*(?:bi|mat|hong|rach|het han|doi|cap lai|lam lai|qua han)\b")
"""What happened, said of something that was named before; matched on folded text."""
_INTRODUCING = frozenset(
    word
    for phrases in (
        "toi minh em chau con bac anh chi la so cua co dt sdt dien thoai goi lien he zalo qua cho nhe a voi",
        "email my is number phone i am call me",
        "can cuoc cong dan cccd cmnd cmt chung minh nhan dan ho chieu",
    )
    for word in phrases.split()
)


# What is said of a dossier or of a call is one person's, whatever words it is put in.
_ONE_PERSONS = frozenset({Outcome.DOSSIER_TOLD, Outcome.DOSSIER_NOT_FOUND, Outcome.CALL_BACK_TAKEN})


@dataclass(frozen=True)
class Masked:
    """A text fit to be stored, and what was taken out of it."""

    text: str
    hidden: tuple[Personal, ...] = ()

    def hide_in(self, other: str) -> str:
        """Return another text without the same values, should it repeat them."""
        for personal in self.hidden:
            # A house number is too short to be known again: "12" also stands in fees and dates.
            if personal.kind is not PersonalKind.HOUSE_NUMBER:
                other = other.replace(personal.value, personal.kind.value)
        return other


def mask(text: str) -> Masked:
    """Return the text cleaned, each personal value replaced by the name of its kind."""
    text = clean(text)
    hidden = find(text)
    parts: list[str] = []
    end = 0
    for personal in hidden:
        parts += (text[end : personal.start], personal.kind.value)
        end = personal.start + len(personal.value)
    return Masked("".join((*parts, text[end:])), hidden)


def is_about_one_person(reply: Reply) -> bool:
    """Tell whether a reply must not leave the building: it tells of a dossier, or holds a number of someone's."""
    # What is read aloud is most often what is written.
    return reply.outcome in _ONE_PERSONS or any(find(said) for said in {reply.text, reply.spoken})


def question_in(masked: str) -> str:
    """Return a masked text without the marks, and without the clauses that only say who asks: what is left is asked."""
    if not _MARK.search(masked):
        return masked
    clauses = _CLAUSE.findall(masked)
    kept = [clause for clause in clauses if not _only_introduces(clause)]
    if kept and kept[0] is not clauses[0] and _HAPPENED.match(fold(kept[0])):
        # "CCCD 001…, mất rồi thì làm lại ở đâu": what was lost stands only in the introduction.
        kept = clauses
    return clean(_MARK.sub(" ", "".join(kept or clauses))) or masked


def _only_introduces(clause: str) -> bool:
    if named := _NAMED.match(clause):
        return all(word[0].isupper() for word in named[1].split())
    return bool(_MARK.search(clause)) and all(word in _INTRODUCING for word in words(fold(_MARK.sub(" ", clause))))
