from __future__ import annotations

from contextlib import asynccontextmanager

import httpx
import pytest

from kiosk.app import create_app
from kiosk.settings import Settings
from tests.fakes import FakeDialogue


@pytest.fixture
def dialogue():
    return FakeDialogue()


@asynccontextmanager
async def opened(settings, dialogue=None):
    """Run the app with its lifespan and give a client that talks to it in the process."""
    app = create_app(settings, dialogue=dialogue)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        yield client


@pytest.fixture
async def client(home, dialogue):
    async with opened(Settings(), dialogue) as client:
        yield client
