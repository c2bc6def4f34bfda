"""The facets that are one list of the source's sentences: steps, conditions, results, legal basis."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from knowledge.procedures import LegalBasis
from nlu.answers.parts import Part, Request, missing
from nlu.answers.shortening import MOST_ITEMS, MOST_SPOKEN_ITEMS, folded, item, lines, sentence, shorten, statement

_LONGEST_ITEM = 240
_A_SUM_ASKED = re.compile(
    r"\bbao nhieu(?! (?:lau|ngay|thang|nam|ban|giay|to)\b)|\bmay (?:tien|dong|tram|trieu)\b|\bhow much\b"
)
_VALIDITY_ASKED = re.compile(r"\b(?:gia tri|hieu luc|su dung|dung duoc|xai duoc|valid|expires?|validity)\b")
_SUM, _PERIOD = re.compile(r"\d ?(?:dong|vnd|usd)\b"), re.compile(r"\d+ (?:ngay|thang|nam)\b")


def steps(request: Request) -> Part:
    """Return the steps in order."""
    written = [line for step in request.procedure.steps for line in lines(step.text)]
    heading = ("Làm lần lượt:", "Steps, in the Vietnamese of the record:")[request.is_english]
    none = (
        "Hồ sơ này chưa ghi các bước. Bạn hỏi quầy để được hướng dẫn.",
        "This record does not list the steps. Ask the counter.",
    )[request.is_english]
    return _list(written, heading, none, "steps", request)


def conditions(request: Request) -> Part:
    """Return what must be fulfilled."""
    heading = ("Điều kiện:", "Conditions, in the Vietnamese of the record:")[request.is_english]
    none = (
        "Hồ sơ này chưa ghi điều kiện nào. Bạn hỏi quầy nếu chưa chắc mình có được làm không.",
        "This record states no conditions. Ask the counter if you are unsure.",
    )[request.is_english]
    return _list(lines(request.procedure.requirements), heading, none, "requirements", request)


def results(request: Request) -> Part:
    """Return what the citizen receives in the end."""
    heading = ("Bạn sẽ nhận:", "You receive, by its Vietnamese name:")[request.is_english]
    none = (
        "Hồ sơ này chưa ghi kết quả nhận được. Bạn hỏi quầy.",
        "This record does not say what you receive. Ask the counter.",
    )[request.is_english]
    part = _list([item(result) for result in request.procedure.results], heading, none, "results", request)
    unsaid = _unsaid(request) if part.is_complete else ""
    if not unsaid:
        return part
    return replace(part, lines=(unsaid, *part.lines), spoken=(unsaid, *part.spoken), is_complete=False)


def _unsaid(request: Request) -> str:
    """Return that the record lacks the sum or the validity that was asked for; nothing when it was not asked."""
    asked, told = folded(request.asked), folded(" ".join(request.procedure.results))
    if _A_SUM_ASKED.search(asked) and not _SUM.search(told):
        return (
            "Hồ sơ này chưa ghi số tiền được nhận. Bạn hỏi quầy để biết mức hiện nay.",
            "This record does not state the sum. Ask the counter.",
        )[request.is_english]
    if _VALIDITY_ASKED.search(asked) and not _PERIOD.search(told):
        return (
            "Hồ sơ này chưa ghi giấy dùng được bao lâu. Bạn hỏi quầy.",
            "This record does not say how long it is valid. Ask the counter.",
        )[request.is_english]
    return ""


def legal_basis(request: Request) -> Part:
    """Return the documents that the procedure rests on; they are shown, not spoken."""
    heading = ("Thủ tục này dựa trên:", "This procedure rests on:")[request.is_english]
    none = (
        "Hồ sơ này chưa ghi căn cứ pháp lý.",
        "This record does not state its legal basis.",
    )[request.is_english]
    found = [text for text in (_legal_document(basis) for basis in request.procedure.legal_basis) if text]
    part = _list(found, heading, none, "legal_basis", request)
    spoken = ("Căn cứ pháp lý có trên màn hình.", "The legal basis is shown on the screen.")[request.is_english]
    return Part(part.lines, (spoken,), part.fields, is_cut=part.is_cut) if part.is_complete else part


def _legal_document(basis: LegalBasis) -> str:
    number, title = basis.number.strip(), item(basis.title)
    if not number or folded(number) in folded(title):
        return title or number
    return f"{number}: {title}" if title else number


def _list(texts: Sequence[str], heading: str, none: str, field: str, request: Request) -> Part:
    if not texts:
        return missing(none, field)
    shown = texts if request.is_full else texts[:MOST_ITEMS]
    limit = 10 * _LONGEST_ITEM if request.is_full else _LONGEST_ITEM
    short = [shorten(text, limit) for text in shown]
    if len(texts) == 1 and field != "legal_basis":
        written = [f"{heading} {sentence(short[0][0])}"]
    else:
        written = [heading, *(f"- {text}" for text, _ in short)]
    return Part(
        lines=tuple(written),
        spoken=_spoken(texts, heading, request),
        fields=(field,),
        is_cut=len(shown) < len(texts) or any(was_cut for _, was_cut in short),
    )


def _spoken(texts: Sequence[str], heading: str, request: Request) -> tuple[str, ...]:
    # In order, and without a gap: a step that is too long to hear ends what is said.
    said = [sentence(text) for text in takewhile(bool, (statement(text) for text in texts[:MOST_SPOKEN_ITEMS]))]
    if len(said) < len(texts):
        on_screen = ("Phần này có trên màn hình.", "Phần còn lại có trên màn hình.")
        on_screen_in_english = ("The screen shows this.", "The screen shows the rest.")
        said.append((on_screen, on_screen_in_english)[request.is_english][len(said) > 0])
    return (f"{heading} {said[0]}", *said[1:])
