"""Which of a record's cases a question is about, and which rows of it are papers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.procedures import Case, Document, DocumentRole
from nlu.answers.parts import Request
from nlu.answers.shortening import folded, item

# A source also uses cases as headings within one list of papers.
_HEADING = re.compile(
    r"(?:cac |nhung |loai )*(?:giay to|thanh phan|ho so)(?: ho so)?(?: can| phai)*"
    r"(?: nop| xuat trinh| bao gom| gom|$|:)"
    r"|luu y|ghi chu|bao gom|gom\b|so luong|\d+ (?:\(\w+\) )?bo|ho so gom|thanh phan"
)
_PRESENTED = re.compile(r"xuat trinh")
_CONDITIONAL = re.compile(r"^(?:doi voi|truong hop|neu|khi|rieng)\b|\btrong truong hop\b|\(neu co\)")
_SITUATION = re.compile(r"truong hop|doi voi|neu ")


@dataclass(frozen=True)
class Situation:
    """The papers of the case that is answered, and the other cases that might have been meant."""

    name: str
    documents: tuple[Document, ...]
    others: tuple[Case, ...]
    is_named: bool
    """Whether the question itself pointed at this case."""


def choose(request: Request) -> Situation:
    """Return the case that the question names; the first, and the others to choose from, when it names none."""
    cases = request.procedure.cases
    headings = [case for case in cases if _is_heading(case)]
    situations = [case for case in cases if not _is_heading(case) and papers(case)]
    common = [paper for case in headings for paper in papers(case)]
    if not situations:
        return Situation("", _useful_order(common), (), is_named=False)
    chosen, is_named = _named(situations, request)
    others = tuple(case for case in situations if case is not chosen)
    documents = _useful_order(_without_doubles([*common, *papers(chosen)]))
    return Situation(title(chosen) if len(situations) > 1 else "", documents, others, is_named=is_named)


def title(case: Case) -> str:
    """Return the name of a case as it is shown."""
    return item(case.name)


def papers(case: Case) -> list[Document]:
    """Return the rows of a case that are papers; remarks and headings are not."""
    is_presented = _PRESENTED.search(folded(case.name)) is not None
    found = [document for document in case.documents if not _is_remark(document)]
    if not is_presented:
        return found
    return [document.model_copy(update={"role": DocumentRole.PRESENT}) for document in found]


def _is_remark(document: Document) -> bool:
    if document.role is DocumentRole.NOTE:
        return True
    counted = document.originals or document.copies or document.form
    return not counted and document.name.rstrip().endswith(":")


def _is_heading(case: Case) -> bool:
    name = folded(item(case.name))
    return not name or (_HEADING.match(name) is not None and _SITUATION.search(name) is None)


def _named(situations: list[Case], request: Request) -> tuple[Case, bool]:
    asked = folded(request.asked)
    for case in situations:
        if asked and title(case) and folded(title(case)) in asked:
            return case, True
    best = max(situations, key=lambda case: len(request.cases.intersection(case.tags)))
    if request.cases.intersection(best.tags):
        # A tag that every case carries does not tell them apart.
        shared = frozenset.intersection(*(frozenset(case.tags) for case in situations))
        return best, len(situations) == 1 or bool(request.cases.intersection(best.tags) - shared)
    return situations[0], False


def _without_doubles(documents: list[Document]) -> list[Document]:
    seen: dict[str, Document] = {}
    for document in documents:
        seen.setdefault(document.name, document)
    return list(seen.values())


def _useful_order(documents: list[Document]) -> tuple[Document, ...]:
    """Put what everyone needs before what only some need; a form, which opens every dossier, first of all."""
    return tuple(sorted(documents, key=_rank))


def _rank(document: Document) -> tuple[bool, bool, bool]:
    name = folded(item(document.name))
    is_conditional = bool(document.when) or _CONDITIONAL.search(name) is not None
    return (document.role is DocumentRole.PRESENT, is_conditional, not is_to_fill_in(document))


def is_to_fill_in(document: Document) -> bool:
    """Tell whether a paper is a blank that the citizen fills in."""
    name = folded(item(document.name))
    return (
        document.form is not None or re.match(r"(?:to khai|don |phieu |ban khai|giay de nghi|mau )", name) is not None
    )
