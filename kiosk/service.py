"""What answers: the parts of all four packages, wired in one function."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from knowledge.centres import Centre


class Service(Protocol):
    """What the routes and the commands ask."""

    assistant: Assistant

    def edition_number(self) -> int | None:
        """Return the number of the published edition, or None."""
        ...

    async def centre(self, centre_id: str | None) -> Centre:
        """Return a centre; None asks for this deployment's own. Raise CentreNotFound."""
        ...


@asynccontextmanager
async def open_service() -> AsyncIterator[Service]:
    """Open."""
    raise NotImplementedError
    yield
