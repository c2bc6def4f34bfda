"""The JSON of the national portal's API: one procedure, an answer `{"data": …}`, a list, or one object per line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from knowledge.errors import RecordRejected
from knowledge.procedures import (
    Agency,
    AgencyRole,
    Case,
    Decision,
    Fee,
    Level,
    Method,
    Procedure,
    Source,
    SubmissionMethod,
)
from knowledge.sources.fields import (
    agencies,
    codes,
    dates,
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
from knowledge.sources.fields.json_files import Json, items, mapping, texts
from knowledge.sources.fields.text import line, once, paragraphs, stated

NAME = "portal API JSON"

_SITE = "https://dichvucong.gov.vn"
_PAGE = f"{_SITE}/thu-tuc-hanh-chinh/"
_FORM = f"{_SITE}/api/v1/submitting/preview-attachment-by-citizen?fileId="
_SIGNS = (
    b'"codeNotation"',
    b'"executionMethods"',
    b'"executionCases"',
    b'"executionSteps"',
    b'"formalityType"',
    b'"detail"',
)
_LEVELS = {
    "isWard": Level.COMMUNE, "isProvince": Level.PROVINCE, "isMinistry": Level.MINISTRY, "isOtherAgency": Level.OTHER,
}  # fmt: skip
_METHODS = {
    "DIRECT": SubmissionMethod.COUNTER, "ONLINE": SubmissionMethod.ONLINE, "POSTAL": SubmissionMethod.POST,
}  # fmt: skip
_FEE_KINDS = {"FEE": "phí", "SERVICE_FEE": "lệ phí", "PRICE_LEVEL": "giá"}
# Each part of an agency in three writings: departments, groups of departments, and plain text where there is neither.
_AGENCIES = (
    (AgencyRole.EXECUTING, "departmentsExecuting", "unitGroupsExecuting", "executingAgencies"),
    (AgencyRole.DECIDING, "departmentsAuthority", "unitGroupsAuthority", "delegatedAgencies"),
    (AgencyRole.AUTHORISED, "departmentsAuthorized", "unitGroupsAuthorized", "authorizedAgencies"),
    (AgencyRole.COORDINATING, "departmentsCoordinating", "unitGroupsCoordinating", "coordinatingAgencies"),
)


def recognises(path: Path, head: bytes) -> bool:
    """Tell whether a file is JSON with the keys of the portal's API."""
    return json_files.looks_like(head) and b'"MATTHC"' not in head and any(sign in head for sign in _SIGNS)


def read(path: Path) -> Iterator[Procedure | RecordRejected]:
    """Yield the procedures of a file. Raise SourceUnreadable."""
    return records.each_once((place, partial(_made, item, place)) for place, item in json_files.records(path))


def _made(item: Json | RecordRejected, place: str) -> Procedure:
    if isinstance(item, RecordRejected):
        raise item
    # A harvested line keeps what the list said around what the detail says.
    return _procedure(mapping(item.get("detail")) or item, place)


def _procedure(item: Json, place: str) -> Procedure:
    code = codes.read(item.get("code"), place=place)
    how = steps.read((step.get("name"), step.get("description")) for step in items(item.get("executionSteps")))
    publisher_code = line(item.get("departmentPromulgateCode"))
    requirements = paragraphs(item.get("requirementsAndConditions"))
    description = paragraphs(item.get("description"))
    return Procedure(
        code=code,
        name=names.read(item.get("name"), place=place, code=code),
        levels=tuple(level for key, level in _LEVELS.items() if item.get(key) is True),
        fields=_stated(item.get("categoriesDetails")),
        publisher_code=publisher_code,
        publisher=stated(item.get("departmentPromulgateName")),
        is_nationwide=not agencies.is_provincial(publisher_code),
        is_internal=item.get("isInternal") is True or "INTERNAL" in line(item.get("type")),
        subjects=_stated(item.get("subjectTypesDetails")),
        cases=_cases(item),
        methods=_methods(item, "\n".join(step.text for step in how.steps)),
        steps=how.steps,
        agencies=_agencies(item),
        receiving_address=paragraphs(item.get("dossierReceivingAddresses")),
        results=_stated(item.get("resultsDetails")),
        requirements=requirements,
        legal_basis=legal.several(
            legal.read(b.get("code"), b.get("name")) for b in items(item.get("legalBasisesDetails"))
        ),
        decision=_decision(mapping(item.get("procedureProposal"))),
        checked_on=dates.from_milliseconds(item.get("updatedAt")),
        source=_source(item),
        life_events=_stated(item.get("serviceGroupsDetails")),
        # The portal repeats the requirements in the place of the description.
        description="" if description == requirements else description,
        keywords=agencies.names(stated(item.get("keywords")).replace(",", ";")),
        note="\n".join(filter(None, (paragraphs(item.get("note")), how.remarks, _garbled(how)))),
    )


