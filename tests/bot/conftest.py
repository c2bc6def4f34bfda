from __future__ import annotations

import pytest

from bot import migrations
from bot.database import open_sessions


@pytest.fixture
def database_url(tmp_path):
    url = f"sqlite:///{tmp_path / 'motcua.db'}"
    migrations.upgrade(url)
    return url


@pytest.fixture
async def sessions(database_url):
    async with open_sessions(database_url) as opened:
        yield opened
