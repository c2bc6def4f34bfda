"""Something that runs beside what is served, for as long as that is."""

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


def _end_with_it(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        faults.log(logger, "The channels ended", error)
        os.kill(os.getpid(), signal.SIGTERM)
