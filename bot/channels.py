"""The port: a network on which citizens write, and the folders that bring one.

A channel is a folder of this package with two files. `__init__.py`, light, holds
`NAME: ChannelName`, `is_configured(values) -> bool` and `settings(values)`; `channel.py` holds
`open_channel(values, tools)`, an async context manager that gives the `Channel`.
`values` are the settings by name (BOT_TELEGRAM_TOKEN, ...): the environment for the
centre of the deployment, a row of the database for any other.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from bot.channel import ChannelName
from bot.channel_values import AccountSettings
from bot.errors import ChannelMisconfigured
from bot.messages import Destination, Incoming, Media, Outgoing
from bot.vault import Vault
from knowledge.procedures import Language

Payload = dict[str, Any]
"""What a network receives for one message, as JSON: the golden tests compare it."""


class Speak(Protocol):
    """A voice."""

    async def __call__(self, text: str, language: Language, *, is_personal: bool) -> bytes | None:
        """Return a text as OGG/Opus, one person's words only by a voice that stays here; None while there is none."""
        ...


@dataclass(frozen=True)
class Limits:
    """What a network takes; the dispatcher keeps below it."""

    per_second: float
    per_chat_per_second: float


class Channel(Protocol):
    """A network on which citizens write, for one account of one centre."""

    @property
    def name(self) -> ChannelName:
        """The network."""
        ...

    @property
    def account(self) -> str:
        """The id of the bot or Official Account: the same in every process, and no secret."""
        ...

    @property
    def limits(self) -> Limits:
        """What the network takes."""
        ...

    @property
    def has_buttons(self) -> bool:
        """Whether buttons are shown; otherwise they are numbered, and a bare number is read as the choice."""
        ...

    @property
    def is_polling(self) -> bool:
        """Whether updates are fetched with `poll` rather than delivered to the webhook."""
        ...

    def verify(self, raw: bytes, headers: Mapping[str, str]) -> None:
        """Return when the network sent this; header names are in lower case. Raise WebhookRefused (401, 403, 400)."""
        ...

    def read(self, raw: bytes) -> tuple[Incoming, ...]:
        """Return the updates in a body; none for an event that we do not know. Raise WebhookRefused 400."""
        ...

    def poll(self) -> AsyncIterator[bytes]:
        """Give the bodies of updates for ever; the next is asked for when the last one has been stored."""
        ...

    def render(self, outgoing: Outgoing) -> tuple[Payload, ...]:
        """Return what the network receives, in order. Pure, and JSON through and through."""
        ...

    def preparation(self, payload: Payload) -> Coroutine[Any, Any, Payload] | None:
        """Return what gives the payload what it lacks, such as a sound, where that takes long; None for most.

        It runs beside the sending of other messages, and what it gives is sent at once and never stored.
        """
        ...

    async def send(self, destination: Destination, payload: Payload) -> str:
        """Deliver one payload and return the network's id of it.

        Raise RateLimited, Blocked, Refused (for good), Unreachable (surely not delivered) or Uncertain (perhaps).
        """
        ...

    async def acknowledge(self, incoming: Incoming) -> None:
        """End the waiting sign of a pressed button, where the network shows one. Raise nothing."""
        ...

    async def typing(self, chat: str) -> None:
        """Show that we are writing; called again every few seconds. Raise nothing."""
        ...

    async def fetch(self, media: Media) -> bytes:
        """Return a sound. Raise Unreachable or Refused."""
        ...


@dataclass(frozen=True)
class Tools:
    """What a channel may use of ours."""

    vault: Vault
    speak: Speak
    centre: str


class ChannelFolder(Protocol):
    """What the `__init__.py` of a channel's folder holds."""

    NAME: ChannelName

    def is_configured(self, values: Mapping[str, str]) -> bool:
        """Tell whether the settings are enough to open the channel."""
        ...

    def settings(self, values: Mapping[str, str]) -> AccountSettings:
        """Return the settings of an account. Raise ChannelMisconfigured."""
        ...


def folders() -> dict[ChannelName, ModuleType]:
    """Return the channels that there are, by name."""
    here = Path(__file__).parent
    found = [
        importlib.import_module(f"bot.{module.name}")
        for module in pkgutil.iter_modules([str(here)])
        if module.ispkg and (here / module.name / "channel.py").is_file()
    ]
    return {folder.NAME: folder for folder in found}


def configured(values: Mapping[str, str]) -> tuple[ChannelName, ...]:
    """Return the channels that the settings are enough for."""
    return tuple(name for name, folder in folders().items() if folder.is_configured(values))


def settings(name: ChannelName, values: Mapping[str, str]) -> AccountSettings:
    """Return the settings of an account of a network. Raise ChannelMisconfigured."""
    known = folders()
    if name not in known:
        names = ", ".join(sorted(one.value for one in known))
        raise ChannelMisconfigured(f"{name.value} is no network with accounts; these are: {names}")
    found: AccountSettings = known[name].settings(values)
    return found


def open_channel(name: ChannelName, values: Mapping[str, str], tools: Tools) -> AbstractAsyncContextManager[Channel]:
    """Open one channel. Raise ChannelMisconfigured."""
    module = importlib.import_module(f"{folders()[name].__name__}.channel")
    opened: AbstractAsyncContextManager[Channel] = module.open_channel(values, tools)
    return opened
