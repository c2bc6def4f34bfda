"""The papers of a procedure, grouped by situation. Rows that are sentences of instruction are notes, not papers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from knowledge.procedures import Case, Document, DocumentRole, Form
from knowledge.sources.fields import case_tags, headings
from knowledge.sources.fields.text import capitalised, line, stated, without_bullet

_REMARK = re.compile(r"^(?:lưu ý|ghi chú|chú ý|ví dụ)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"^\(?(?:trường hợp|đối với|nếu|khi|người|cơ quan|cá nhân|công dân|việc|trong|sau khi|chậm nhất|"
    r"bản chụp các giấy tờ|giấy tờ (?:do|bằng|nộp)|các giấy tờ|cán bộ|công chức|số lượng)\b",
    re.IGNORECASE,
)
_DUTY = re.compile(r"\b(?:phải được|phải bảo đảm|có trách nhiệm|không phải|không được|có quyền|thì)\b", re.IGNORECASE)
_ENUMERATION = re.compile(r"^\(?(?:(?P<letter>[a-zđ])|(?P<digits>\d{1,2}(?:\.\d{1,2})?))[.)]\s*(?=\D)")
_ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
# "Trường hợp A thì phải có giấy B": the paper is B, and A is when it is needed.
_CONDITIONAL = re.compile(
    r"^(?P<when>(?:Trường hợp|Đối với|Nếu) [^.;:]{6,260}?),?(?: thì)? (?:phải|cần)(?: nộp)?(?: thêm)?"
    r" (?:có(?: thêm)?|nộp(?: thêm| lại)?|kèm(?: theo)?|gửi kèm) (?:theo )?(?P<paper>.{4,})$",
    re.DOTALL,
)
# The verb ran on, so that what follows it is not yet the paper.
_UNFINISHED = re.compile(r"(?:thêm|bổ sung|lại|đủ|đầy đủ|kèm)\b", re.IGNORECASE)
_FORM_NUMBER = re.compile(
    r"\b[Mm]ẫu\s+(?:số\s+|đơn\s+|tờ khai\s+)?(?P<number>(?:[A-ZĐ]{1,6}[-.]?)?\d{1,3}[A-Za-z]?(?:[-/.][A-ZĐ\d][\wĐđ]*)*)"
)
_END_OF_NAME = re.compile(
    r"\s*(?:[(;:,]|\btheo (?:mẫu|Mẫu)|\bban hành\b|\bMẫu số\b|\bmẫu số\b|\bđối với\b).*$", re.DOTALL
)
_LONGEST_FORM_NAME = 120


@dataclass(frozen=True)
class Row:
    """One row of a source's table of papers."""

    name: str
    originals: int | None = None
    copies: int | None = None
    forms: tuple[tuple[str, str], ...] = ()
    """File name and address of each blank."""


@dataclass
class _Group:
    documents: list[Document] = field(default_factory=list)


def read(groups: Iterable[tuple[object, Iterable[Row]]]) -> tuple[Case, ...]:
    """Return the cases of headed groups of rows: first what everybody needs, then what each situation needs."""
    cases: dict[str, _Group] = {"": _Group()}
    for title, rows in groups:
        heading = headings.read(title)
        group = cases.setdefault(heading.case, _Group())
        if heading.remark:
            group.documents.append(Document(name=heading.remark, role=DocumentRole.NOTE))
        group.documents += [found for row in _in_order(list(rows)) if (found := _document(row, heading.role))]
    return tuple(
        Case(name=name, tags=case_tags.read(name), documents=tuple(dict.fromkeys(group.documents)))
        for name, group in cases.items()
        if group.documents
    )


def _in_order(rows: list[Row]) -> list[Row]:
    """Return rows by their own a), b), c); the portal's API gives them in no order."""
    marks = [_ENUMERATION.match(without_bullet(row.name)) for row in rows]
    if not all(marks) or len({mark[0] for mark in marks if mark}) < len(rows):
        return rows
    keyed = sorted(zip(marks, rows, strict=True), key=lambda pair: _rank(pair[0]))
    return [row for _, row in keyed]


def _rank(mark: re.Match[str] | None) -> tuple[int, ...]:
    if mark is None:
        return ()
    if mark["letter"]:
        return (0, _ALPHABET.find(mark["letter"]))
    return (1, *map(int, mark["digits"].split(".")))


def _document(row: Row, role: DocumentRole) -> Document | None:
    name = without_bullet(_ENUMERATION.sub("", without_bullet(row.name))).rstrip(" ;,")
    if not stated(name):
        return None
    if name.endswith(":") and not (row.originals or row.copies or row.forms):
        # A heading in the place of a row; what stood under it cannot be told any more.
        return None
    if role is DocumentRole.NOTE or _is_note(name, row):
        return Document(name=capitalised(name), role=DocumentRole.NOTE)
    # The portal writes 0 and 0 where the publisher gave no number of copies.
    is_counted = bool(row.originals or row.copies)
    return Document(
        **_parted(name),
        role=role,
        originals=row.originals if is_counted else None,
        copies=row.copies if is_counted else None,
        form=_form(name, row.forms),
        note=_more_forms(row.forms),
    )


def _is_note(name: str, row: Row) -> bool:
    if _REMARK.match(name):
        return True
    if row.originals or row.copies or row.forms:
        return False
    return bool(_CLAUSE.match(name)) or bool(_DUTY.search(name))


def _parted(name: str) -> dict[str, str]:
    found = _CONDITIONAL.match(name)
    if found and not _UNFINISHED.match(found["paper"]):
        return {"name": capitalised(found["paper"].strip()), "when": found["when"].strip()}
    return {"name": capitalised(name)}


def _form(name: str, forms: tuple[tuple[str, str], ...]) -> Form | None:
    if not forms:
        return None
    file_name, address = forms[0]
    number = _FORM_NUMBER.search(name)
    short = _END_OF_NAME.sub("", line(name)).strip()
    if not 4 <= len(short) <= _LONGEST_FORM_NAME:
        short = PurePosixPath(file_name).stem
    return Form(name=capitalised(short) or file_name, number=number["number"] if number else "", url=address)


def _more_forms(forms: tuple[tuple[str, str], ...]) -> str:
    names = [file_name for file_name, _ in forms[1:]]
    return f"Mẫu kèm theo khác: {', '.join(names)}" if names else ""
