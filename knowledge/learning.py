"""Learning a calibration from development sets: the ranker's weights, the probability, the thresholds.

What the figures of `knowledge.features` weigh is learned in `knowledge.weighing`. What a ranking tells beyond that is
learned in `knowledge.judging`, from questions that the weights had not seen (cross-fitting).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge import judging, weighing
from knowledge import openness as opened
from knowledge.calibration import Calibration
from knowledge.errors import QuestionsUnreadable
from knowledge.figure_weights import FigureWeights
from knowledge.judging import Judged, Judgement
from knowledge.noise import Form, typed
from knowledge.questions import Question
from knowledge.ranking import Ranking, signals
from knowledge.searcher import Searcher
from knowledge.weighing import Choice
from knowledge.word_weights import WordWeights

_FOLDS = 5
_WHOSE = {"other_authority": "others", "out_of_scope": "nobodys"}
"""Whose business a question is, by the outcome that its set names."""
_LEAST_QUESTIONS = 20


@dataclass(frozen=True)
class DevelopmentSet:
    """Questions with the search that they are asked of, and what they count for."""

    name: str
    searcher: Searcher
    questions: Sequence[Question]
    weight: float = 1.0
    teaches_ranking: bool = True
    sets_threshold: bool = True
    forms: tuple[Form, ...] = (Form.AS_WRITTEN,)


@dataclass(frozen=True)
class _Example:
    """One question as it was asked of one search."""

    searcher: Searcher
    ranking: Ranking
    right: npt.NDArray[np.bool_]
    question: Question
    whose: str
    fold: int
    source: DevelopmentSet


def learn(
    sets: Sequence[DevelopmentSet],
    *,
    ways: tuple[Sequence[str], Sequence[str]] = ((), ()),
    most_wrong: float = 0.04,
    progress: Callable[[int, int], None] | None = None,
) -> Calibration:
    """Return the calibration learned from sets; `most_wrong` is the share of wrong answers that is borne.

    `ways` are whole questions that settle which procedure is meant, and whole questions that leave it open.
    Raise QuestionsUnreadable when there are too few questions to learn from.
    """
    examples = _examples(sets, progress)
    _require_enough(examples)
    reading = sets[0].searcher.read
    openness = opened.learn(*([reading(way).folded for way in some] for some in ways))
    judged = [judged for fold in range(_FOLDS) for judged in _judge_unseen(examples, fold, openness)]
    judgement = judging.learn([one for one, _ in judged], most_wrong=most_wrong)
    return Calibration(
        weights=_weigh(examples),
        sureness=judgement.sureness,
        thresholds=judgement.thresholds,
        unclearness=judgement.unclearness,
        openness=openness,
        voices=judgement.voices,
        learned_from=_report(sets, judged, judgement),
    )


def _require_enough(examples: Sequence[_Example]) -> None:
    """Raise QuestionsUnreadable unless every fold can be judged by what the others teach."""
    taught = [example for example in examples if example.source.teaches_ranking and example.right.any()]
    if len(taught) < _LEAST_QUESTIONS or len({example.fold for example in taught}) < 2:
        raise QuestionsUnreadable(f"At least {_LEAST_QUESTIONS} questions with a right procedure are needed to learn.")
    if not any(example.source.sets_threshold for example in examples):
        raise QuestionsUnreadable("No set of the plan sets the threshold. Leave `threshold: false` out of one.")


def _examples(sets: Sequence[DevelopmentSet], progress: Callable[[int, int], None] | None) -> list[_Example]:
    total = sum(len(s.questions) * len(s.forms) for s in sets)
    examples: list[_Example] = []
    for development in sets:
        keys = {entry.code: entry.key for entry in development.searcher.catalogue.entries}
        for question in development.questions:
            # What only another level's procedure answers is not the commune's business.
            is_of_another_level = bool(question.codes) and keys.keys().isdisjoint(question.codes)
            whose = "others" if is_of_another_level else _WHOSE.get(question.outcome, "")
            # Where several fit, and it must be asked which, each of them is found rightly.
            wanted = {keys[code] for code in (*question.codes, *question.among) if code in keys}
            for form in development.forms:
                ranking = development.searcher.rank(typed(question.text, form))
                entries = development.searcher.catalogue.entries
                right = np.array([entries[int(e)].key in wanted for e in ranking.entries], bool)
                fold = _fold_of(question)
                examples.append(_Example(development.searcher, ranking, right, question, whose, fold, development))
                if progress:
                    progress(len(examples), total)
    return [example for example in examples if len(example.ranking.entries)]


def _fold_of(question: Question) -> int:
    """Return the fold of a question: the same in every run, and for all forms and editions that it is asked in."""
    return hashlib.sha256(question.text.encode()).digest()[0] % _FOLDS


def _weigh(examples: Sequence[_Example]) -> FigureWeights:
    taught = [e for e in examples if e.source.teaches_ranking and e.right.any()]
    return weighing.weigh([Choice(e.ranking.figures, e.right, e.source.weight) for e in taught])


def _judge_unseen(examples: Sequence[_Example], fold: int, openness: WordWeights) -> list[tuple[Judged, _Example]]:
    """Return one fold's questions, judged under weights learned from the others."""
    held = [example for example in examples if example.fold == fold]
    if not held:
        return []
    weights = _weigh([example for example in examples if example.fold != fold])
    return [(_judge(example, weights, openness), example) for example in held]


def _judge(example: _Example, weights: FigureWeights, openness: WordWeights) -> Judged:
    scores = weights.scores(example.ranking.figures)
    order, scores = example.searcher.one_of_each_name(example.ranking, scores)
    return Judged(
        signals=signals(example.ranking, scores, order, openness=openness.of(example.ranking.reading.folded)),
        vector=example.ranking.vector,
        folded=example.ranking.reading.folded,
        is_right=bool(example.right[order[0]]),
        is_unclear=bool(example.question.among),
        whose=example.whose,
        weight=example.source.weight,
        sets_threshold=example.source.sets_threshold,
        fold=example.fold,
    )


def _report(
    sets: Sequence[DevelopmentSet],
    judged: Sequence[tuple[Judged, _Example]],
    judgement: Judgement,
) -> dict[str, object]:
    """Return what each set showed under weights that had not seen its questions."""
    report: dict[str, object] = {}
    is_answered = (judgement.scores >= judgement.thresholds.answer) & ~judgement.is_asked_back
    for development in sets:
        places = [place for place, (_, example) in enumerate(judged) if example.source is development]
        answered = [place for place in places if is_answered[place]]
        report[development.name] = {
            "questions": len(places),
            "first_right": round(float(np.mean([judged[p][0].is_right for p in places])), 4) if places else 0.0,
            "answered": round(len(answered) / len(places), 4) if places else 0.0,
            "wrong_of_answered": round(float(np.mean([not judged[p][0].is_right for p in answered])), 4)
            if answered
            else 0.0,
        }
    return report
