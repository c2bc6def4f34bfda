"""Whether every number of every answer stands in a field that the answer cites."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from knowledge.procedures import Facet, Language, Procedure
from nlu.answers.composing import Examined, examine
from nlu.answers.evidence import Evidence
from nlu.answers.parts import Request
from nlu.answers.settling import settled


@dataclass(frozen=True)
class Failure:
    """A number of an answer that stands in no field that the answer cites."""

    code: str
    facet: Facet
    language: Language
    number: str


@dataclass(frozen=True)
class Audit:
    """How many numbers the answers hold, how many of them are supported, and the others by place."""

    answers: int
    total: int
    supported: int
    failures: tuple[Failure, ...]

    @property
    def is_clean(self) -> bool:
        """Tell whether every number is supported."""
        return not self.failures


def audit(procedures: Iterable[Procedure], progress: Callable[[int], None] | None = None) -> Audit:
    """Compose every answer of the procedures, in every facet and language, and check its numbers.

    Where an answer is cut its long form is checked too, and the papers of every case that has a tag.
    """
    answers = total = 0
    failures: list[Failure] = []
    for done, procedure in enumerate(procedures, start=1):
        for request, facet, examined in _examined(procedure):
            answers += 1
            total += examined.numbers
            failures += [Failure(procedure.code, facet, request.language, number) for number in examined.unsupported]
        if progress:
            progress(done)
    return Audit(answers, total, total - len(failures), tuple(failures))


def _examined(procedure: Procedure) -> Iterator[tuple[Request, Facet, Examined]]:
    evidence = Evidence(procedure)
    if procedure.worded_on:
        # Our words may lag behind newer official fields; what these do not bear out is not answered.
        procedure = settled(procedure, evidence)
    situations = {frozenset(case.tags) for case in procedure.cases if case.tags}
    for language in Language:
        short = Request(procedure, language=language)
        for facet in Facet:
            examined = examine(facet, short, evidence)
            yield short, facet, examined
            if examined.is_cut:
                full = replace(short, is_full=True)
                yield full, facet, examine(facet, full, evidence)
        for tags in situations:
            named = replace(short, cases=tags)
            yield named, Facet.DOCUMENTS, examine(Facet.DOCUMENTS, named, evidence)
