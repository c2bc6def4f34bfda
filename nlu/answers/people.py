"""Who may apply."""

from __future__ import annotations

from nlu.answers.parts import Part, Request, missing
from nlu.answers.shortening import MOST_ITEMS, item, lines, sentence, shorten, small, statement

_LONGEST_TEXT = 300
_ON_SCREEN = ("Phần này có trên màn hình.", "The screen shows this.")
_SUBJECTS = {
    "Công dân Việt Nam": "Vietnamese citizens",
    "Doanh nghiệp": "companies",
    "Người nước ngoài": "foreigners",
    "Người Việt Nam định cư ở nước ngoài": "Vietnamese who live abroad",
    "Hợp tác xã": "cooperatives",
    "Cán bộ, công chức, viên chức": "public officials and employees",
    "Tổ chức (không bao gồm doanh nghiệp, HTX)": "organisations other than companies and cooperatives",
}


def compose(request: Request) -> Part:
    """Return for whom the procedure is, and for whom it is not."""
    procedure = request.procedure
    if not procedure.who_for and not procedure.subjects:
        return missing(_missing(request), "subjects")
    written: list[str] = []
    fields: list[str] = []
    if procedure.who_for:
        written += [_quoted("For", text, request) for text in _shortened(procedure.who_for)]
        fields.append("who_for")
    else:
        written.append(_subjects(request))
        fields.append("subjects")
    if procedure.not_for:
        written += [_quoted("Not for", text, request) for text in _shortened(procedure.not_for)]
        fields.append("not_for")
    spoken = [said for said in (statement(text, 160) for text in written) if said]
    return Part(tuple(written), tuple(spoken) or (_ON_SCREEN[request.is_english],), tuple(fields))


def _shortened(text: str) -> list[str]:
    return [sentence(shorten(line, _LONGEST_TEXT)[0]) for line in lines(text)[:MOST_ITEMS]]


def _quoted(label: str, text: str, request: Request) -> str:
    return f"{label} (in Vietnamese): {text}" if request.is_english else text


def _subjects(request: Request) -> str:
    subjects = [item(subject) for subject in request.procedure.subjects]
    if request.is_english:
        return sentence(f"For {', '.join(_SUBJECTS.get(subject, subject) for subject in subjects)}")
    plain = ["tổ chức" if subject.startswith("Tổ chức (") else small(subject) for subject in subjects]
    return sentence(f"Người được làm: {', '.join(plain)}")


def _missing(request: Request) -> str:
    if request.is_english:
        return "This record does not say who may apply. Ask the counter."
    return "Hồ sơ này chưa ghi ai được làm. Bạn hỏi quầy cho chắc."
