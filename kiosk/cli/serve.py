"""`motcua serve`: the web chat and the HTTP interface."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import Annotated

import typer


def serve(
    *,
    host: Annotated[str | None, typer.Option(help="Address to listen on; 127.0.0.1 unless set.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on; PORT or 8000 unless given, 0 any.")
    ] = None,
    starter: Annotated[
        bool, typer.Option("--starter/--no-starter", help="Publish the starter edition when nothing is published.")
    ] = True,
) -> None:
    """Serve the web chat and the HTTP interface."""
    # Imported here: what serves takes a second to load, and `motcua --help` needs none of it.
    import uvicorn

    from kiosk import logs
    from kiosk.app import create_app
    from kiosk.settings import Settings

    settings = Settings()
    logs.configure()
    listening = _listen(host or settings.kiosk.host, settings.kiosk.port if port is None else port)
    if starter:
        _publish_starter()

    address, bound = listening.getsockname()[:2]
    print(f"Một Cửa: http://{address}:{bound}  (Ctrl+C để dừng)", flush=True)
    config = uvicorn.Config(create_app(settings), log_config=None, access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; say plainly when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        reason = error.strerror or str(error)
        print(f"motcua: cannot listen on {host}:{port}: {reason}. Choose another: --port 8001", file=sys.stderr)
        raise typer.Exit(1) from None
    return listening


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
