"""The process that listens."""

from __future__ import annotations

import socket

import uvicorn
from fastapi import FastAPI


class Server(uvicorn.Server):
    """Tells its address once it answers there."""

    def __init__(self, app: FastAPI, listening: socket.socket) -> None:
        # uvicorn's own list of requests would tell who asked, and its logging would replace ours.
        super().__init__(uvicorn.Config(app, log_config=None, access_log=False, server_header=False))
        self._listening = listening

    def serve_until_stopped(self) -> bool:
        """Serve; tell whether it ever answered."""
        self.run(sockets=[self._listening])
        return self.started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and print the address where citizens reach it."""
        await super().startup(sockets)
        if self.started:
            host, port = self._listening.getsockname()[:2]
            print(f"Một Cửa: http://{f'[{host}]' if ':' in host else host}:{port}  (Ctrl+C để dừng)", flush=True)  # noqa: T201


def listen(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address, port 0 being any free one. Raise OSError."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, kind, protocol)
    # A server started again at once must not wait for the connections of the last one to be forgotten.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
    except OSError:
        listening.close()
        raise
    return listening
