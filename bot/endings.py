"""What is under way when a process is told to stop is brought to its end, for a little while."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


async def until_stopped(under_way: set[asyncio.Task[None]], stop: Callable[[], None], *, seconds: float) -> None:
    """Wait for loops that run for ever. Cancelled, tell them to take on nothing new, and let them end by themselves.

    What they start they put into the set; what has not ended after so many seconds is cancelled.
    """
    try:
        ended, _ = await asyncio.wait(set(under_way), return_when=asyncio.FIRST_EXCEPTION)
        for task in ended:
            task.result()
    finally:
        stop()
        await _wind_up(under_way, seconds)


async def _wind_up(under_way: set[asyncio.Task[None]], seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            while left := _unfinished(under_way):
                await asyncio.wait(left)
    except TimeoutError:
        left = _unfinished(under_way)
        for task in left:
            task.cancel()
        await asyncio.wait(left)


def _unfinished(tasks: set[asyncio.Task[None]]) -> set[asyncio.Task[None]]:
    return {task for task in tasks if not task.done()}
