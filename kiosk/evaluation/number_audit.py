"""The audit of numbers over many procedures, shared among the cores of the processor."""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console

from knowledge.procedures import Procedure
from nlu import answers
from nlu.answers import Failure

_AT_ONCE = 8
"""Procedures given to a process at a time: few enough that the bar moves, and that no core idles at the end."""


@dataclass(frozen=True)
class Audited:
    """What the audit of every answer found."""

    procedures: int
    answers: int
    numbers: int
    supported: int
    failures: tuple[Failure, ...]

    @property
    def supported_share(self) -> float:
        """Return the share of the numbers that stand in a field that their answer cites."""
        return self.supported / self.numbers if self.numbers else 1.0


def sample(procedures: Sequence[Procedure], count: int) -> Sequence[Procedure]:
    """Return that many procedures, evenly spread; all of them for 0 or where there are fewer."""
    if not 0 < count < len(procedures):
        return procedures
    return [procedures[place * len(procedures) // count] for place in range(count)]


def audit(procedures: Sequence[Procedure], progress: Callable[[int, int], None] | None = None) -> Audited:
    """Compose every answer in every facet and language, and check its numbers."""
    done = 0
    found: list[answers.Audit] = []
    # A fresh process each: a copy of this one could inherit a lock that another thread holds.
    with multiprocessing.get_context("spawn").Pool(_cores()) as pool:
        for size, audited in pool.imap(_audit, _parts(procedures)):
            done += size
            found.append(audited)
            if progress:
                progress(done, len(procedures))
    return Audited(
        procedures=done,
        answers=sum(part.answers for part in found),
        numbers=sum(part.total for part in found),
        supported=sum(part.supported for part in found),
        failures=tuple(failure for part in found for failure in part.failures),
    )


def to_json(audited: Audited) -> str:
    """Return the figures and the failures as one JSON object."""
    return json.dumps(dataclasses.asdict(audited) | {"supported_share": audited.supported_share}, ensure_ascii=False)


def show(audited: Audited) -> None:
    """Print the figures and the failures."""
    console = Console()
    console.print(f"procedures  {audited.procedures}\nanswers     {audited.answers}\nnumbers     {audited.numbers}")
    console.print(f"supported   {audited.supported} ({audited.supported_share:.4%})")
    for one in audited.failures:
        told = f"unsupported: {one.code} {one.facet.value} ({one.language.value}): {one.number}"
        console.print(told, markup=False, highlight=False)


def _parts(procedures: Sequence[Procedure]) -> Iterator[list[Procedure]]:
    return (list(procedures[start : start + _AT_ONCE]) for start in range(0, len(procedures), _AT_ONCE))


def _audit(part: list[Procedure]) -> tuple[int, answers.Audit]:
    return len(part), answers.audit(part)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
