"""`motcua evaluate`: how well questions are answered."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.bars import bar
from kiosk.cli.combining import refuse_what_cannot_combine
from kiosk.cli.storage import opened
from knowledge.parts import Part

if TYPE_CHECKING:
    from knowledge.library import Library
    from knowledge.procedures import Procedure
    from knowledge.questions import Question


def evaluate(
    questions: Annotated[
        Path | None,
        typer.Argument(
            help="Labelled questions (JSON lines), or a folder of them; left out: the shipped set.", exists=True
        ),
    ] = None,
    *,
    context: typer.Context,
    dialogue: Annotated[
        bool, typer.Option("--dialogue", help="Put each question to the whole dialogue, not to the bare search.")
    ] = False,
    numbers: Annotated[
        bool,
        typer.Option("--numbers", help="Ask nothing; check every number of every answer against the field it cites."),
    ] = False,
    sample: Annotated[int, typer.Option(min=0, help="With --numbers: only so many procedures, evenly spread.")] = 0,
    records: Annotated[
        list[Path] | None, typer.Option(help="Files of procedures to ask, in the place of the published edition.")
    ] = None,
    level: Annotated[str, typer.Option(help="Of --records only this level: commune, province, ministry.")] = "",
    publisher: Annotated[str, typer.Option(help="Of --records only this publisher, such as 'ministry'.")] = "",
    citizens: Annotated[bool, typer.Option("--citizens", help="Of --records only what citizens ask for.")] = False,
    kind: Annotated[str, typer.Option(help="Only questions whose `kind` is this.")] = "",
    communal: Annotated[bool, typer.Option("--communal", help="Only questions about the commune level.")] = False,
    alone: Annotated[bool, typer.Option("--alone", help="Only questions that can be understood alone.")] = False,
    held_out: Annotated[
        bool | None,
        typer.Option("--held-out/--development", help="Only the third that nothing is tuned on, or only the others."),
    ] = None,
    without: Annotated[list[Part] | None, typer.Option(help="Switch a part of the search off.")] = None,
    model: Annotated[str, typer.Option(help="A sentence-transformers model in the place of the bundled one.")] = "",
    calibration: Annotated[Path | None, typer.Option(help="Another calibration file.", exists=True)] = None,
    picture: Annotated[Path | None, typer.Option(help="Draw the risk-coverage curve into this PNG or SVG.")] = None,
    worst: Annotated[int, typer.Option(min=0, help="How many of the worst misses are shown.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Ask labelled questions and tell how many are found, answered and wrong, in every form of typing.

    With --dialogue: what a citizen gets for them. With --numbers: whether every number in every answer stands in a
    field that the answer cites; the exit code is 1 where one does not.
    """
    from kiosk.evaluation import shelf
    from knowledge import plans
    from knowledge.questions import read

    refuse_what_cannot_combine(context)
    scope = plans.ScopePlan.model_validate({"level": level or None, "publisher": publisher, "citizens": citizens})
    parts = tuple(without or ())
    choice = shelf.Choice(tuple(records or ()), scope.scope(), model, calibration, parts)
    wanted = plans.SetPlan(
        name="evaluation", questions=questions, kind=kind, communal=communal or None, alone=alone, held_out=held_out
    )
    with opened() as storage, ExitStack() as stack:
        if numbers:
            _check_numbers(shelf.procedures(storage.settings, choice), sample=sample, as_json=as_json)
            return
        with bar("Indexing") if choice.is_made else nullcontext(None) as told:
            library = stack.enter_context(shelf.opened(storage.settings, choice, told))
        asked = plans.choose(wanted, read(questions or plans.SHIPPED), library.current().searcher)
        if dialogue:
            _ask_dialogue(library, asked, worst=worst, as_json=as_json)
        else:
            _ask_search(library, asked, picture=picture, worst=worst, as_json=as_json)


def _ask_search(
    library: Library, asked: Sequence[Question], *, picture: Path | None, worst: int, as_json: bool
) -> None:
    from kiosk.evaluation import report, show

    with bar("Asking") as told:
        found = report.measure(library.current().searcher, asked, progress=told)
    if picture:
        from kiosk.evaluation import pictures

        pictures.draw(found, picture)
    if as_json:
        typer.echo(report.to_json(found))
    else:
        show.tables(found, worst=worst)


def _ask_dialogue(library: Library, asked: Sequence[Question], *, worst: int, as_json: bool) -> None:
    from kiosk.evaluation import conduct, conduct_show

    with bar("Asking") as told:
        found = conduct.conduct(library, asked, progress=told)
    if as_json:
        typer.echo(conduct_show.to_json(found))
    else:
        conduct_show.tables(found, library.current().records.names(), worst=worst)


def _check_numbers(procedures: Sequence[Procedure], *, sample: int, as_json: bool) -> None:
    from kiosk.evaluation import number_audit

    with bar("Checking numbers") as told:
        found = number_audit.audit(number_audit.sample(procedures, sample), progress=told)
    if as_json:
        typer.echo(number_audit.to_json(found))
    else:
        number_audit.show(found)
    if found.failures:
        raise typer.Exit(1)
