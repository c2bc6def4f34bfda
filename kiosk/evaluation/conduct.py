"""What citizens get for the questions of a set: every question put to the whole dialogue, by form."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from knowledge.library import Library
from knowledge.noise import Form, typed
from knowledge.procedures import Language
from knowledge.questions import Question
from nlu.dialogue import ConversationState, Turn
from nlu.local_dialogue import LocalDialogue
from nlu.replies import Outcome

_FRESH = ConversationState(language=Language.VIETNAMESE)
_ANSWERS = (Outcome.ANSWERED, Outcome.ANSWERED_IN_PART)


@dataclass(frozen=True)
class Conducted:
    """One question, how its turn ended, and whether that led to a right procedure."""

    question: Question
    outcome: Outcome
    code: str | None
    """The procedure that was answered about; None when nothing was answered outright."""
    score: float
    is_right: bool
    """It was answered outright, about a right procedure, or about one that fits where several do."""
    is_offered: bool
    """A right procedure is one tap away: a choice of the question back, or among the near ones."""

    @property
    def is_wrong(self) -> bool:
        """Tell whether something was answered that is not right."""
        return self.code is not None and not self.is_right


@dataclass(frozen=True)
class Conduct:
    """The figures of a question set in one form; shares are between 0 and 1."""

    conducted: tuple[Conducted, ...]

    @property
    def outcomes(self) -> Counter[Outcome]:
        """Return how many turns ended in each outcome."""
        return Counter(one.outcome for one in self.conducted)

    @property
    def answered(self) -> tuple[Conducted, ...]:
        """Return the questions that were answered outright."""
        return tuple(one for one in self.conducted if one.code is not None)

    @property
    def wrong(self) -> tuple[Conducted, ...]:
        """Return the wrong outright answers, the surest first."""
        return tuple(sorted((one for one in self.answered if one.is_wrong), key=lambda one: -one.score))

    @property
    def coverage(self) -> float:
        """Return the share of answerable questions that were answered outright."""
        return _share(one.code is not None for one in self._answerable)

    @property
    def wrong_answer_rate(self) -> float:
        """Return the share of outright answers that are wrong."""
        return _share(one.is_wrong for one in self.answered)

    @property
    def reachable(self) -> float:
        """Return the share of answerable questions whose right procedure was answered, or is one tap away."""
        return _share(one.is_right or one.is_offered for one in self._answerable)

    @property
    def right_outcomes(self) -> float | None:
        """Return the share of right outcomes where the set names one; None where it names none."""
        named = [one for one in self.conducted if one.question.outcome]
        return _share(one.outcome == one.question.outcome for one in named) if named else None

    def offered_right(self, outcome: Outcome) -> int:
        """Return how many turns of an outcome offer a right procedure."""
        return sum(one.is_offered for one in self.conducted if one.outcome is outcome)

    @property
    def _answerable(self) -> tuple[Conducted, ...]:
        return tuple(one for one in self.conducted if one.question.codes)


def conduct(
    library: Library, questions: Sequence[Question], *, progress: Callable[[int, int], None] | None = None
) -> dict[Form, Conduct]:
    """Ask every question in every form, each in a conversation of its own. Codes that share a name are one hit."""
    return asyncio.run(_conduct(library, questions, progress))


async def _conduct(
    library: Library, questions: Sequence[Question], progress: Callable[[int, int], None] | None
) -> dict[Form, Conduct]:
    dialogue = LocalDialogue(library)
    keys = {entry.code: entry.key for entry in library.current().searcher.catalogue.entries}
    conducted: dict[Form, list[Conducted]] = {form: [] for form in Form}
    for done, (form, question) in enumerate(((form, one) for form in Form for one in questions), start=1):
        turn = await dialogue.respond(f"{form}-{done}", typed(question.text, form), _FRESH)
        conducted[form].append(_judged(question, turn, keys))
        if progress:
            progress(done, len(Form) * len(questions))
    return {form: Conduct(tuple(found)) for form, found in conducted.items()}


def _judged(question: Question, turn: Turn, keys: dict[str, str]) -> Conducted:
    right = {keys.get(code, code) for code in (*question.codes, *question.among)}
    reply = turn.reply
    code = reply.procedure.code if reply.procedure and reply.outcome in _ANSWERS else None
    return Conducted(
        question=question,
        outcome=reply.outcome,
        code=code,
        score=reply.score,
        is_right=code is not None and keys.get(code, code) in right,
        is_offered=code is None and any(keys.get(choice, choice) in right for choice in turn.state.choices),
    )


def _share(facts: Iterable[bool]) -> float:
    held = list(facts)
    return sum(held) / len(held) if held else 0.0
