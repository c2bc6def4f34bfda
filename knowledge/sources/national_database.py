"""The answer `LayThuTuc` of the national database of administrative procedures, as provincial systems receive it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from knowledge.errors import RecordRejected
from knowledge.procedures import (
    Agency,
    AgencyRole,
    Case,
    Fee,
    LegalBasis,
    Method,
    Procedure,
    Source,
    SubmissionMethod,
)
from knowledge.sources.fields import (
    agencies,
    codes,
    documents,
    durations,
    fees,
    garbling,
    json_files,
    legal,
    names,
    numbers,
    records,
    steps,
)
from knowledge.sources.fields.json_files import Json, items, texts
from knowledge.sources.fields.text import line, once, paragraphs, stated

NAME = "LayThuTuc JSON of the national database"

_METHODS = {"1": SubmissionMethod.COUNTER, "2": SubmissionMethod.ONLINE, "3": SubmissionMethod.POST}
_FEE_KINDS = {"1": "phí", "2": "lệ phí"}
_AGENCIES = (
    (AgencyRole.EXECUTING, "COQUANTHUCHIEN"),
    (AgencyRole.DECIDING, "COQUANCOTHAMQUYEN"),
    (AgencyRole.AUTHORISED, "COQUANDUOCUYQUYEN"),
    (AgencyRole.COORDINATING, "COQUANPHOIHOP"),
)


def recognises(path: Path, head: bytes) -> bool:
    """Tell whether a file is JSON with the keys of LayThuTuc."""
    return json_files.looks_like(head) and b'"MATTHC"' in head


def read(path: Path) -> Iterator[Procedure | RecordRejected]:
    """Yield the procedures of a file. Raise SourceUnreadable."""
    return records.each_once((place, partial(_procedure, item, place)) for place, item in json_files.records(path))


def _procedure(item: Json | RecordRejected, place: str) -> Procedure:
    if isinstance(item, RecordRejected):
        raise item
    code = codes.read(item.get("MATTHC"), place=place)
    publisher_code = line(item.get("MACOQUANCONGBO"))
    how = steps.read(
        (group.get("TRUONGHOP"), "\n".join(paragraphs(text) for text in texts(group.get("TRINHTU"), "TENTRINHTU")))
        for group in items(item.get("TRINHTUTHUCHIEN"))
    )
    return Procedure(
        code=code,
        name=names.read(item.get("TENTTHC"), place=place, code=code),
        levels=agencies.levels("; ".join(_texts(item.get("CAPTHUCHIEN"), "TENCAP"))),
        fields=_texts(item.get("LINHVUCTHUCHIEN"), "TENLINHVUC"),
        publisher_code=publisher_code,
        is_nationwide=not agencies.is_provincial(publisher_code),
        subjects=_texts(item.get("DOITUONGTHUCHIEN"), "TENDOITUONG"),
        cases=_cases(item),
        methods=tuple(_methods(item)),
        steps=how.steps,
        agencies=_agencies(item),
        receiving_address=paragraphs(item.get("DIACHITIEPNHAN")),
        results=_texts(item.get("KETQUATHUCHIEN"), "TENKETQUA"),
        requirements=paragraphs(item.get("YEUCAU")),
        legal_basis=legal.several(_legal_basis(basis) for basis in items(item.get("CANCUPHAPLY"))),
        source=Source(name="Cơ sở dữ liệu quốc gia về thủ tục hành chính"),
        description=paragraphs(item.get("MOTA")),
        keywords=agencies.names(stated(item.get("TUKHOA")).replace(",", ";")),
        note="\n".join(filter(None, (how.remarks, garbling.remark(*(step.text for step in how.steps))))),
    )


def _texts(value: object, key: str) -> tuple[str, ...]:
    return once([stated(text) for text in texts(value, key)])


def _legal_basis(basis: Json) -> LegalBasis | None:
    return legal.read(basis.get("SOVANBAN"), basis.get("TENVANBAN"), issued=basis.get("NGAYBANHANH"))


def _agencies(item: Json) -> tuple[Agency, ...]:
    return agencies.read((role, list(_texts(item.get(key), "TENDONVI"))) for role, key in _AGENCIES)


def _cases(item: Json) -> tuple[Case, ...]:
    return documents.read(
        (group.get("TRUONGHOP"), [_row(paper) for paper in items(group.get("GIAYTO"))])
        for group in items(item.get("THANHPHANHOSO"))
    )


def _row(paper: Json) -> documents.Row:
    blank, address = line(paper.get("TENMAUDON")), line(paper.get("URL"))
    return documents.Row(
        name=line(paper.get("TENGIAYTO")),
        originals=numbers.count(paper.get("SOBANCHINH")),
        copies=numbers.count(paper.get("SOBANSAO")),
        forms=((blank, address),) if blank else (),
    )


def _methods(item: Json) -> Iterator[Method]:
    for way in items(item.get("CACHTHUCTHUCHIEN")):
        method = _METHODS.get(line(way.get("KENH")))
        for told in items(way.get("THOIGIAN")) if method else []:
            beside = paragraphs(told.get("MOTA"))
            yield Method(
                method=method or SubmissionMethod.COUNTER,
                time=durations.read(told.get("THOIGIANGIAIQUYET"), told.get("DONVITINH"), beside=beside),
                fees=fees.several([_fee(fee, beside) for fee in items(told.get("PHILEPHI"))]),
                note=beside,
            )


def _fee(fee: Json, beside: str) -> Fee:
    line_of_fees = fees.Line(
        value=fee.get("SOTIEN"),
        note=fee.get("MOTA"),
        # The kind is followed by a stray quotation mark.
        kind=_FEE_KINDS.get(line(fee.get("MAPHILEPHI")).strip("' "), ""),
        currency=fee.get("DONVI"),
        attached=line(fee.get("TENTEP")),
    )
    return fees.read(line_of_fees, beside=beside)
