"""The steps of a procedure. Most sources hold all in one text: "Bước 1 … Bước n", or lines that begin with a dash."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.procedures import Step
from knowledge.sources.fields.text import capitalised, line, paragraphs, without_bullet

_NUMBER = r"(?:\d{1,2}(?:\.\d{1,2})?|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_ENUMERATION = r"(?:[-–+*•]\s*)?(?:\(?(?:[a-zđ]|\d{1,2}(?:\.\d{1,2})*)?[.)]\s*)?"
# At the start of a line with or without a colon; within a line only after a full stop and with one.
_STEP = re.compile(
    rf"^\s*{_ENUMERATION}(?:Bước|BƯỚC)\s+{_NUMBER}\b\s*[:.)\-–]*\s*"
    rf"|(?<=[.;])\s+{_ENUMERATION}Bước\s+{_NUMBER}\s*[:.]\s*",
    re.MULTILINE,
)
_DASH = re.compile(r"^\s*[-–•](?=\s*\w)", re.MULTILINE)
_PLUS = re.compile(r"^\s*\+(?=\s*\w)", re.MULTILINE)
_REMARKS = re.compile(r"\W{0,6}(?:lưu ý|ghi chú|chú ý)\b", re.IGNORECASE)
_PLAIN_HEADING = re.compile(
    r"(?:\W|\d|\b[a-zđ]\)){0,12}"
    r"(?:(?:các )?(?:bước|trình tự)(?: các bước)? thực hiện(?: thủ tục)?|mặc định|trình tự|bước \w+)?\W{0,12}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Steps:
    """The steps in order, and the remarks that stood behind them."""

    steps: tuple[Step, ...] = ()
    remarks: str = ""


def read(elements: Iterable[tuple[object, object]]) -> Steps:
    """Return the steps of named texts; a single text that holds them all is split."""
    steps: list[str] = []
    remarks: list[str] = []
    for name, description in elements:
        if _REMARKS.match(line(name)):
            remarks.append(f"{line(name).rstrip(' :')}: {paragraphs(description)}")
            continue
        body, behind = _parted(paragraphs(description))
        found = [part for part in _split(body) if part]
        heading = line(name)
        if heading and not _PLAIN_HEADING.fullmatch(heading):
            heading = _STEP.sub("", heading, count=1) or heading
            found[:1] = [_headed(heading, found[0] if found else "")]
        steps += found
        remarks += [behind] if behind else []
    return Steps(tuple(Step(text=_begun(text)) for text in steps if text), "\n".join(remarks))


def _begun(text: str) -> str:
    # "a) Nộp" stays as it is.
    return text if text[1:2] == ")" else capitalised(text)


def _headed(heading: str, text: str) -> str:
    heading = without_bullet(heading)
    return f"{heading.rstrip(' :.')}: {text}" if text else heading


def _parted(text: str) -> tuple[str, str]:
    """Return the steps and the remarks that follow under a heading of their own."""
    rows = text.split("\n")
    first = next((number for number, row in enumerate(rows) if number and _REMARKS.match(row)), len(rows))
    return "\n".join(rows[:first]), "\n".join(rows[first:])


def _split(text: str) -> Iterator[str]:
    if len(marks := list(_STEP.finditer(text))) >= 2:
        yield from _at(text, marks)
        return
    begins = _DASH if _DASH.search(text) else _PLUS
    current: list[str] = []
    for row in text.split("\n"):
        if begins.match(row) and current:
            yield "\n".join(current)
            current = []
        if _PLAIN_HEADING.fullmatch(row):
            continue
        current.append(row if current else without_bullet(_STEP.sub("", row, count=1)))
    yield "\n".join(current)


def _at(text: str, marks: list[re.Match[str]]) -> Iterator[str]:
    before = text[: marks[0].start()].strip()
    if not _PLAIN_HEADING.fullmatch(before):
        yield without_bullet(before)
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=True):
        yield without_bullet(text[mark.end() : end].strip())
