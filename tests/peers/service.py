"""`motcua serve` as a process of its own, as a network and an operator see it."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

_ROOT = Path(__file__).parents[2]


async def until(condition: Callable[[], object], seconds: float = 200) -> None:
    """Wait for something to come about."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


@dataclass
class Service:
    """The process: where it listens, what it wrote, what it keeps."""

    home: Path
    environment: dict[str, str]
    network: httpx.AsyncClient
    log: list[str] = field(default_factory=list)

    async def post(self, path: str, raw: bytes, headers: dict[str, str]) -> int:
        """Deliver something and return how it was answered."""
        return (await self.network.post(path, content=raw, headers=headers)).status_code

    async def motcua(self, *arguments: str) -> str:
        """Return what a command of the operator prints."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "kiosk.cli", *arguments), env=self.environment, stdout=asyncio.subprocess.PIPE
        )
        printed, _ = await process.communicate()
        assert process.returncode == 0
        return printed.decode()

    @property
    def kept(self) -> str:
        """Everything that lies in the database's files."""
        return b"".join(path.read_bytes() for path in self.home.glob("motcua.db*")).decode("utf-8", "replace")


@asynccontextmanager
async def serving(home: Path, values: dict[str, str]) -> AsyncIterator[Service]:
    """Serve until the end of the block."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("BOT_") and name != "PORT"}
    environment = others | {"MOTCUA_HOME": str(home), "PYTHONPATH": str(_ROOT), "PYTHONUNBUFFERED": "1"} | values
    command = (sys.executable, "-m", "kiosk.cli", "serve", "--port", "0", "--no-starter")
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    async with httpx.AsyncClient(timeout=30) as network:
        service = Service(home, environment, network)
        reading = asyncio.create_task(_read(process, service.log))
        try:
            await until(lambda: process.returncode is not None or _address(service.log))
            assert process.returncode is None, "".join(service.log)
            network.base_url = httpx.URL(_address(service.log))
            yield service
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()
            await reading


async def _read(process: asyncio.subprocess.Process, log: list[str]) -> None:
    assert process.stdout is not None
    while line := await process.stdout.readline():
        log.append(line.decode())


def _address(log: list[str]) -> str:
    found = re.search(r"http://\S+", "".join(log))
    return found[0] if found else ""
