"""Labelled questions: a JSON object in a line, with `question`, `codes` and perhaps `outcome`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import QuestionsUnreadable
from knowledge.qualifiers import subject
from knowledge.vietnamese.text import clean, fold, words


@dataclass(frozen=True)
class Question:
    """A question and the codes of the procedures that answer it; none where it must not be answered."""

    text: str
    codes: tuple[str, ...] = ()
    outcome: str = ""
    """The outcome that is right, where the set names one."""
    kind: str = ""
    is_communal: bool = True


def read(path: Path) -> tuple[Question, ...]:
    """Return the questions of a file. Raise QuestionsUnreadable with the line that is wrong."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsUnreadable(f"{path}: cannot be read as UTF-8 text ({error}).") from error
    questions = tuple(_parse(path, number, line) for number, line in enumerate(lines, 1) if line.strip())
    if not questions:
        raise QuestionsUnreadable(f"{path}: there is no question in it. Write one JSON object in a line.")
    return questions


def _parse(path: Path, number: int, line: str) -> Question:
    place = f"{path}:{number}"
    try:
        row = json.loads(line)
    except ValueError as error:
        raise QuestionsUnreadable(f"{place}: this line is not JSON ({error}).") from error
    if not isinstance(row, dict) or not isinstance(row.get("question"), str) or not clean(row["question"]):
        raise QuestionsUnreadable(f'{place}: a line needs a "question" with some text.')
    codes = row.get("codes") or []
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise QuestionsUnreadable(f'{place}: "codes" must be a list of texts, such as ["1.001193"].')
    return Question(
        text=clean(row["question"]),
        codes=tuple(code.strip() for code in codes),
        outcome=str(row.get("outcome") or ""),
        kind=str(row.get("kind") or ""),
        is_communal=bool(row.get("commune_level", True)),
    )


def names_its_subject(question: Question, names: Iterator[str] | tuple[str, ...]) -> bool:
    """Tell whether a question says what it is about: two of its syllables stand in the name of a right procedure.

    "Lệ phí bao nhiêu?" labelled with one procedure is a follow-up torn from its conversation; nobody could answer it.
    """
    said = {word for piece in subject(fold(question.text)) for word in words(piece)}
    return any(len(said & set(words(fold(name))) - {"thu", "tuc"}) >= 2 for name in names)
