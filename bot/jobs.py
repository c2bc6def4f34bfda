"""A chat that a worker has taken on."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channel_models import Chat
from bot.channels import Channel
from bot.departures import Departure
from bot.leases import Lease
from knowledge.database import now


@dataclass(frozen=True)
class Job:
    """A chat that is ours for a while."""

    lease: Lease
    chat: Chat
    channel: Channel
    departure: Departure
    """How what is said leaves."""

    @property
    def citizen_key(self) -> str:
        """The key of the chat's conversation."""
        return citizen_key(self.chat)

    @property
    def is_paused(self) -> bool:
        """Whether a person of the centre is writing, so that the assistant is silent."""
        return self.chat.paused_until is not None and self.chat.paused_until > now()


def citizen_key(chat: Chat) -> str:
    """Return the key of a chat's conversation: a network's key of a citizen holds for one account only."""
    return f"{chat.account}:{chat.key}"[:80]
