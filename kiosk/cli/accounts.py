"""`motcua accounts`: the bots and Official Accounts of centres that share a deployment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.channel import ChannelName
from kiosk.cli.outbox import run

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.accounts import CentreAccount
    from bot.vault import Cipher
    from kiosk.settings import Settings

app = typer.Typer(
    help="Channels of other centres; their settings are encrypted in the database.", no_args_is_help=False
)
Centre = Annotated[str, typer.Argument(help="Id of the centre.")]


@app.callback(invoke_without_command=True)
def list_(context: typer.Context) -> None:
    """List the accounts that are kept: the names of their settings, never the values."""
    if context.invoked_subcommand is not None:
        return

    async def listed(session: AsyncSession) -> None:
        import json

        from sqlalchemy import select

        from bot.channel_models import ChannelAccount
        from bot.errors import SecretUnreadable

        found = cipher()
        for row in await session.scalars(select(ChannelAccount).order_by(ChannelAccount.centre_id)):
            try:
                told = ", ".join(sorted(json.loads(found.decrypt(row.settings))))
            except SecretUnreadable:
                told = "encrypted with another key: set it again, or set the old MOTCUA_SECRET_KEY"
            print(f"{row.centre_id}\t{row.channel.value}\t{told}")

    run(listed)


@app.command("set")
def set_(
    channel: ChannelName,
    centre: Centre,
    file: Annotated[Path, typer.Argument(help="Lines NAME=value with the BOT_… settings of the account.", exists=True)],
) -> None:
    """Keep the settings of a channel for a centre; processes that run take them when they start again.

    The file looks like the environment: a line BOT_TELEGRAM_TOKEN=… for each setting; other lines are left alone.
    """
    from bot import accounts
    from bot.accounts import CentreAccount

    lines = [line.partition("=") for line in file.read_text("utf-8").splitlines()]
    values = {name.strip(): value.strip() for name, _, value in lines if name.strip().startswith("BOT_")}
    if not values:
        raise typer.BadParameter("The file holds no line of the form BOT_…=value.", param_hint="file")

    async def kept(session: AsyncSession) -> None:
        from knowledge import centres

        await session.run_sync(centres.find, centre)
        await accounts.save(session, cipher(), CentreAccount(channel, centre, values))

    run(kept)
    print(f"Kept {len(values)} settings of {channel.value} for centre {centre}.")


@app.command()
def remove(channel: ChannelName, centre: Centre) -> None:
    """Forget the settings of a channel for a centre."""
    from bot import accounts

    async def removed(session: AsyncSession) -> bool:
        return await accounts.remove(session, channel, centre)

    if not run(removed):
        print(f"motcua: no account of {channel.value} is kept for centre {centre}")
        raise typer.Exit(1)


def cipher() -> Cipher:
    """Return what the secrets of this deployment are encrypted with. Raise SecretKeyInvalid."""
    from bot import vault
    from bot.settings import ChannelSettings
    from knowledge.settings import KnowledgeSettings

    return vault.Cipher(vault.key(ChannelSettings().secret_key.get_secret_value(), KnowledgeSettings().home))


def configured(settings: Settings) -> list[CentreAccount]:
    """Return the accounts that this deployment can use. Raise ChannelMisconfigured, SecretKeyInvalid."""
    from bot import accounts

    async def found(session: AsyncSession) -> list[CentreAccount]:
        return await accounts.configured(session, cipher(), settings.values, centre=settings.knowledge.centre_id)

    return run(found)
