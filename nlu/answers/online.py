"""Whether it can be done online."""

from __future__ import annotations

from knowledge.procedures import SubmissionMethod
from nlu.answers import places, words
from nlu.answers.parts import Part, Request, missing


def compose(request: Request) -> Part:
    """Return whether the record has an online method, and the other ways where it has none."""
    offered = {method.method for method in request.procedure.methods}
    kinds = [kind for kind in SubmissionMethod if kind in offered]
    if not kinds:
        return missing(_missing(request), "methods")
    if SubmissionMethod.ONLINE in kinds:
        on_portal = places.online_portal(request)
        line = _yes(request, on_portal=on_portal)
        return Part((line,), (line,), ("methods", "steps") if on_portal else ("methods",))
    line = _no([words.method(kind, request.language) for kind in kinds], request)
    return Part((line,), (line,), ("methods",))


def _yes(request: Request, *, on_portal: bool) -> str:
    if request.is_english:
        portal = ", on the National Public Service Portal (Cổng Dịch vụ công quốc gia)" if on_portal else ""
        return f"Yes, you can apply online{portal}."
    return f"Có, bạn nộp qua mạng được{', trên Cổng Dịch vụ công quốc gia' if on_portal else ''}."


def _no(ways: list[str], request: Request) -> str:
    listed = words.either(ways, request.language)
    if request.is_english:
        return f"The record has no online way. You can apply {listed}."
    return f"Hồ sơ này không có cách nộp qua mạng. Bạn nộp {listed}."


def _missing(request: Request) -> str:
    if request.is_english:
        return "This record does not say how to apply. Ask the counter."
    return "Hồ sơ này chưa ghi cách nộp. Bạn hỏi quầy xem có nộp qua mạng được không."
