from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from bot.channels import Tools
from bot.telegram.channel import open_channel
from bot.vault import Vault
from tests.peers.telegram import SECRET, TOKEN, telegram


class Voice:
    """A mouth that says what it was given, as bytes; without a sound it has no engine."""

    def __init__(self, sound=b"OggS-sound"):
        self.sound, self.said, self.personal = sound, [], []

    async def speak(self, text, language, *, is_personal):
        self.said.append((text, language))
        self.personal.append(is_personal)
        return self.sound


@pytest.fixture
def voice():
    return Voice()


@pytest.fixture
async def peer():
    async with telegram() as peer:
        yield peer


@pytest.fixture
def values(peer):
    return {
        "BOT_TELEGRAM_TOKEN": TOKEN,
        "BOT_TELEGRAM_API_BASE": peer.address,
        "BOT_TELEGRAM_MODE": "webhook",
        "BOT_TELEGRAM_WEBHOOK_SECRET": SECRET,
    }


@pytest.fixture
def tools(sessions, voice):
    return Tools(Vault(sessions, Fernet.generate_key()), voice.speak, "mau")


@pytest.fixture
async def channel(values, tools):
    async with open_channel(values, tools) as channel:
        yield channel
