"""Files in the formats of the sources, with procedures of our own invention."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from knowledge.procedures import Procedure
from knowledge.sources import portal_api


def portal_record(code: str = "1.900001", **fields: object) -> dict[str, object]:
    """A record as the portal's API gives it; fields take the place of the given ones."""
    return {
        "id": "0190-abcd",
        "code": code,
        "codeNotation": code,
        "name": "Đăng ký nuôi ong",
        "executionSteps": [{"name": "", "description": "Bước 1: Nộp hồ sơ.\nBước 2: Nhận kết quả."}],
        "executionMethods": [method()],
        "executionCases": [{"name": "", "profileComponents": [paper("Đơn đăng ký nuôi ong")]}],
        "type": "STANDARD",
        "isInternal": False,
        "isWard": True,
        "isProvince": False,
        "isMinistry": False,
        "isOtherAgency": False,
        "categoriesDetails": [{"name": "Chăn nuôi", "code": "G10-NN01"}],
        "departmentsExecuting": [{"name": "Ủy ban nhân dân cấp xã", "code": "UB"}],
        "departmentPromulgateCode": "G10",
        "departmentPromulgateName": "Bộ Ong mật",
        "subjectTypesDetails": [{"name": "Công dân Việt Nam", "code": "ĐT1"}],
        "legalBasisesDetails": [{"name": "Luật Ong mật", "code": "Luật số 12/2030/QH15"}],
        "resultsDetails": [{"name": "Giấy chứng nhận nuôi ong", "code": "KQ.1"}],
        "procedureProposal": {"proposalNumber": "77/QĐ-BOM", "decisionDate": 1768496400000},
        "requirementsAndConditions": "Có vườn.",
        "description": "Có vườn.",
        "dossierReceivingAddresses": "",
        "executingAgencies": "",
        "serviceGroupsDetails": [],
        "keywords": "",
        "note": "",
        "cases": [],
        "updatedAt": 1776186000000,
        **fields,
    }


def method(
    kind: str = "DIRECT", *, time: object = 3, unit: str = "WORKING_DAY", fees: object = (), text: str = ""
) -> object:
    """A way to hand in, as the portal's API gives it."""
    return {
        "submissionMethod": kind,
        "processingTime": time,
        "processingTimeUnit": unit,
        "description": text,
        "fees": list(fees),  # type: ignore[call-overload]
    }


def fee(value: object = 0, text: str = "", **more: object) -> object:
    """A fee, as the portal's API gives it."""
    return {"type": "SERVICE_FEE", "value": value, "currencyId": "", "description": text, **more}


def paper(name: str, originals: int = 1, copies: int = 0, *, forms: tuple[str, ...] = ()) -> object:
    """A row of the table of papers, as the portal's API gives it."""
    attachments = [{"id": f"file-{number}", "fileName": form} for number, form in enumerate(forms, start=1)]
    return {"name": name, "originalQty": originals, "copyQty": copies, "required": False, "attachments": attachments}


def write_json(path: Path, value: object) -> Path:
    """Write a value as JSON."""
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def write_lines(path: Path, *records: object) -> Path:
    """Write an object per line; gzip where the name ends so."""
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


def read_portal(folder: Path, **fields: object) -> Procedure:
    """What the reader makes of one record of the portal."""
    [procedure] = portal_api.read(write_json(folder / "one.json", portal_record(**fields)))  # type: ignore[arg-type]
    assert isinstance(procedure, Procedure), procedure
    return procedure
