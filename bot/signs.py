"""Signs that we are at it, given beside the work: a pressed button waits no longer, and typing is shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from bot.channels import Channel
from bot.messages import Incoming

_TYPING_AGAIN_SECONDS = 4.5
"""A network shows that we are writing for about five seconds."""


class Signs:
    """Gives signs to their end, however quick the answer is."""

    def __init__(self) -> None:
        self._given: set[asyncio.Task[None]] = set()

    def acknowledge(self, channel: Channel, updates: Collection[Incoming]) -> None:
        """End the waiting of every button that was pressed, whatever comes of it."""
        presses = [update for update in updates if update.callback]
        if presses:
            self._give(_acknowledge_all(channel, presses))

    @asynccontextmanager
    async def typing(self, channel: Channel, chat: str) -> AsyncIterator[None]:
        """Show that we are writing for as long as the work takes."""
        self._give(channel.typing(chat))
        again = asyncio.create_task(_type_again(channel, chat))
        try:
            yield
        finally:
            again.cancel()

    def _give(self, sign: Coroutine[Any, Any, None]) -> None:
        # A task that nobody holds may be collected before its end.
        task = asyncio.create_task(sign)
        self._given.add(task)
        task.add_done_callback(self._given.discard)


async def _acknowledge_all(channel: Channel, presses: Collection[Incoming]) -> None:
    for press in presses:
        await channel.acknowledge(press)


async def _type_again(channel: Channel, chat: str) -> None:
    while True:
        await asyncio.sleep(_TYPING_AGAIN_SECONDS)
        await channel.typing(chat)
