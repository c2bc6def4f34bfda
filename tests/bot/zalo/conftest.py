from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from bot.channels import Tools
from bot.vault import Vault
from bot.zalo.channel import open_channel
from tests.peers.zalo import Zalo, serve


@pytest.fixture
def vault(sessions):
    return Vault(sessions, Fernet.generate_key())


@pytest.fixture
async def zalo():
    async with serve(Zalo()) as zalo:
        yield zalo


async def _mute(text, language, *, is_personal):
    return None


@pytest.fixture
def open_account(zalo, vault):
    """Open the account as one process would; its clock is Zalo's."""

    def opened(**values):
        tools = Tools(vault, _mute, "mau")
        return open_channel(zalo.values() | values, tools, clock=lambda: zalo.now)

    return opened


@pytest.fixture
async def channel(open_account):
    async with open_account() as channel:
        yield channel
