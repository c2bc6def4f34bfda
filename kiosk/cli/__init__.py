"""The command line: `motcua`.

One line registers a command. Its module imports nothing heavy when it is loaded: `motcua --help` is quick.
"""

from __future__ import annotations

import sys

import typer
from pydantic import ValidationError

from bot.errors import BotError
from kiosk.cli import accounts, bench, handoffs, knowledge, outbox
from kiosk.cli.actions import actions
from kiosk.cli.ask import ask
from kiosk.cli.bundle import bundle
from kiosk.cli.calendar import calendar
from kiosk.cli.calibrate import calibrate
from kiosk.cli.channels import chat, telegram, worker, zalo
from kiosk.cli.compare import compare
from kiosk.cli.doctor import doctor
from kiosk.cli.evaluate import evaluate
from kiosk.cli.lint import lint
from kiosk.cli.notify import notify
from kiosk.cli.serve import serve
from kiosk.cli.tune import tune
from knowledge.errors import KnowledgeError
from nlu.errors import NluError

app = typer.Typer(
    name="motcua",
    help="Một Cửa: answers on administrative procedures for citizens of a commune.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
app.command()(serve)
app.command()(ask)
app.command()(chat)
app.command()(telegram)
app.command()(zalo)
app.command()(worker)
app.command()(notify)
app.command()(doctor)
app.command()(evaluate)
app.command()(calendar)
knowledge.app.command()(calibrate)
knowledge.app.command()(lint)
knowledge.app.command()(compare)
knowledge.app.command()(tune)
knowledge.app.command()(bundle)
app.command()(actions)
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(outbox.app, name="outbox")
app.add_typer(handoffs.app, name="handoffs")
app.add_typer(accounts.app, name="accounts")
app.add_typer(bench.app, name="bench")


def main() -> None:
    """Run the command that was typed; what stops it on a bad day is told in one sentence."""
    try:
        app()
    except (BotError, KnowledgeError, NluError) as error:
        print(f"motcua: {error}", file=sys.stderr)
        raise SystemExit(1) from None
    except ValidationError as error:
        # Only settings are read outside the errors of our own; any other fault keeps its traceback.
        if not error.title.endswith("Settings"):
            raise
        for fault in error.errors(include_url=False):
            name = ".".join(str(part) for part in fault["loc"])
            print(f"motcua: the setting {name} of {error.title}: {fault['msg']}", file=sys.stderr)
        raise SystemExit(1) from None
