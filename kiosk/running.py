"""Something that runs beside what is served, for as long as that is, or until the process is told to end."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from bot import faults

logger = logging.getLogger(__name__)

_TOLD_TO_END = (signal.SIGTERM, signal.SIGINT)


@asynccontextmanager
async def running(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run the work meanwhile; should it end by a fault, the process is asked to end as well."""
    task = asyncio.create_task(work)
    task.add_done_callback(_end_with_it)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def until_told_to_end(work: Coroutine[Any, Any, None]) -> None:
    """Run the work until the process is told to end, and let it bring to its end what is under way."""
    task = asyncio.create_task(work)
    loop = asyncio.get_running_loop()
    for told in _TOLD_TO_END:
        loop.add_signal_handler(told, task.cancel)
    try:
        await asyncio.wait([task])
    finally:
        for told in _TOLD_TO_END:
            loop.remove_signal_handler(told)
    if not task.cancelled():
        task.result()


def _end_with_it(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        faults.log(logger, "The channels ended", error)
        os.kill(os.getpid(), signal.SIGTERM)
