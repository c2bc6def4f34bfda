"""Local overrides: what holds in one province or centre, with source and dates; it wins over the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError, model_validator
from ruamel.yaml.comments import CommentedMap
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from knowledge import centres, drafts, yaml_files
from knowledge.drafts import Change
from knowledge.errors import OverrideNotFound, RecordRejected, SourceUnreadable
from knowledge.models import LocalOverride, OverrideScope, OverrideSubject
from knowledge.procedures import (
    Duration,
    Facet,
    Fee,
    Method,
    Model,
    NonEmpty,
    Procedure,
    SubmissionMethod,
    Text,
)

_VALUE_FIELDS = {
    OverrideSubject.FEE: "fees",
    OverrideSubject.TIME: "time",
    OverrideSubject.PLACE: "place",
    OverrideSubject.NOTE: "note",
}

# Our words on these facets may tell the value of the record, in figures or in letters; once it is replaced they
# would be wrong, and the answer is composed from the fields.
_TELL_FIGURES = frozenset({Facet.OVERVIEW, Facet.STEPS, Facet.RESULT, Facet.ONLINE})
_OUTDATED = {
    OverrideSubject.FEE: _TELL_FIGURES | {Facet.FEE},
    OverrideSubject.TIME: _TELL_FIGURES | {Facet.TIME},
    OverrideSubject.PLACE: frozenset({Facet.OVERVIEW, Facet.PLACE}),
    OverrideSubject.NOTE: frozenset[Facet](),
}


class Override(Model):
    """One local value of a procedure."""

    code: NonEmpty
    what: OverrideSubject
    method: SubmissionMethod | None = None
    """The way of handing in that it is for; None: every way that the record knows."""
    fees: tuple[Fee, ...] = ()
    time: Duration | None = None
    place: Text = ""
    note: Text = ""
    source: NonEmpty
    valid_from: date
    valid_to: date | None = None

    @model_validator(mode="after")
    def _holds_what_it_names(self) -> Override:
        for subject, field in _VALUE_FIELDS.items():
            if subject is self.what and not getattr(self, field):
                message = f"what is '{subject.value}', so '{field}' is needed"
                raise ValueError(message)
            if subject is not self.what and getattr(self, field):
                message = f"what is '{self.what.value}', so '{field}' does not belong here"
                raise ValueError(message)
        if self.what is OverrideSubject.PLACE and self.method is SubmissionMethod.ONLINE:
            message = "an online submission has no place"
            raise ValueError(message)
        if self.valid_to is not None and self.valid_to < self.valid_from:
            message = f"it ends on {self.valid_to} before it begins on {self.valid_from}"
            raise ValueError(message)
        return self

    def sentence(self) -> str:
        """Return the words that tell a citizen where the value comes from and how long it holds."""
        until = f" đến hết {self.valid_to:%d/%m/%Y}" if self.valid_to else ""
        return f"Quy định riêng của địa phương theo {self.source}, áp dụng từ {self.valid_from:%d/%m/%Y}{until}."


@dataclass(frozen=True)
class Place:
    """Where an override holds: a province by its code or a centre by its id."""

    scope: OverrideScope
    id: str


@dataclass(frozen=True)
class OverrideReport:
    """What importing a file of overrides did."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: tuple[RecordRejected, ...] = ()
    unknown: tuple[str, ...] = ()
    """Codes that no procedure of the draft has; their overrides are kept and wait."""


