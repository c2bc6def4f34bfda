"""The command line: `motcua`."""

from __future__ import annotations

import typer

app = typer.Typer(
    name="motcua",
    help="Một Cửa: answers on administrative procedures for citizens of a commune.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)


def main() -> None:
    """Run the command that was typed."""
    app()
