"""A procedure as the portal prints it, in PDF or Word: labelled texts and tables, the same in both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from knowledge.errors import RecordRejected
from knowledge.procedures import AgencyRole, Decision, Method, Procedure, Source, SubmissionMethod
from knowledge.sources.fields import (
    agencies,
    codes,
    documents,
    durations,
    fees,
    garbling,
    legal,
    names,
    numbers,
    steps,
)
from knowledge.sources.fields.text import line, once, paragraphs, stated
from knowledge.vietnamese.text import fold


class Part(Enum):
    """A labelled part of a sheet."""

    CODE = auto()
    NAME = auto()
    DECISION = auto()
    LEVELS = auto()
    KIND = auto()
    FIELD = auto()
    SUBJECTS = auto()
    EXECUTING = auto()
    DECIDING = auto()
    AUTHORISED = auto()
    COORDINATING = auto()
    ADDRESS = auto()
    STEPS = auto()
    METHODS = auto()
    PAPERS = auto()
    LEGAL_BASIS = auto()
    REQUIREMENTS = auto()
    RESULTS = auto()
    KEYWORDS = auto()
    DESCRIPTION = auto()


_LABELS = {
    "ma thu tuc": Part.CODE, "ten thu tuc": Part.NAME, "so quyet dinh": Part.DECISION, "cap thuc hien": Part.LEVELS,
    "loai thu tuc": Part.KIND, "linh vuc": Part.FIELD, "doi tuong thuc hien": Part.SUBJECTS,
    "co quan thuc hien": Part.EXECUTING, "co quan co tham quyen": Part.DECIDING,
    "co quan duoc uy quyen": Part.AUTHORISED, "co quan phoi hop": Part.COORDINATING,
    "dia chi tiep nhan hs": Part.ADDRESS, "dia chi tiep nhan ho so": Part.ADDRESS,
    "trinh tu thuc hien": Part.STEPS, "cach thuc thuc hien": Part.METHODS, "thanh phan ho so": Part.PAPERS,
    "can cu phap ly": Part.LEGAL_BASIS, "yeu cau, dieu kien thuc hien": Part.REQUIREMENTS,
    "yeu cau/dieu kien": Part.REQUIREMENTS, "yeu cau, dieu kien": Part.REQUIREMENTS,
    "ket qua xu ly": Part.RESULTS, "ket qua thuc hien": Part.RESULTS, "tu khoa": Part.KEYWORDS,
    "mo ta": Part.DESCRIPTION,
}  # fmt: skip
_METHODS = {
    "truc tiep": SubmissionMethod.COUNTER, "truc tuyen": SubmissionMethod.ONLINE,
    "qua buu dien": SubmissionMethod.POST, "dich vu buu chinh": SubmissionMethod.POST,
    "buu chinh": SubmissionMethod.POST,
}  # fmt: skip
_AGENCIES = (
    (AgencyRole.EXECUTING, Part.EXECUTING), (AgencyRole.DECIDING, Part.DECIDING),
    (AgencyRole.AUTHORISED, Part.AUTHORISED), (AgencyRole.COORDINATING, Part.COORDINATING),
)  # fmt: skip
_FIRST_HEADERS = frozenset({"hinh thuc nop", "ten giay to", "ten van ban phap ly", "so ky hieu"})

# The Word export writes "Bản chính: 1 Bản sao: 0", the PDF "1 bản chính".
_BOTH = re.compile(r"bản chính\s*:\s*(\d{1,2})\s*bản sao\s*:\s*(\d{1,2})", re.IGNORECASE)
_ORIGINALS = re.compile(r"(\d{1,2}) bản chính", re.IGNORECASE)
_COPIES = re.compile(r"(\d{1,2}) bản sao", re.IGNORECASE)
_NAMED_FEE = re.compile(r"(?:^|\n|(?<=\)) )\s*(Phí|Lệ phí|Giá)\s*:", re.IGNORECASE)
_SUM = re.compile(r"([\d.,]+)\s*(đồng|vnđ|vnd|usd|đ)?\b\s*(.*)", re.IGNORECASE | re.DOTALL)
_BETWEEN_SUMS = re.compile(r"\s*[,\n]\s*(?=\d|miễn phí)", re.IGNORECASE)
_RESULT_CODE = re.compile(r"\s*\bMã: *[\w.\-]+", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """Rows under a label; each is its cells by their folded header."""

    part: Part
    heading: str
    rows: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """What a printed procedure holds."""

    texts: dict[Part, str] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)

    def add(self, part: Part, text: str) -> None:
        """Add lines to the text of a part."""
        self.texts[part] = f"{self.texts[part]}\n{text}" if self.texts.get(part) else text

    def rows(self, part: Part) -> Iterator[Mapping[str, str]]:
        """Yield the rows of every table of a part."""
        for table in self.tables:
            if table.part is part:
                yield from table.rows

    def is_procedure(self) -> bool:
        """Tell whether there is anything that only a printed procedure has."""
        return Part.CODE in self.texts or Part.NAME in self.texts


def part_of(label: str) -> Part | None:
    """Return the part that a label names."""
    return _LABELS.get(fold(line(label)).strip(" :"))


def headers(cells: list[str]) -> list[str] | None:
    """Return the folded headers of a table where a row holds them."""
    folded = [fold(line(cell)) for cell in cells]
    return folded if folded and folded[0] in _FIRST_HEADERS else None


def procedure(sheet: Sheet, place: str, *, source: str) -> Procedure:
    """Return the record that a sheet prints. Raise RecordRejected."""
    told = {part: paragraphs(text) for part, text in sheet.texts.items()}
    if not sheet.is_procedure():
        raise RecordRejected(place, "The sheet has neither 'Mã thủ tục' nor 'Tên thủ tục'.")
    code = codes.read(told.get(Part.CODE), place=place)
    decision = stated(told.get(Part.DECISION))
    publisher_code, publisher, is_nationwide = agencies.publisher_of_decision(decision)
    how = steps.read([("", told.get(Part.STEPS, ""))])
    return Procedure(
        code=code,
        name=names.read(told.get(Part.NAME), place=place, code=code),
        levels=agencies.levels(told.get(Part.LEVELS, "")),
        fields=once([stated(told.get(Part.FIELD))]),
        publisher_code=publisher_code,
        publisher=publisher,
        is_nationwide=is_nationwide,
        subjects=agencies.names(line(told.get(Part.SUBJECTS))),
        cases=documents.read(
            (table.heading, [_paper(row) for row in table.rows]) for table in sheet.tables if table.part is Part.PAPERS
        ),
        methods=tuple(_methods(sheet, "\n".join(step.text for step in how.steps))),
        steps=how.steps,
        agencies=agencies.read((role, agencies.split(told.get(part, ""))) for role, part in _AGENCIES),
        receiving_address=told.get(Part.ADDRESS, ""),
        results=_results(told.get(Part.RESULTS, "")),
        requirements=told.get(Part.REQUIREMENTS, ""),
        legal_basis=legal.several(
            legal.read(
                row.get("ma van ban") or row.get("so ky hieu"),
                row.get("ten van ban phap ly") or row.get("trich yeu"),
                issued=row.get("ngay ban hanh"),
            )
            for row in sheet.rows(Part.LEGAL_BASIS)
        ),
        decision=Decision(number=decision),
        source=Source(name=source),
        keywords=agencies.names(told.get(Part.KEYWORDS, "").replace(",", ";")),
        description=told.get(Part.DESCRIPTION, ""),
        note="\n".join(filter(None, (how.remarks, garbling.remark(*(step.text for step in how.steps))))),
    )


def _results(text: str) -> tuple[str, ...]:
    if not _RESULT_CODE.search(text):
        return agencies.names(text)
    return once([stated(name) for name in _RESULT_CODE.split(text)])


def _paper(row: Mapping[str, str]) -> documents.Row:
    blank = stated(row.get("mau don, to khai"))
    originals, copies = _quantities(line(row.get("so luong")))
    return documents.Row(
        name=line(row.get("ten giay to")),
        originals=originals,
        copies=copies,
        forms=((blank, ""),) if blank else (),
    )


def _quantities(text: str) -> tuple[int | None, int | None]:
    if both := _BOTH.search(text):
        return numbers.count(both[1]), numbers.count(both[2])
    originals, copies = _ORIGINALS.search(text), _COPIES.search(text)
    return numbers.count(originals[1]) if originals else None, numbers.count(copies[1]) if copies else None


def _methods(sheet: Sheet, step_text: str) -> Iterator[Method]:
    for row in sheet.rows(Part.METHODS):
        method = _METHODS.get(fold(line(row.get("hinh thuc nop"))))
        beside = paragraphs(row.get("mo ta"))
        if method:
            told = durations.written(line(row.get("thoi han giai quyet")))
            yield Method(
                method=method,
                time=told or durations.read(None, "", beside=beside, elsewhere=durations.Elsewhere(steps=step_text)),
                fees=fees.several([fees.read(given, beside=beside) for given in _fees(row.get("phi, le phi", ""))]),
                note=beside,
            )


def _fees(cell: str) -> list[fees.Line]:
    text = paragraphs(cell)
    if not (marks := list(_NAMED_FEE.finditer(text))):
        return [_fee("", piece) for piece in _BETWEEN_SUMS.split(text) if piece.strip()]
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [_fee(mark[1].lower(), text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]


def _fee(kind: str, text: str) -> fees.Line:
    words = line(text)
    # The portal prints every 0 as "Miễn phí", also where the provincial council decides: it tells nothing.
    if words.lower() == "miễn phí":
        return fees.Line(value=0, kind=kind)
    found = _SUM.fullmatch(words)
    if found and numbers.parse(found[1]) is not None:
        return fees.Line(value=found[1], note=found[3], kind=kind, currency=found[2] or "")
    return fees.Line(note=words, kind=kind)
