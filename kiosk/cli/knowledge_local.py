"""`motcua knowledge override` and `motcua knowledge centre`: what holds only here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.storage import opened

override_app = typer.Typer(help="What holds only in one province or centre.", no_args_is_help=True)
centre_app = typer.Typer(help="The centres that are served.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="A YAML file.", exists=True, dir_okay=False)]


@override_app.command("import")
def import_overrides(file: File) -> None:
    """Read local overrides; they hold from the next question on."""
    from kiosk.cli import knowledge_reports
    from knowledge import overrides

    with opened() as storage, storage.sessions.begin() as session:
        report = overrides.import_file(session, file)
    knowledge_reports.show_overrides_import(report)
    if report.rejected:
        raise typer.Exit(1)


@override_app.command("list")
def list_overrides() -> None:
    """List the local overrides."""
    from kiosk.cli import knowledge_reports
    from knowledge import overrides

    with opened() as storage, storage.sessions() as session:
        knowledge_reports.show_overrides(overrides.every(session))


@override_app.command("remove")
def remove_override(number: Annotated[int, typer.Argument(help="Its number in the list.")]) -> None:
    """Remove a local override."""
    from knowledge import overrides

    with opened() as storage, storage.sessions.begin() as session:
        overrides.delete(session, number)
    print(f"Removed override {number}.")


@centre_app.command("import")
def import_centre(file: File) -> None:
    """Set up a centre, or change it."""
    from knowledge import centres

    with opened() as storage, storage.sessions.begin() as session:
        centre = centres.read_file(file)
        change = centres.save(session, centre)
    print(f"Centre {centre.id}: {change.value}. To serve it by default: MOTCUA_CENTRE_ID={centre.id}")


@centre_app.command("list")
def list_centres() -> None:
    """List the centres."""
    from kiosk.cli import knowledge_reports
    from knowledge import centres

    with opened() as storage, storage.sessions() as session:
        knowledge_reports.show_centres(centres.every(session))
