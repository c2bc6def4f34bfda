"""The command line: `motcua`.

One line registers a command. Its module imports nothing heavy when it is loaded: `motcua --help` is quick.
"""

from __future__ import annotations

import sys

import typer

from bot.errors import BotError
from knowledge.errors import KnowledgeError
from nlu.errors import NluError

app = typer.Typer(
    name="motcua",
    help="Một Cửa: answers on administrative procedures for citizens of a commune.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)


def main() -> None:
    """Run the command that was typed; what stops it on a bad day is told in one sentence."""
    try:
        app()
    except (BotError, KnowledgeError, NluError) as error:
        print(f"motcua: {error}", file=sys.stderr)
        raise SystemExit(1) from None