def import_file(session: Session, path: Path) -> OverrideReport:
    """Keep every sound override of a YAML file, tell the others with their line. Raise SourceUnreadable."""
    data = yaml_files.read(path)
    place = _place(session, path, data)
    counts = dict.fromkeys(Change, 0)
    rejected: list[RecordRejected] = []
    seen: dict[tuple[object, ...], int] = {}
    for line, item in yaml_files.items(path, data, "overrides"):
        where = f"{path}:{line}"
        try:
            override = Override.model_validate(item)
        except ValidationError as error:
            rejected.append(RecordRejected(where, yaml_files.faults(error), code=_code(item)))
            continue
        key = (override.code, override.what, override.method, override.valid_from)
        if key in seen:
            reason = f"says the same thing for the same day as line {seen[key]}."
            rejected.append(RecordRejected(where, reason, code=override.code))
            continue
        seen[key] = line
        counts[save(session, override, place=place)] += 1
    return OverrideReport(
        created=counts[Change.CREATED],
        updated=counts[Change.UPDATED],
        unchanged=counts[Change.UNCHANGED],
        rejected=tuple(rejected),
        unknown=tuple(sorted({str(code) for code, *_ in seen} - drafts.fingerprints(session).keys())),
    )


def save(session: Session, override: Override, *, place: Place) -> Change:
    """Keep an override of a place and tell what changed."""
    method = override.method.value if override.method else ""
    record = override.model_dump_json(exclude_defaults=True)
    row = session.scalar(
        select(LocalOverride).where(
            LocalOverride.scope == place.scope,
            LocalOverride.place_id == place.id,
            LocalOverride.code == override.code,
            LocalOverride.subject == override.what,
            LocalOverride.method == method,
            LocalOverride.valid_from == override.valid_from,
        )
    )
    if row is None:
        row = LocalOverride(scope=place.scope, place_id=place.id, code=override.code, subject=override.what)
        row.method, row.record = method, record
        row.valid_from, row.valid_to = override.valid_from, override.valid_to
        session.add(row)
        return Change.CREATED
    if row.record == record:
        return Change.UNCHANGED
    row.record, row.valid_to = record, override.valid_to
    return Change.UPDATED


def every(session: Session) -> list[tuple[int, Place, Override]]:
    """Return every override with its id and place, by code and first day."""
    rows = session.scalars(select(LocalOverride).order_by(LocalOverride.code, LocalOverride.valid_from))
    return [(row.id, Place(row.scope, row.place_id), Override.model_validate_json(row.record)) for row in rows]


def delete(session: Session, number: int) -> None:
    """Remove an override by its id. Raise OverrideNotFound."""
    row = session.get(LocalOverride, number)
    if row is None:
        raise OverrideNotFound(number)
    session.delete(row)


def in_force(session: Session, *, centre_id: str, today: date) -> Mapping[str, Sequence[Override]]:
    """Return by code the overrides that hold at a centre today; of two on the same thing the later in a list wins.

    A centre's wins over its province's, a later one over an earlier one. Raise CentreNotFound.
    """
    centre = centres.find(session, centre_id)
    rows = session.scalars(
        select(LocalOverride).where(
            LocalOverride.valid_from <= today,
            or_(LocalOverride.valid_to.is_(None), LocalOverride.valid_to >= today),
            or_(
                and_(
                    LocalOverride.scope == OverrideScope.PROVINCE,
                    LocalOverride.place_id == centre.province_code,
                ),
                and_(LocalOverride.scope == OverrideScope.CENTRE, LocalOverride.place_id == centre.id),
            ),
        )
    )
    latest: dict[tuple[str, OverrideSubject, str], LocalOverride] = {}
    # One for every way of handing in stands before one for a single way, so that the closer one wins.
    for row in sorted(rows, key=lambda row: (row.scope is OverrideScope.CENTRE, row.method != "", row.valid_from)):
        key = (row.code, row.subject, row.method)
        # The one that wins stands where its own turn is, behind all that it wins over.
        latest.pop(key, None)
        latest[key] = row
    found: dict[str, list[Override]] = {}
    for row in latest.values():
        found.setdefault(row.code, []).append(Override.model_validate_json(row.record))
    return found


def apply(procedure: Procedure, holding: Mapping[str, Sequence[Override]]) -> Procedure:
    """Return the procedure with those of the overrides in force that are its own; its notes name source and dates."""
    for override in holding.get(procedure.code, ()):
        procedure = _with(procedure, override)
    return procedure


