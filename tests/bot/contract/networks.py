"""What the contract suite asks of each network: `tests/peers/<folder>.py` holds `contract_network`.

`contract_network(vault)` is an async context manager that gives a Network: the channel, opened by
`bot.<folder>.channel.open_channel` with the settings of the test, over a real HTTP server of ours
that speaks the network's protocol. Another channel passes the suite by bringing another such file.
"""

from __future__ import annotations

import importlib
from contextlib import AbstractAsyncContextManager
from enum import StrEnum
from types import ModuleType
from typing import Protocol

from bot import channels
from bot.channels import Channel
from bot.vault import Vault

Delivery = tuple[bytes, dict[str, str]]
"""The body and the headers, in lower case, as the network posts them."""


class Fault(StrEnum):
    """How the network answers the next send to a chat."""

    RATE_LIMITED = "rate_limited"  # wait a very short while, then it is taken
    BLOCKED = "blocked"  # the citizen has blocked us, or is gone
    REFUSED = "refused"  # this message is never taken
    UNREACHABLE = "unreachable"  # for once, and surely not delivered
    CUT_OFF = "cut_off"  # delivered, but the answer never comes


class Network(Protocol):
    """A network as the suite drives it: what citizens do, and what they see."""

    channel: Channel

    def text(self, text: str, *, chat: str, number: int) -> Delivery:
        """A citizen writes; the same number is the same update delivered again."""
        ...

    def sticker(self, *, chat: str, number: int) -> Delivery:
        """A citizen sends a sticker."""
        ...

    def voice(self, sound: bytes, *, chat: str, number: int) -> Delivery | None:
        """A citizen speaks; None where the network has no voice messages."""
        ...

    def unknown(self, *, number: int) -> Delivery:
        """An event that we know nothing of."""
        ...

    def forged(self, text: str, *, chat: str, number: int) -> Delivery:
        """The same as `text`, with a wrong signature or secret."""
        ...

    def press(self, title: str, *, chat: str, number: int) -> Delivery:
        """A citizen presses the button with this title under the last message, or writes its number."""
        ...

    def seen(self, chat: str) -> list[str]:
        """The texts that the citizen sees in the chat, in order, without marks of form."""
        ...

    def fail_next(self, chat: str, fault: Fault) -> None:
        """Answer the next send to a chat with a fault."""
        ...

    @property
    def longest(self) -> int:
        """How many characters one message of the network holds."""
        ...

    @property
    def chats(self) -> tuple[str, str]:
        """Two citizens' chats."""
        ...


def all_networks() -> list[str]:
    """The folders of the channels; each must bring its network."""
    return sorted(folder.__name__.removeprefix("bot.") for folder in channels.folders().values())


def open_network(folder: str, vault: Vault) -> AbstractAsyncContextManager[Network]:
    module: ModuleType = importlib.import_module(f"tests.peers.{folder}")
    opened: AbstractAsyncContextManager[Network] = module.contract_network(vault)
    return opened
