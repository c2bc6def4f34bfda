"""`motcua knowledge calibrate`: learn the weights, the probability and the thresholds."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.bars import bar
from kiosk.cli.storage import opened


def calibrate(
    plan: Annotated[
        Path, typer.Argument(help="Labelled questions (JSON lines), or a plan (YAML) of several sets.", exists=True)
    ],
    data: Annotated[
        Path, typer.Option(help="Folder that the paths of a plan start from.", exists=True, file_okay=False)
    ] = Path(),
    output: Annotated[
        Path | None, typer.Option(help="File to write; left out: calibration.json in the home folder.")
    ] = None,
    most_wrong: Annotated[
        float, typer.Option(min=0.001, max=0.5, help="Which share of the answers may be wrong.")
    ] = 0.04,
) -> None:
    """Learn how sure is sure enough, from questions whose right procedures are known."""
    from knowledge import embedding, importing, learning, openness, plans
    from knowledge.calibration import Calibration
    from knowledge.errors import KnowledgeError, NoEditionPublished
    from knowledge.library import Library
    from knowledge.settings import STARTER
    from knowledge.vectors import VectorCache

    with opened() as storage, ExitStack() as stack:
        settings = storage.settings
        embedder = embedding.of(settings.encoder)
        try:
            published = Library(settings, embedder, Calibration.bundled()).current().searcher
        except NoEditionPublished:
            published = None
        bench = plans.Workbench(data, embedder, VectorCache(settings.vector_cache), published)
        sets = plans.gather(plans.read(plan), bench, stack)
        with bar("Asking") as told:
            ways = openness.ways_of(importing.procedures_of([STARTER]))
            learned = learning.learn(sets, ways=ways, most_wrong=most_wrong, progress=told)
    target = output or settings.calibration
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(learned.to_json(), "utf-8")
    except OSError as error:
        raise KnowledgeError(f"{target}: the calibration cannot be written ({error}).") from error
    _show(learned)
    print(f"Written to {target}. Running processes read it when they next start, or with the next edition.")


def _show(learned: object) -> None:
    from rich.console import Console
    from rich.table import Table

    from knowledge.calibration import Calibration

    assert isinstance(learned, Calibration)
    table = Table("Questions the ranker had not seen", "count", "first right", "answered", "wrong of answered")
    for name, figures in learned.learned_from.items():
        assert isinstance(figures, dict)
        shares = [f"{figures[key]:.1%}" for key in ("first_right", "answered", "wrong_of_answered")]
        table.add_row(name, str(figures["questions"]), *shares)
    Console().print(table)
    print(
        f"Answers from a score of {learned.thresholds.answer:.2f}, near procedures from {learned.thresholds.near:.2f}."
    )
