from __future__ import annotations

import asyncio

import pytest
from cryptography.fernet import Fernet

from bot.channels import Tools
from bot.vault import Vault
from bot.zalo_bot.channel import open_channel
from tests.peers.zalo_bot import ZaloBot, serve


@pytest.fixture
async def platform():
    async with serve(ZaloBot()) as platform:
        yield platform


async def _mute(text, language, *, is_personal):
    return None


@pytest.fixture
def open_bot(platform, sessions):
    def opened(*, pause=asyncio.sleep, **values):
        tools = Tools(Vault(sessions, Fernet.generate_key()), _mute, "mau")
        return open_channel(platform.values() | values, tools, pause=pause)

    return opened


@pytest.fixture
async def channel(open_bot):
    async with open_bot() as channel:
        yield channel
