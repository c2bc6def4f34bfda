"""A terminal as a channel, for development: lines in, text with numbered choices out. It has no network."""

from __future__ import annotations

import asyncio
import itertools
import secrets
import sys
from collections.abc import AsyncIterator, Mapping
from typing import TextIO

from bot import commands
from bot.channel import ChannelName
from bot.channels import Limits, Payload
from bot.errors import WebhookRefused
from bot.messages import Destination, Incoming, Media, Outgoing


class ConsoleChannel:
    """One citizen at a terminal, whose updates are written by us."""

    name = ChannelName.CONSOLE
    account = "terminal"
    limits = Limits(per_second=1000.0, per_chat_per_second=1000.0)
    has_buttons = False
    is_polling = False

    def __init__(self, screen: TextIO) -> None:
        self._screen = screen
        self._run = secrets.token_hex(8)
        self._numbers = itertools.count(1)

    def verify(self, raw: bytes, headers: Mapping[str, str]) -> None:
        """Refuse: nothing is delivered to a terminal over HTTP."""
        raise WebhookRefused(403, "the console takes no deliveries")

    def read(self, raw: bytes) -> tuple[Incoming, ...]:
        """Return the line as an update."""
        text = raw.decode(errors="replace").strip()
        if not text:
            return ()
        kind = commands.read(text)
        return (Incoming(self.name, self.account, self._run, f"{self._run}-{next(self._numbers)}", kind, text=text),)

    async def poll(self) -> AsyncIterator[bytes]:
        """Give the lines of standard input."""
        while line := await asyncio.to_thread(sys.stdin.buffer.readline):
            yield line

    def render(self, outgoing: Outgoing) -> tuple[Payload, ...]:
        """Return the text, and the choices numbered."""
        choices = [f"  {number}. {button.title}" for number, button in enumerate(outgoing.buttons, start=1)]
        return ({"text": "\n".join((outgoing.text, *choices)), "is_voice": outgoing.is_voice},)

    def preparation(self, payload: Payload) -> None:
        """Return nothing: a payload is whole as it is."""

    async def send(self, destination: Destination, payload: Payload) -> str:
        """Print the message."""
        print(f"\n{payload['text']}\n", file=self._screen, flush=True)
        return f"{self._run}-{next(self._numbers)}"

    async def acknowledge(self, incoming: Incoming) -> None:
        """Do nothing: a terminal has no buttons."""

    async def typing(self, chat: str) -> None:
        """Do nothing: whoever sits at a terminal sees that we are at it."""

    async def fetch(self, media: Media) -> bytes:
        """Return nothing: a terminal has no sound."""
        return b""
