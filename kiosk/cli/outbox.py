"""`motcua outbox`: messages to citizens that have not arrived, and what to do with them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

T = TypeVar("T")

app = typer.Typer(help="Messages to citizens: what waits, what failed, what is uncertain.", no_args_is_help=False)
Ids = Annotated[list[int], typer.Argument(help="Numbers of messages, as `motcua outbox` lists them.")]


@app.callback(invoke_without_command=True)
def list_(
    context: typer.Context,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Also what has been sent.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
) -> None:
    """Tell how many messages stand in each state and what came in today, and list those that have not arrived.

    Times are those of Vietnam. "unknown" are events that we have no use for, "duplicate" what came twice.
    """
    if context.invoked_subcommand is not None:
        return

    async def listed(session: AsyncSession) -> None:
        from bot import counts, outbox
        from bot.channel_models import OutboxState
        from knowledge import centres

        for state, count in (await outbox.by_state(session)).items():
            print(f"{state.value:10} {count}")
        for (channel, event), count in sorted((await counts.of_day(session, centres.today())).items()):
            print(f"today      {channel.value}: {event} {count}")
        states = [state for state in OutboxState if everything or state is not OutboxState.SENT]
        for row, chat in await outbox.listed(session, states=states, limit=limit):
            tried = f"tried {row.attempts} times" if row.attempts != 1 else "tried once"
            print(
                f"{row.id}\t{row.state.value}\t{chat.channel.value}\tchat {chat.id}\t"
                f"{local(row.created_at):%Y-%m-%d %H:%M:%S}\t{tried}\t{row.error}"
            )

    run(listed)


@app.command()
def retry(ids: Ids) -> None:
    """Send messages again that failed, were given up or are uncertain; an uncertain one may then arrive twice."""
    from bot import outbox

    _each(ids, outbox.retry, done="will be sent again", refused="is not one that can be sent again")


@app.command()
def drop(ids: Ids) -> None:
    """Remove messages that have not been sent."""
    from bot import outbox

    _each(ids, outbox.drop, done="removed", refused="is not one that can be removed")


def _each(ids: list[int], act: Callable[[AsyncSession, int], Awaitable[bool]], *, done: str, refused: str) -> None:
    async def acted(session: AsyncSession) -> bool:
        succeeded = [await act(session, one) for one in ids]
        for one, is_done in zip(ids, succeeded, strict=True):
            print(f"{one} {done if is_done else refused}")
        return all(succeeded)

    if not run(acted):
        raise typer.Exit(1)


def local(moment: datetime) -> datetime:
    """Return a moment as the clock of whoever reads it shows it."""
    from knowledge import centres

    return moment.astimezone(centres.VIETNAM)


def run(work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """Do something in one transaction on the migrated database of this deployment. Raise StorageUnavailable."""
    from bot.database import open_sessions
    from kiosk.cli.storage import opened

    async def in_a_transaction(url: str) -> T:
        async with open_sessions(url) as sessions, sessions.begin() as session:
            return await work(session)

    with opened() as storage:
        return asyncio.run(in_a_transaction(storage.settings.database))
