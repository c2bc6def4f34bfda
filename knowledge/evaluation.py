"""How well an edition answers a set of labelled questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.noise import Form, typed
from knowledge.questions import Question
from knowledge.search import Finding
from knowledge.searcher import Searcher

_LIMIT = 5


@dataclass(frozen=True)
class Judged:
    """One question, what was found for it, and at which place the right procedure stands."""

    question: Question
    finding: Finding
    place: int
    """1 for the first; 0 when it is not among the candidates, or when there is no right one."""

    @property
    def is_right(self) -> bool:
        """Tell whether the first candidate is a right one."""
        return self.place == 1


@dataclass(frozen=True)
class Point:
    """One point of the risk-coverage curve."""

    threshold: float
    coverage: float
    """Share of all questions that are answered at this threshold."""
    risk: float
    """Share of the answers that are wrong."""


@dataclass(frozen=True)
class Evaluation:
    """The figures of a question set."""

    judged: tuple[Judged, ...]
    threshold: float
    """The score from which on the edition answers."""

    @property
    def answerable(self) -> tuple[Judged, ...]:
        """Return the questions that have a right procedure."""
        return tuple(j for j in self.judged if j.question.codes)

    def recall_at(self, depth: int) -> float:
        """Return the share of answerable questions whose right procedure is among the first `depth`."""
        return _share(sum(0 < j.place <= depth for j in self.answerable), len(self.answerable))

    @property
    def recall_at_1(self) -> float:
        """Return the share of answerable questions whose first candidate is right."""
        return self.recall_at(1)

    @property
    def mean_reciprocal_rank(self) -> float:
        """Return the mean of 1/place over answerable questions, 0 where the right one was not found."""
        return _share(sum(1 / j.place for j in self.answerable if j.place), len(self.answerable))

    @property
    def answered(self) -> tuple[Judged, ...]:
        """Return the questions that are answered outright: sure enough, and no question back."""
        return tuple(j for j in self.judged if j.finding.score >= self.threshold and not j.finding.shared)

    @property
    def coverage(self) -> float:
        """Return the share of answerable questions that are answered outright."""
        return _share(sum(bool(j.question.codes) for j in self.answered), len(self.answerable))

    @property
    def wrong_answer_rate(self) -> float:
        """Return the share of outright answers that are wrong."""
        return _share(sum(not j.is_right for j in self.answered), len(self.answered))

    @property
    def abstention_rate(self) -> float:
        """Return the share of all questions that are not answered outright."""
        return 1 - _share(len(self.answered), len(self.judged)) if self.judged else 0.0

    def curve(self) -> tuple[Point, ...]:
        """Return the risk at every coverage, the surest answers first."""
        ordered = sorted(self.judged, key=lambda j: -j.finding.score)
        points, wrong = [], 0
        for number, judged in enumerate(ordered, 1):
            wrong += not judged.is_right
            points.append(Point(judged.finding.score, number / len(ordered), wrong / number))
        return tuple(points)

    def worst(self, count: int) -> tuple[Judged, ...]:
        """Return the wrong first candidates that were held surest."""
        return tuple(sorted((j for j in self.judged if not j.is_right), key=lambda j: -j.finding.score)[:count])


def evaluate(
    searcher: Searcher,
    questions: Sequence[Question],
    *,
    form: Form = Form.AS_WRITTEN,
    province: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Evaluation:
    """Ask every question and judge what is found. Codes that share a name are one hit."""
    keys = {entry.code: entry.key for entry in searcher.catalogue.entries}
    judged = []
    for number, question in enumerate(questions, 1):
        finding = searcher.find(typed(question.text, form), province=province, limit=_LIMIT)
        judged.append(Judged(question, finding, _place(finding, question, keys)))
        if progress:
            progress(number, len(questions))
    return Evaluation(tuple(judged), searcher.calibration.thresholds.answer)


def within(searcher: Searcher, questions: Sequence[Question]) -> tuple[Question, ...]:
    """Return the questions that the edition can answer: one of their codes is in it, or they have none."""
    known = {entry.code for entry in searcher.catalogue.entries}
    return tuple(q for q in questions if not q.codes or known & set(q.codes))


def _place(finding: Finding, question: Question, keys: dict[str, str]) -> int:
    # To answer one of several that fit, where it should be asked which, is the wrong outcome but no wrong answer.
    right = {keys.get(code, code) for code in (*question.codes, *question.among)}
    for number, candidate in enumerate(finding.candidates, 1):
        if keys[candidate.code] in right:
            return number
    return 0


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0
