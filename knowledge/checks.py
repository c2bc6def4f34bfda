"""The check of an edition: what must hold before citizens are answered from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge import evaluation
from knowledge.errors import EditionCorrupt
from knowledge.library import PublishedEdition
from knowledge.procedures import Model, Procedure
from knowledge.questions import Question
from knowledge.records import Records
from knowledge.settings import KnowledgeSettings
from knowledge.vietnamese.text import fold

NumberCheck = Callable[[Procedure], Iterable[str]]
"""Tells which answers of a procedure hold a number that stands in no field of its record."""

Progress = Callable[[int, int], None]


class Severity(StrEnum):
    """What a fault does to the check."""

    ERROR = "error"  # the edition fails
    WARNING = "warning"  # told, no more


class Fault(Model):
    """Something that is wrong with an edition."""

    severity: Severity
    code: str = ""  # of the procedure; empty when it concerns the whole edition
    message: str


class Figures(Model):
    """How an edition answers the question set."""

    questions: int
    recall_at_1: float
    wrong_answer_rate: float
    coverage: float


class CheckReport(Model):
    """The outcome of a check, kept with the edition."""

    faults: tuple[Fault, ...] = ()
    figures: Figures | None = None
    published_figures: Figures | None = None
    published_number: int | None = None

    @property
    def has_passed(self) -> bool:
        """Tell whether nothing stands against publishing."""
        return not self.errors

    @property
    def errors(self) -> tuple[Fault, ...]:
        """Return the faults that make the edition fail."""
        return tuple(fault for fault in self.faults if fault.severity is Severity.ERROR)


def _no_numbers(_procedure: Procedure) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Standard:
    """What an edition is measured against."""

    questions: Sequence[Question]
    settings: KnowledgeSettings
    today: date
    number_check: NumberCheck = _no_numbers


def run(
    edition: PublishedEdition,
    *,
    published: PublishedEdition | None,
    standard: Standard,
    progress: Progress | None = None,
) -> CheckReport:
    """Check the records of an edition and its figures against the published one's."""
    faults = [*_records(edition.records, standard, progress or _unseen)]
    if published is not None:
        faults += _removals(edition, published, standard.settings.removal_margin)

    # A procedure that was taken out on purpose must not count as one that is no longer found;
    # what was taken out is told by itself. Questions that nothing answers always count.
    asked = evaluation.within(edition.searcher, standard.questions)
    if not any(question.codes for question in asked):
        message = "No question of the question set is about a procedure of this edition."
        return CheckReport(faults=(*faults, Fault(severity=Severity.WARNING, message=message)))
    figures = _figures(edition, asked)
    if published is None:
        return CheckReport(faults=tuple(faults), figures=figures)
    known = _figures(published, asked)
    return CheckReport(
        faults=(*faults, *_comparison(figures, known, standard.settings)),
        figures=figures,
        published_figures=known,
        published_number=published.number,
    )


def _unseen(_done: int, _total: int) -> None:
    """Show nothing."""


def _error(message: str, code: str = "") -> Fault:
    return Fault(severity=Severity.ERROR, code=code, message=message)


def _warning(message: str, code: str = "") -> Fault:
    return Fault(severity=Severity.WARNING, code=code, message=message)


def _records(records: Records, standard: Standard, progress: Progress) -> Iterator[Fault]:
    codes = records.codes()
    known = frozenset(codes)
    fingerprints = records.fingerprints()
    claims: dict[str, list[str]] = defaultdict(list)
    for done, code in enumerate(codes, start=1):
        try:
            procedure = records.read(code)
        except EditionCorrupt as error:
            yield _error(str(error), code)
            continue
        if procedure.fingerprint() != fingerprints[code]:
            yield _error("The record is not the one that was imported.", code)
        for alias in procedure.aliases:
            claims[fold(alias)].append(code)
        yield from _record(procedure, known, standard.today)
        yield from (_error(fault, code) for fault in standard.number_check(procedure))
        progress(done, len(codes))
    yield from _duplicates(codes)
    yield from _claimed_twice(claims)


def _record(procedure: Procedure, known: frozenset[str], today: date) -> Iterator[Fault]:
    code = procedure.code
    if missing := [related for related in procedure.related if related not in known]:
        yield _warning(f"Names related procedures that the edition lacks: {', '.join(missing)}.", code)
    if procedure.valid_to is not None and procedure.valid_to < today:
        yield _warning(f"Was valid until {procedure.valid_to:%d/%m/%Y} and would still be answered from.", code)
    if not (procedure.steps or procedure.cases or procedure.methods):
        yield _warning("Says neither steps nor documents nor ways to hand in.", code)


def _duplicates(codes: Sequence[str]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for code in codes:
        first = seen.setdefault("".join(code.split()).casefold(), code)
        if first != code:
            yield _error(f"Has the same code as {first!r} but for spaces or capitals.", code)


def _claimed_twice(claims: dict[str, list[str]]) -> Iterator[Fault]:
    for alias, codes in sorted(claims.items()):
        if len(others := sorted(set(codes))) > 1:
            yield _error(
                f"The alias {alias!r} is claimed by {', '.join(others)}. "
                "Keep it in one of them, or move it to shared_aliases in each.",
                others[0],
            )


def _removals(edition: PublishedEdition, published: PublishedEdition, margin: float) -> Iterator[Fault]:
    before = published.codes()
    gone = sorted(set(before) - set(edition.codes()))
    if not gone:
        return
    some = ", ".join(gone[:5]) + (" …" if len(gone) > 5 else "")
    message = f"Lacks {len(gone)} of the {len(before)} published procedures: {some}."
    yield _error(message) if len(gone) > margin * len(before) else _warning(message)


def _figures(edition: PublishedEdition, questions: Sequence[Question]) -> Figures:
    result = evaluation.evaluate(edition.searcher, questions)
    return Figures(
        questions=len(questions),
        recall_at_1=result.recall_at_1,
        wrong_answer_rate=result.wrong_answer_rate,
        coverage=result.coverage,
    )


def _comparison(figures: Figures, known: Figures, settings: KnowledgeSettings) -> Iterator[Fault]:
    fall = known.recall_at_1 - figures.recall_at_1
    if fall > settings.recall_margin:
        yield _error(
            f"Recall at 1 falls from {known.recall_at_1:.3f} to {figures.recall_at_1:.3f}; "
            f"{settings.recall_margin:.3f} is allowed."
        )
    rise = figures.wrong_answer_rate - known.wrong_answer_rate
    if rise > settings.wrong_answer_margin:
        yield _error(
            f"The wrong-answer rate rises from {known.wrong_answer_rate:.3f} "
            f"to {figures.wrong_answer_rate:.3f}; {settings.wrong_answer_margin:.3f} is allowed."
        )
