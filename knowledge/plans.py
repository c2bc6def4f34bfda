"""A plan of what to learn from: development sets, each with the records that its questions are asked of.

sets:
  - name: what citizens asked the portal
    questions: questions/dev.jsonl
    kind: portal_faq            # only rows of this kind
    communal: true              # only rows about the commune level
    records: [procedures/portal.jsonl.gz]   # left out: the published edition
    scope: {level: commune, publisher: ministry, citizens: true}
    weight: 2
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from knowledge import importing, questions, trials
from knowledge.calibration import Calibration
from knowledge.embedding import Embedder
from knowledge.errors import QuestionsUnreadable
from knowledge.evaluation import within
from knowledge.learning import DevelopmentSet
from knowledge.noise import Form
from knowledge.procedures import Level, Procedure
from knowledge.questions import Question
from knowledge.scope import Scope
from knowledge.searcher import Searcher
from knowledge.settings import STARTER
from knowledge.vectors import VectorCache

_FRAMES = ("{}", "lệ phí {}", "{} ở đâu", "{}", "{} bao lâu", "{} cần gì", "xin {}")
_SHORT = 4
_OF_EACH = 3
SHIPPED = STARTER / "questions.jsonl"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ScopePlan(_Model):
    """Which records of the files are taken; see `knowledge.scope.Scope`."""

    level: Level | None = None
    field: str = ""
    publisher: str = ""
    citizens: bool = False

    def scope(self) -> Scope:
        """Return the scope."""
        return Scope(self.level, self.field, self.publisher, self.citizens)


class SetPlan(_Model):
    """One development set."""

    name: str
    questions: Path | None = None
    """A file or folder of questions; left out: those that are shipped. `../` starts from the plan's folder."""
    names: bool = False
    """No file of questions: the short names and aliases of the shipped records, asked as they are or for a facet."""
    kind: str = ""
    communal: bool | None = None
    """Only rows about the commune level, or only the others; both when left out."""
    held_out: bool | None = None
    """Only the third that nothing is tuned on, or only the others; both when left out."""
    alone: bool = False
    """Only questions that somebody who hears nothing else could answer."""
    unanswerable: bool = False
    """Only questions whose procedures are *not* among the records: they teach when not to answer."""
    records: tuple[Path, ...] = ()
    """Left out: the published edition. `../` starts from the plan's folder."""
    shipped: bool = False
    """Asked of the shipped records alone, as on a fresh machine."""
    scope: ScopePlan = ScopePlan()
    weight: float = Field(default=1.0, gt=0)
    ranking: bool = True
    threshold: bool = True
    forms: tuple[Form, ...] = (Form.AS_WRITTEN,)


class Plan(_Model):
    """The sets to learn from."""

    sets: tuple[SetPlan, ...] = Field(min_length=1)


def read(path: Path) -> Plan:
    """Return the plan of a YAML file, or of a file of questions alone. Raise QuestionsUnreadable."""
    if path.suffix == ".jsonl":
        return Plan(sets=(SetPlan(name=path.stem, questions=path.absolute()),))
    try:
        plan = Plan.model_validate(YAML(typ="safe").load(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, YAMLError, ValidationError) as error:
        raise QuestionsUnreadable(f"{path}: this is not a plan to learn from. {error}") from error
    return Plan(sets=tuple(_from_its_folder(part, path.parent) for part in plan.sets))


def _from_its_folder(part: SetPlan, folder: Path) -> SetPlan:
    def found(path: Path) -> Path:
        return (folder / path).resolve() if path.parts[:1] == ("..",) else path

    records = tuple(found(path) for path in part.records)
    return part.model_copy(update={"questions": part.questions and found(part.questions), "records": records})


@dataclass(frozen=True)
class Workbench:
    """What plans need to be carried out."""

    data: Path
    """The folder that relative paths of a plan start from."""
    embedder: Embedder
    cache: VectorCache
    published: Searcher | None
    """The published edition; None where nothing is published."""


def gather(plan: Plan, bench: Workbench, stack: ExitStack) -> list[DevelopmentSet]:
    """Return the sets of a plan, their indexes kept until the stack is left. Raise QuestionsUnreadable."""
    searchers: dict[object, Searcher] = {}
    sets = []
    for part in plan.sets:
        key = (part.records, part.scope, part.shipped)
        if key not in searchers:
            searchers[key] = _searcher(part, bench, stack)
        chosen = choose(part, _asked(part, bench), searchers[key])
        sets.append(
            DevelopmentSet(
                name=part.name,
                searcher=searchers[key],
                questions=chosen,
                weight=part.weight,
                teaches_ranking=part.ranking and not part.unanswerable,
                sets_threshold=part.threshold,
                forms=part.forms,
            )
        )
    return sets


def _asked(part: SetPlan, bench: Workbench) -> tuple[Question, ...]:
    if part.names:
        return of_names(importing.procedures_of([STARTER]))
    return questions.read(bench.data / part.questions if part.questions else SHIPPED)


def of_names(procedures: Iterable[Procedure]) -> tuple[Question, ...]:
    """Return what people in a hurry say: the shortest names of each procedure, alone and with a facet in turn."""
    frames = itertools.cycle(_FRAMES)
    found = []
    for procedure in procedures:
        named = {name.lower(): name for name in (procedure.plain.name, *procedure.aliases) if name}
        short = sorted((name for name in named.values() if len(name.split()) <= _SHORT), key=len)
        found += [
            Question(text=next(frames).format(name), codes=(procedure.code,), kind="name") for name in short[:_OF_EACH]
        ]
    return tuple(found)


def choose(part: SetPlan, read_: Sequence[Question], searcher: Searcher) -> tuple[Question, ...]:
    """Return the questions of a file that a set is made of."""
    wanted = [q for q in read_ if not part.kind or q.kind == part.kind]
    wanted = [q for q in wanted if part.communal is None or q.is_communal == part.communal]
    wanted = [q for q in wanted if part.held_out is None or q.is_held_out == part.held_out]
    known = set(within(searcher, wanted))
    wanted = [q for q in wanted if (q in known) != part.unanswerable]
    if part.alone:
        names = {entry.code: entry.key for entry in searcher.catalogue.entries}
        wanted = [q for q in wanted if questions.stands_alone(q, [names[c] for c in q.codes if c in names])]
    return tuple(wanted)


def _searcher(part: SetPlan, bench: Workbench, stack: ExitStack) -> Searcher:
    if not part.records and not part.shipped:
        if bench.published is None:
            raise QuestionsUnreadable(f"The set {part.name!r} names no records, and no edition is published.")
        return bench.published
    paths = [bench.data / path for path in part.records] or [STARTER]
    procedures = importing.procedures_of(paths, scope=part.scope.scope())
    return stack.enter_context(
        trials.searching(procedures, embedder=bench.embedder, cache=bench.cache, calibration=Calibration.bundled())
    )
