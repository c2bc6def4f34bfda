"""`motcua evaluate`: how well questions are answered."""

from __future__ import annotations

from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.bars import bar
from kiosk.cli.storage import opened

if TYPE_CHECKING:
    from kiosk.cli.storage import Storage
    from knowledge.searcher import Searcher


class PartName(StrEnum):
    """A part of the search, as an option names it; the same as `knowledge.features.Part`."""

    ABBREVIATIONS = "abbreviations"
    TELEX = "telex"
    TONE_MARKS = "tone-marks"
    PHRASES = "phrases"
    PLACES = "places"
    ALIASES = "aliases"
    VECTORS = "vectors"
    WORDS = "words"
    COVERAGE = "coverage"
    VARIANTS = "variants"
    STANDING = "standing"
    SENTENCES = "sentences"


def evaluate(
    questions: Annotated[
        Path | None, typer.Argument(help="Labelled questions (JSON lines); left out: the shipped set.", exists=True)
    ] = None,
    *,
    records: Annotated[
        list[Path] | None, typer.Option(help="Files of procedures to ask, in the place of the published edition.")
    ] = None,
    level: Annotated[str, typer.Option(help="Of --records only this level: commune, province, ministry.")] = "",
    publisher: Annotated[str, typer.Option(help="Of --records only this publisher, such as 'ministry'.")] = "",
    citizens: Annotated[bool, typer.Option("--citizens", help="Of --records only what citizens ask for.")] = False,
    kind: Annotated[str, typer.Option(help="Only questions whose `kind` is this.")] = "",
    communal: Annotated[bool, typer.Option("--communal", help="Only questions about the commune level.")] = False,
    alone: Annotated[bool, typer.Option("--alone", help="Only questions that can be understood alone.")] = False,
    without: Annotated[list[PartName] | None, typer.Option(help="Switch a part of the search off.")] = None,
    model: Annotated[str, typer.Option(help="A sentence-transformers model in the place of the bundled one.")] = "",
    calibration: Annotated[Path | None, typer.Option(help="Another calibration file.", exists=True)] = None,
    picture: Annotated[Path | None, typer.Option(help="Draw the risk-coverage curve into this PNG or SVG.")] = None,
    worst: Annotated[int, typer.Option(min=0, help="How many of the worst misses are shown.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Ask labelled questions and tell how many are found, answered and wrong, in every form of typing."""
    from kiosk.evaluation import report, show
    from knowledge import plans
    from knowledge.features import Part
    from knowledge.questions import read

    part = plans.SetPlan(
        name="evaluation",
        questions=questions,
        kind=kind,
        communal=True if communal else None,
        alone=alone,
        records=tuple(records or ()),
        scope=plans.ScopePlan.model_validate({"level": level or None, "publisher": publisher, "citizens": citizens}),
    )
    with opened() as storage, ExitStack() as stack:
        searcher = _searcher(storage, part, stack, model=model, calibration=calibration)
        if without:
            searcher = searcher.without(*(Part(name.value) for name in without))
        chosen = plans.choose(part, read(questions or plans.SHIPPED), searcher)
        with bar("Asking") as told:
            found = report.measure(searcher, chosen, progress=told)
        if picture:
            from kiosk.evaluation import pictures

            pictures.draw(found, picture)
        typer.echo(report.to_json(found) if as_json else "", nl=as_json)
        if not as_json:
            show.tables(found, worst=worst)


def _searcher(storage: Storage, part: object, stack: ExitStack, *, model: str, calibration: Path | None) -> Searcher:
    from knowledge import embedding, importing, plans, trials
    from knowledge.calibration import Calibration
    from knowledge.library import Library
    from knowledge.vectors import VectorCache

    assert isinstance(part, plans.SetPlan)
    embedder = embedding.named(model)
    weights = Calibration.read(calibration) if calibration else Calibration.in_use(storage.settings.calibration)
    if not part.records and not model:
        return Library(storage.settings, embedder, weights).current().searcher
    if part.records:
        procedures = importing.procedures_of(part.records, scope=part.scope.scope())
    else:
        records = Library(storage.settings, embedding.bundled(), weights).current().records
        procedures = [records.procedure(code) for code in records.codes()]
    told = stack.enter_context(bar("Indexing"))
    return stack.enter_context(
        trials.searching(
            procedures,
            embedder=embedder,
            cache=VectorCache(storage.settings.vector_cache),
            calibration=weights,
            progress=told,
        )
    )
