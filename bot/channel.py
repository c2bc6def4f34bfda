"""What a channel hands to the assistant."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.procedures import Language


class ChannelName(StrEnum):
    """Where a message comes from."""

    WEB = "web"
    CONSOLE = "console"  # `motcua ask`, `motcua chat`
    TELEGRAM = "telegram"
    ZALO = "zalo"  # a Zalo Official Account
    ZALO_BOT = "zalo-bot"  # Zalo's platform of bots: another network for us


@dataclass(frozen=True)
class IncomingMessage:
    """One message of a citizen, as the channel received it."""

    channel: ChannelName
    citizen_key: str
    """Who wrote, in the words of the channel; a conversation belongs to one key of one channel."""
    update_id: str
    """The platform's own id of this message: the same id again is the same message delivered twice."""
    text: str
    centre: str | None = None
    """Id of the centre that was asked; None leaves the conversation where it is."""
    language: Language | None = None
    """The language that was chosen beside the message; None leaves the conversation's."""
