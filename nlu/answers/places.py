"""Where to hand in, and how."""

from __future__ import annotations

from knowledge.procedures import Agency, AgencyRole, Level, SubmissionMethod
from nlu.answers import words
from nlu.answers.parts import Part, Request
from nlu.answers.shortening import folded, item, sentence, shorten, statement

_LONGEST_ADDRESS = 300
_SERVICE_CENTRE = (
    "Trung tâm Phục vụ hành chính công",
    "the Public Administration Service Centre (Trung tâm Phục vụ hành chính công)",
)
_MOST_AGENCIES = 3
_ON_SCREEN = ("Nơi nộp cụ thể có trên màn hình.", "The screen shows where to apply.")


def compose(request: Request) -> Part:
    """Return the agency or address that takes the dossier, and the ways to hand it in."""
    where, fields = _where(request)
    how = _how(request)
    lines = [line for line in (where or _unknown(request), how) if line]
    notes, is_cut = _notes(request) if not where else ([], False)
    return Part(
        lines=(*lines, *notes),
        spoken=tuple(statement(line) or _ON_SCREEN[request.is_english] for line in lines),
        fields=(*fields, "methods") if how or notes else fields or ("agencies",),
        is_complete=bool(where),
        is_cut=is_cut,
    )


def brief(request: Request) -> Part | None:
    """Return the place in one line, where the record knows it."""
    where, fields = _where(request)
    return Part((where,), (where,), fields) if where and len(where) <= 220 else None


def online_portal(request: Request) -> bool:
    """Tell whether the record itself sends people to the national public service portal."""
    procedure = request.procedure
    texts = [method.note for method in procedure.methods] + [step.text for step in procedure.steps]
    return any("cong dich vu cong" in folded(text) for text in texts)


def _where(request: Request) -> tuple[str, tuple[str, ...]]:
    """Return the sentence on the place and the fields that it rests on; empty where no field says."""
    procedure = request.procedure
    if procedure.receiving_address:
        address, _ = shorten(item(procedure.receiving_address), _LONGEST_ADDRESS)
        return _at(address, request), ("receiving_address",)
    agencies = _receiving(procedure.agencies)
    if agencies:
        return _at(words.either(agencies, request.language), request), ("agencies",)
    if any("trung tam phuc vu hanh chinh cong" in folded(step.text) for step in procedure.steps):
        return _at(_SERVICE_CENTRE[request.is_english], request), ("steps",)
    return "", ()


def _receiving(agencies: tuple[Agency, ...]) -> list[str]:
    for role in (AgencyRole.EXECUTING, AgencyRole.DECIDING, AgencyRole.AUTHORISED):
        names = list(dict.fromkeys(item(agency.name) for agency in agencies if agency.role is role))
        if names:
            return names[:_MOST_AGENCIES]
    return []


def _at(place: str, request: Request) -> str:
    return sentence(f"Apply at: {place}" if request.is_english else f"Bạn nộp tại: {place}")


def _how(request: Request) -> str:
    offered = {method.method for method in request.procedure.methods}
    kinds = [kind for kind in SubmissionMethod if kind in offered]
    if not kinds:
        return ""
    listed = words.either([words.method(kind, request.language) for kind in kinds], request.language)
    return f"You can apply {listed}." if request.is_english else f"Cách nộp: {listed}."


def _notes(request: Request) -> tuple[list[str], bool]:
    """Return what the counter method says of the place, where no other field does."""
    for method in request.procedure.methods:
        if method.method is SubmissionMethod.COUNTER and "nop" in folded(method.note):
            note, is_cut = shorten(item(method.note), _LONGEST_ADDRESS)
            return [sentence(f"The record says, in Vietnamese: {note}" if request.is_english else note)], is_cut
    return [], False


def _unknown(request: Request) -> str:
    levels = request.procedure.levels
    if request.is_english:
        return "This record does not name the office. Ask the counter where to apply."
    if Level.COMMUNE in levels:
        return "Hồ sơ này chưa ghi địa chỉ nhận. Việc này do cấp xã làm, bạn hỏi quầy của xã, phường."
    return "Hồ sơ này chưa ghi nơi nhận. Bạn hỏi quầy để được chỉ đúng nơi."
