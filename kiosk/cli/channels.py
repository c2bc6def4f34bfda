"""`motcua chat`, `motcua telegram`, `motcua zalo`, `motcua worker`: the channels, alone."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.channel import ChannelName
from kiosk.cli import accounts

if TYPE_CHECKING:
    from bot.switchboard import Switchboard
    from kiosk.settings import Settings

Host = Annotated[str | None, typer.Option(help="Address to listen on for deliveries; 127.0.0.1 unless set.")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on; PORT or 8000 unless given.")]


def chat() -> None:
    """Talk with the assistant in this terminal, through the same inbox and outbox as a network's citizens."""
    asyncio.run(_chat())


def telegram(*, host: Host = None, port: Port = None) -> None:
    """Run Telegram alone, by polling or by webhook as BOT_TELEGRAM_MODE says."""
    _run_alone({ChannelName.TELEGRAM}, host, port)


def zalo(*, host: Host = None, port: Port = None) -> None:
    """Run the Zalo Official Account and the Zalo bot alone, as far as they are configured."""
    _run_alone({ChannelName.ZALO, ChannelName.ZALO_BOT}, host, port)


def worker() -> None:
    """Answer and send what came in elsewhere; run as many as you like, on PostgreSQL."""
    from kiosk import logs, loops
    from kiosk.settings import Settings

    logs.configure()
    loops.run(_work(Settings(), None, receives=False))


async def _chat() -> None:
    from bot.console import ConsoleChannel
    from bot.switchboard import Line
    from kiosk.service import open_service
    from kiosk.settings import Settings

    settings = Settings()
    # Whoever types at a terminal sends one line at a time.
    settings = settings.with_channels(merge_wait_seconds=0.0)
    line = Line(ConsoleChannel(sys.stdout), settings.knowledge.centre_id)
    async with open_service(settings) as service:
        await service.require_edition()
        async with service.open_channels(only=(), lines=[line]) as board:
            print("Gõ câu hỏi rồi bấm Enter; Ctrl+D để thôi. /xoadulieu xoá cuộc trò chuyện này.")
            async for raw in line.channel.poll():
                await board.take_in(line, raw)
                await board.work_off()


def _run_alone(only: set[ChannelName], host: str | None, port: int | None) -> None:
    from bot import channels
    from kiosk import logs, loops
    from kiosk.settings import Settings

    settings = Settings()
    logs.configure()
    found = [account for account in accounts.configured(settings) if account.channel in only]
    if not found:
        names = " or ".join(sorted(name.value for name in only))
        print(
            f"motcua: no setting for {names} was found, and no account of another centre (motcua accounts). "
            "See the README for the BOT_… settings.",
            file=sys.stderr,
        )
        raise typer.Exit(1)
    if all(channels.settings(account.channel, account.values).is_polling for account in found):
        loops.run(_work(settings, only, receives=True))
        return
    _serve(settings, only, host, port)


def _serve(settings: Settings, only: set[ChannelName], host: str | None, port: int | None) -> None:
    from kiosk import server
    from kiosk.app import create_app

    host, port = host or settings.kiosk.host, settings.kiosk.port if port is None else port
    try:
        listening = server.listen(host, port)
    except OSError as error:
        print(f"motcua: cannot listen on {host}:{port}: {error.strerror}. Another port: --port 8001", file=sys.stderr)
        raise typer.Exit(1) from None
    if not server.Server(create_app(settings, only=only), listening).serve_until_stopped():
        raise typer.Exit(1)


async def _work(settings: Settings, only: set[ChannelName] | None, *, receives: bool) -> None:
    from kiosk.running import until_told_to_end
    from kiosk.service import open_service

    thinkers = settings.nlu.processes(carries_channels=True)
    async with open_service(settings, thinkers=thinkers) as service, service.open_channels(only=only) as board:
        _tell(board)
        await until_told_to_end(board.run(receives=receives))


def _tell(board: Switchboard) -> None:
    if not board.lines:
        print("motcua: no channel is configured. See the README for the BOT_… settings.", file=sys.stderr)
        raise typer.Exit(1)
    for line in board.lines:
        print(f"{line.channel.name.value}: centre {line.centre}  (Ctrl+C để dừng)", flush=True)
