from __future__ import annotations

import pytest

from bot import migrations
from bot.settings import ChannelSettings
from tests.bot.channels.desks import make_desk
from tests.peers.plain import PlainChannel, plain_peer


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """Each test of the channels runs on both databases."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    url = f"sqlite:///{tmp_path / 'motcua.db'}"
    migrations.upgrade(url)
    return url


@pytest.fixture
def listen():
    return None


@pytest.fixture
def channel_settings():
    return ChannelSettings(merge_wait_seconds=0.0)


@pytest.fixture
async def peer():
    async with plain_peer() as peer:
        yield peer


@pytest.fixture
async def channel(peer):
    channel = PlainChannel(peer.address)
    yield channel
    await channel.close()


@pytest.fixture
def desk(peer, channel, sessions, channel_settings, listen):
    return make_desk(peer, channel, sessions, channel_settings, listen)
