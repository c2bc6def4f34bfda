"""Replies made of the responses of the Rasa domain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from knowledge.procedures import Language
from nlu.dialogue import Turn
from nlu.replies import Outcome, RankedProcedure, Reply, Suggestion
from nlu.spoken import speakable
from nlu.understanding.project import RasaProject

_TURNS = TypeAdapter(Turn)


class Speaker:
    """Says the responses of a project."""

    def __init__(self, project: RasaProject) -> None:
        self._project = project

    def say(
        self,
        response: str,
        language: Language,
        *,
        suggestions: Sequence[Suggestion] | None = None,
        lines: Sequence[str] = (),
        candidates: Sequence[RankedProcedure] = (),
        **values: str,
    ) -> Reply:
        """Return a response as a reply, its {names} filled in and `lines` numbered below it."""
        said = self._project.response(response, language)
        text = said.text.format(**values) if values else said.text
        numbered = [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
        ranked = tuple(candidates)
        return Reply(
            outcome=said.outcome,
            text="\n".join([text, *numbered]),
            spoken=_spoken(text, lines, language),
            language=language,
            candidates=ranked,
            score=ranked[0].score if ranked else 0.0,
            suggestions=said.suggestions if suggestions is None else tuple(suggestions),
        )


def _spoken(text: str, lines: Sequence[str], language: Language) -> str:
    if language is Language.ENGLISH:
        return " ".join([text, *(f"Number {number}: {line}." for number, line in enumerate(lines, start=1))])
    # Numbered for the ear too: who listens may answer "cái thứ hai".
    return speakable("\n".join([text, *(f"{number} là: {line}." for number, line in enumerate(lines, start=1))]))


def to_message(turn: Turn) -> dict[str, Any]:
    """Return a turn as the JSON that an action puts into its message."""
    data: dict[str, Any] = _TURNS.dump_python(turn, mode="json")
    return data


def from_message(data: object) -> Turn:
    """Return the turn that an action put into its message."""
    return _TURNS.validate_python(data)


def plain(text: str, outcome: Outcome, language: Language, suggestions: Sequence[Suggestion]) -> Reply:
    """Return a reply that is a text and its buttons."""
    spoken = _spoken(text, (), language)
    return Reply(outcome=outcome, text=text, spoken=spoken, language=language, suggestions=tuple(suggestions))