def _with(procedure: Procedure, override: Override) -> Procedure:
    at_counter = override.method in (None, SubmissionMethod.COUNTER)
    if override.what is OverrideSubject.PLACE and at_counter:
        told = override.sentence().removesuffix(".")
        address = f"{override.place} ({told[0].lower()}{told[1:]})"
        changed = procedure.model_copy(update={"receiving_address": address})
    elif override.what is OverrideSubject.NOTE and override.method not in {one.method for one in procedure.methods}:
        # For every way, or for one that there is not: "Chưa nhận trực tuyến" offers nobody to file online.
        note = _joined(procedure.note, override.note, override.sentence())
        changed = procedure.model_copy(update={"note": note})
    else:
        changed = procedure.model_copy(update={"methods": tuple(_methods_with(procedure, override))})
    return _without_wording(changed, override.what)


def _without_wording(procedure: Procedure, what: OverrideSubject) -> Procedure:
    """Return the procedure without our own words on what was replaced."""
    gone = _OUTDATED[what]
    kept = {
        name: wording.model_copy(
            update={
                "facets": {facet: text for facet, text in wording.facets.items() if facet not in gone},
                "spoken": {facet: text for facet, text in wording.spoken.items() if facet not in gone},
            }
        )
        for name, wording in (("plain", procedure.plain), ("english", procedure.english))
    }
    return procedure.model_copy(update=kept)


def _methods_with(procedure: Procedure, override: Override) -> Iterator[Method]:
    methods = procedure.methods
    # A record without methods still has a counter; a way that only this place offers is added.
    wanted = override.method or (SubmissionMethod.COUNTER if not methods else None)
    if wanted is not None and wanted not in {method.method for method in methods}:
        methods = (*methods, Method(method=wanted))
    for method in methods:
        yield _method_with(method, override) if override.method in (None, method.method) else method


def _method_with(method: Method, override: Override) -> Method:
    sentence = override.sentence()
    match override.what:
        case OverrideSubject.FEE:
            fees = tuple(fee.model_copy(update={"note": _joined(fee.note, sentence)}) for fee in override.fees)
            return method.model_copy(update={"fees": fees})
        case OverrideSubject.TIME:
            assert override.time is not None
            text = _joined(override.time.text, sentence)
            return method.model_copy(update={"time": override.time.model_copy(update={"text": text})})
        case OverrideSubject.PLACE:
            return method.model_copy(update={"note": _joined(override.place, sentence)})
        case OverrideSubject.NOTE:
            return method.model_copy(update={"note": _joined(method.note, override.note, sentence)})


def _joined(*texts: str) -> str:
    ended = (text if text.endswith((".", "!", "?", ":", ";")) else f"{text}." for text in texts if text)
    return " ".join(ended)


def _code(item: CommentedMap) -> str | None:
    code = item.get("code")
    return str(code) if code is not None else None


def _place(session: Session, path: Path, data: CommentedMap) -> Place:
    unknown = sorted(str(key) for key in data.keys() - {"scope", "overrides"})
    if unknown:
        raise SourceUnreadable(str(path), f"has keys that nobody reads: {', '.join(unknown)}.")
    scope = data.get("scope")
    if not isinstance(scope, CommentedMap) or len(scope) != 1 or next(iter(scope)) not in tuple(OverrideScope):
        raise SourceUnreadable(
            str(path),
            "does not say where it holds.",
            mend="Begin with: scope: {province: H26} or {centre: id}",
        )
    kind, value = next(iter(scope.items()))
    if not isinstance(value, str) or not value.strip():
        raise SourceUnreadable(str(path), f"names no {kind} under 'scope'.")
    if OverrideScope(kind) is OverrideScope.CENTRE:
        centres.find(session, value.strip())
    return Place(OverrideScope(kind), value.strip())
