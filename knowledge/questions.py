"""Labelled questions: a JSON object in a line, with `question`, `codes` and perhaps `outcome` and `among`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import QuestionsUnreadable
from knowledge.qualifiers import qualifiers, subject
from knowledge.vietnamese.text import clean, fold, words

# Of so many questions one is held out.
_PARTS = 3
# In every name and every question: sharing them says nothing.
_PLAIN = frozenset(words("thu tuc dang ky cap giay viec cua co va cho cac"))


@dataclass(frozen=True)
class Question:
    """A question and the codes of the procedures that answer it; none where it must not be answered."""

    text: str
    codes: tuple[str, ...] = ()
    outcome: str = ""
    """The outcome that is right, where the set names one."""
    kind: str = ""
    is_communal: bool = True
    among: tuple[str, ...] = ()
    """The codes that fit a question which must be asked back on."""

    @property
    def is_held_out(self) -> bool:
        """Tell whether the question belongs to the third that nothing may be tuned on, always the same one."""
        return hashlib.sha256(fold(self.text).encode()).digest()[0] % _PARTS == 0


def read(path: Path) -> tuple[Question, ...]:
    """Return the questions of a file, or of all files `*.jsonl` of a folder.

    Raise QuestionsUnreadable with the line that is wrong.
    """
    if path.is_dir():
        files = sorted(path.glob("*.jsonl"))
        if not files:
            raise QuestionsUnreadable(f"{path}: there is no file of questions (*.jsonl) in this folder.")
        return tuple(question for file in files for question in read(file))
    try:
        lines = path.read_text("utf-8").split("\n")
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
    return Question(
        text=clean(row["question"]),
        codes=_codes(row, "codes", place),
        among=_codes(row, "among", place),
        outcome=str(row.get("outcome") or ""),
        kind=str(row.get("kind") or ""),
        is_communal=bool(row.get("commune_level", True)),
    )


def _codes(row: dict[str, object], name: str, place: str) -> tuple[str, ...]:
    codes = row.get(name) or []
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise QuestionsUnreadable(f'{place}: "{name}" must be a list of texts, such as ["1.001193"].')
    return tuple(code.strip() for code in codes)


def stands_alone(question: Question, names: Sequence[str]) -> bool:
    """Tell whether a question could be answered by somebody who hears only it.

    It says what it is about: two of its syllables stand in the name of a right procedure. And where every right
    procedure is a special variant, it names what makes it special. "Lệ phí bao nhiêu?" labelled with one procedure,
    or "điều kiện đăng ký kết hôn" labelled with the foreign variant, is a follow-up torn from its conversation.
    """
    folded = fold(question.text)
    said = {word for piece in subject(folded) for word in words(piece)} | set(words(folded)) - _PLAIN
    keys = [" ".join(words(fold(name))) for name in names]
    return any(len(said & set(key.split()) - _PLAIN) >= 2 and not _unasked(key, folded) for key in keys)


def _unasked(name: str, question: str) -> bool:
    return any(q.in_name.search(name) and not q.in_question.search(question) for q in qualifiers())
