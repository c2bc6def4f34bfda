"""The figures of a question set, by form."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.evaluation import Evaluation, evaluate
from knowledge.noise import Form
from knowledge.questions import Question
from knowledge.searcher import Searcher


@dataclass(frozen=True)
class Figures:
    """What is told of one form of the questions; shares are between 0 and 1."""

    form: str
    questions: int
    recall_at_1: float
    recall_at_3: float
    recall_at_5: float
    mean_reciprocal_rank: float
    coverage: float
    wrong_answer_rate: float
    abstention_rate: float


@dataclass(frozen=True)
class Measured:
    """A question set asked in every form."""

    threshold: float
    figures: tuple[Figures, ...]
    evaluations: dict[Form, Evaluation]


def measure(
    searcher: Searcher, questions: Sequence[Question], *, progress: Callable[[int, int], None] | None = None
) -> Measured:
    """Ask every question in every form."""
    forms = tuple(Form)
    evaluations: dict[Form, Evaluation] = {}
    for number, form in enumerate(forms):
        before, total = number * len(questions), len(forms) * len(questions)
        step = (lambda done, _, b=before, t=total: progress(b + done, t)) if progress else None
        evaluations[form] = evaluate(searcher, questions, form=form, progress=step)
    figures = tuple(_figures(form, evaluation) for form, evaluation in evaluations.items())
    return Measured(searcher.calibration.thresholds.answer, figures, evaluations)


def _figures(form: Form, found: Evaluation) -> Figures:
    return Figures(
        form=form.value,
        questions=len(found.judged),
        recall_at_1=round(found.recall_at(1), 4),
        recall_at_3=round(found.recall_at(3), 4),
        recall_at_5=round(found.recall_at(5), 4),
        mean_reciprocal_rank=round(found.mean_reciprocal_rank, 4),
        coverage=round(found.coverage, 4),
        wrong_answer_rate=round(found.wrong_answer_rate, 4),
        abstention_rate=round(found.abstention_rate, 4),
    )


def to_json(measured: Measured) -> str:
    """Return the figures, the curves and the misses as one JSON object."""
    return json.dumps(
        {
            "threshold": measured.threshold,
            "figures": [dataclasses.asdict(figures) for figures in measured.figures],
            "curves": {
                form.value: [dataclasses.asdict(point) for point in found.curve()]
                for form, found in measured.evaluations.items()
            },
            "misses": [
                {
                    "question": judged.question.text,
                    "codes": judged.question.codes,
                    "found": [candidate.code for candidate in judged.finding.candidates],
                    "score": judged.finding.score,
                }
                for judged in measured.evaluations[Form.AS_WRITTEN].worst(50)
            ],
        },
        ensure_ascii=False,
    )
