"""The event loop of a process that serves no HTTP: the same that uvicorn chooses for one that does."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from uvicorn.loops.auto import auto_loop_factory


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run something to its end; uvloop, where it is installed, spends half as much on each wait for the database."""
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(work)
