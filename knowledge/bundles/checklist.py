"""One list of papers for several procedures, made from their records: each paper once, and what it serves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from knowledge.bundles.events import Bundle, BundleStep
from knowledge.procedures import Case, Document, DocumentRole, Procedure
from knowledge.vietnamese.text import fold, words

_IDENTITY = re.compile(
    r"^(?:ban chinh )?(?:the )?(?:can cuoc(?: cong dan)?|cccd|chung minh nhan dan)"
    r"(?: (?:hoac|cong dan|ho chieu|the can cuoc|con han))*"
    r"(?: cua)?(?: nguoi (?:di khai|di lam thu tuc|di nop|yeu cau|xin giay|nop|khai|lam don|de nghi|dang ky))?$"
)
"""The identity card of whoever comes to the desk, however a record puts it; that of others is another paper."""
_OF_ONESELF = "identity of the applicant"


@dataclass(frozen=True)
class Paper:
    """A paper, how many of it at most, and the procedures that it serves."""

    name: str
    role: DocumentRole
    originals: int | None
    copies: int | None
    codes: tuple[str, ...]
    whens: tuple[str, ...] = ()
    """The conditions under which it is needed; none when it always is."""
    notes: tuple[str, ...] = ()
    form_number: str = ""
    is_optional: bool = False
    """Only procedures that some need ask for it."""


def merge(bundle: Bundle, records: Mapping[str, Procedure]) -> tuple[Paper, ...]:
    """Return the papers of a bundle's procedures, each once, those that everybody needs first.

    A procedure that is not among the records is passed over.
    """
    found: dict[str, Paper] = {}
    for step in bundle.steps:
        record = records.get(step.procedure)
        if record is None:
            continue
        for document in case_of(step, record).documents:
            if document.role is not DocumentRole.NOTE:
                paper, key = _paper(document, step), same_paper(document)
                found[key] = _together(found[key], paper) if key in found else paper
    return tuple(sorted(found.values(), key=lambda paper: (paper.is_optional, bool(paper.whens))))


def same_paper(document: Document) -> str:
    """Return what two papers have in common that are one."""
    name = " ".join(words(fold(document.name)))
    if _IDENTITY.match(name):
        return _OF_ONESELF
    # Blanks of one name and different numbers are different blanks.
    return f"{name} {fold(document.form.number)}".strip() if document.form else name


def case_of(step: BundleStep, record: Procedure) -> Case:
    """Return the case whose papers a step needs."""
    if step.case:
        named = next((case for case in record.cases if fold(case.name) == fold(step.case)), None)
        if named is not None:
            return named
    plain = [case for case in record.cases if not case.tags]
    return next(iter((*plain, *record.cases)), Case())


def _paper(document: Document, step: BundleStep) -> Paper:
    return Paper(
        name=document.name,
        role=document.role,
        originals=document.originals,
        copies=document.copies,
        codes=(step.procedure,),
        whens=(document.when,) if document.when else (),
        notes=(document.note,) if document.note else (),
        form_number=document.form.number if document.form else "",
        is_optional=step.is_optional,
    )


def _together(one: Paper, other: Paper) -> Paper:
    """Return a paper that two procedures need, as one."""
    is_optional = one.is_optional and other.is_optional
    # What only some go for may always ask for a paper; that does not make everybody need it.
    is_always = any(not paper.whens and paper.is_optional == is_optional for paper in (one, other))
    return replace(
        one,
        # What one procedure keeps, showing it to another does not give back.
        role=DocumentRole.SUBMIT if DocumentRole.SUBMIT in (one.role, other.role) else one.role,
        originals=_most(one.originals, other.originals),
        copies=_most(one.copies, other.copies),
        codes=tuple(dict.fromkeys((*one.codes, *other.codes))),
        whens=() if is_always else tuple(dict.fromkeys((*one.whens, *other.whens))),
        notes=tuple(dict.fromkeys((*one.notes, *other.notes))),
        is_optional=is_optional,
    )


def _most(one: int | None, other: int | None) -> int | None:
    known = [count for count in (one, other) if count is not None]
    return max(known) if known else None