def _stated(value: object) -> tuple[str, ...]:
    return once([stated(name) for name in texts(value, "name")])


def _garbled(how: steps.Steps) -> str:
    return garbling.remark(*(step.text for step in how.steps))


def _source(item: Json) -> Source:
    identifier = line(item.get("id"))
    return Source(
        name="Cổng Dịch vụ công quốc gia",
        url=_PAGE + identifier if identifier else "",
        updated_on=dates.from_milliseconds(item.get("updatedAt")),
    )


def _decision(proposal: Json) -> Decision:
    return Decision(
        number=stated(proposal.get("proposalNumber")), issued_on=dates.from_milliseconds(proposal.get("decisionDate"))
    )


def _agencies(item: Json) -> tuple[Agency, ...]:
    groups = []
    for role, departments, groups_of, plain in _AGENCIES:
        listed = [line(name) for name in texts(item.get(departments), "name") + texts(item.get(groups_of), "name")]
        groups.append((role, listed or agencies.split(paragraphs(item.get(plain)))))
    return agencies.read(groups)


def _cases(item: Json) -> tuple[Case, ...]:
    return documents.read(
        (case.get("name"), [_row(paper) for paper in items(case.get("profileComponents"))])
        for case in items(item.get("executionCases"))
    )


def _row(paper: Json) -> documents.Row:
    return documents.Row(
        name=line(paper.get("name")),
        originals=numbers.count(paper.get("originalQty")),
        copies=numbers.count(paper.get("copyQty")),
        forms=tuple(
            (line(blank.get("fileName")), _FORM + line(blank.get("id")))
            for blank in items(paper.get("attachments"))
            if line(blank.get("fileName")) and line(blank.get("id"))
        ),
    )


def _methods(item: Json, step_text: str) -> tuple[Method, ...]:
    days = [mapping(case.get("processingDay")) for case in items(item.get("cases"))]
    elsewhere = durations.Elsewhere(
        days=durations.of_cases([(day.get("qty"), day.get("type")) for day in days]), steps=step_text
    )
    return tuple(
        Method(
            method=_METHODS[kind],
            time=durations.read(
                way.get("processingTime"),
                way.get("processingTimeUnit"),
                beside=paragraphs(way.get("description")),
                elsewhere=elsewhere,
            ),
            fees=_fees(way),
            note=paragraphs(way.get("description")),
        )
        for way in items(item.get("executionMethods"))
        if (kind := line(way.get("submissionMethod"))) in _METHODS
    )


def _fees(way: Json) -> tuple[Fee, ...]:
    beside = paragraphs(way.get("description"))
    return fees.several([_fee(fee, beside) for fee in items(way.get("fees"))])


def _fee(fee: Json, beside: str) -> Fee:
    line_of_fees = fees.Line(
        value=fee.get("value"),
        note=fee.get("description"),
        kind=_FEE_KINDS.get(line(fee.get("type")), ""),
        currency=fee.get("currencyName") or mapping(fee.get("currency")).get("name"),
        attached=line(mapping(fee.get("attachment")).get("fileName")),
    )
    return fees.read(line_of_fees, beside=beside)
