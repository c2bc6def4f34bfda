"""`motcua serve`: the web chat and the HTTP interface."""

from __future__ import annotations

import subprocess
import sys
from typing import Annotated

import typer

from kiosk.cli import accounts


def serve(
    *,
    host: Annotated[str | None, typer.Option(help="Address to listen on; 127.0.0.1 unless set.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on; PORT or 8000 unless given, 0 any.")
    ] = None,
    starter: Annotated[
        bool, typer.Option("--starter/--no-starter", help="Publish the starter edition when nothing is published.")
    ] = True,
    worker: Annotated[
        bool,
        typer.Option("--worker/--no-worker", help="Answer messages of the networks too; otherwise: motcua worker."),
    ] = True,
) -> None:
    """Serve the web chat, the HTTP interface and every channel that is configured."""
    # Imported here: what serves takes a second to load, and `motcua --help` needs none of it.
    from kiosk import logs, server
    from kiosk.app import create_app
    from kiosk.settings import Settings

    settings = Settings()
    logs.configure()
    # What is wrong with a channel is told in one sentence, before anything is opened.
    accounts.configured(settings)
    host, port = host or settings.kiosk.host, settings.kiosk.port if port is None else port
    try:
        listening = server.listen(host, port)
    except OSError as error:
        print(f"motcua: cannot listen on {host}:{port}: {error.strerror}. Another port: --port 8001", file=sys.stderr)
        raise typer.Exit(1) from None
    if starter:
        _publish_starter()
    if not server.Server(create_app(settings, is_working=worker), listening).serve_until_stopped():
        raise typer.Exit(1)


def _publish_starter() -> None:
    """Publish the records that are shipped where nothing is published yet."""
    from kiosk.cli.storage import opened
    from knowledge import edition_rows

    with opened() as storage, storage.sessions() as session:
        if edition_rows.published_or_none(session) is not None:
            return
    # In a process of its own: what building an index takes would stay in the memory of the one that serves.
    print("Publishing the starter edition; this happens once.", file=sys.stderr, flush=True)
    built = subprocess.run([sys.executable, "-m", "kiosk.cli", "knowledge", "setup"], check=False)
    if built.returncode != 0:
        print("motcua: the starter edition was not published. See: motcua doctor", file=sys.stderr)
        raise typer.Exit(built.returncode)
