"""The one model of messages: what comes in from a network, and what goes out to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.channel import ChannelName
from bot.privacy import is_about_one_person
from knowledge.procedures import Language
from nlu.replies import Citation, ProcedureName, Reply, Suggestion


class IncomingKind(StrEnum):
    """What a citizen, or the network about a citizen, tells us."""

    TEXT = "text"
    EDITED = "edited"  # an earlier text, written anew: read as a new question
    BUTTON = "button"  # `text` is what `buttons.data` gave for the button that was pressed
    VOICE = "voice"  # `media` is the sound
    UNSUPPORTED = "unsupported"  # `unsupported` says what; declined politely, once for several
    GREET = "greet"  # /start, /menu, follow: greeted with the menu
    SPEAK = "speak"  # "/nghe": the last answer once more, as sound
    ERASE = "erase"  # "/xoadulieu": everything about the chat is erased, and that is confirmed
    WITHDRAW = "withdraw"  # the network tells to erase everything about the chat; nothing is answered
    BLOCKED = "blocked"  # left or blocked us: nothing more is sent until the next message
    STAFF_WROTE = "staff_wrote"  # a person of the centre wrote from the network's own desk: we fall silent


class Unsupported(StrEnum):
    """What we cannot read."""

    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    IMAGE = "image"
    VIDEO = "video"
    FILE = "file"
    GROUP = "group"  # a message in a group: counted, never answered
    OTHER = "other"


@dataclass(frozen=True)
class Media:
    """A sound as the network names it; `Channel.fetch` brings it."""

    reference: str  # a file id, or an address
    mime_type: str = ""
    seconds: float = 0.0
    bytes: int = 0


@dataclass(frozen=True)
class Incoming:
    """One update of a network. `text` is as written: the inbox masks it before it is stored."""

    channel: ChannelName
    account: str  # the bot or Official Account that received it
    chat: str  # the network's key of the chat
    update_id: str  # the same id of the same account again is the same update delivered twice
    kind: IncomingKind
    text: str = ""
    unsupported: Unsupported | None = None
    media: Media | None = None
    callback: str = ""  # the network's id of a pressed button, to be acknowledged
    message_id: str = ""  # the network's id of the message, for an edit or a reaction
    language: Language | None = None  # chosen beside the message


class OutgoingKind(StrEnum):
    """Why a message leaves."""

    REPLY = "reply"
    NOTICE = "notice"  # not asked for at this moment, such as news of a dossier
    FAREWELL = "farewell"  # confirms an erasure: once it has arrived, the chat itself is forgotten


@dataclass(frozen=True)
class Template:
    """A message whose form the network approved beforehand."""

    name: str
    values: tuple[tuple[str, str], ...]
    phone: str = ""  # empty: to the chat
    reference: str = ""  # the same reference again is the same notice, which a telephone shows once


@dataclass(frozen=True)
class Outgoing:
    """One message to a citizen, before a channel gives it the network's form."""

    text: str
    spoken: str = ""
    buttons: tuple[Suggestion, ...] = ()
    language: Language = Language.VIETNAMESE
    kind: OutgoingKind = OutgoingKind.REPLY
    procedure: ProcedureName | None = None
    source: str = ""  # the decisions and laws that the text rests on, in one line
    is_voice: bool = False  # `spoken` is to be sent as sound
    is_personal: bool = False  # of one person: it goes to no voice that sends it away
    template: Template | None = None


@dataclass(frozen=True)
class Destination:
    """Where a message goes, and what a network's windows are counted from."""

    chat: str
    last_inbound_at: datetime | None = None


def from_reply(reply: Reply) -> Outgoing:
    """Return a reply as a message."""
    return Outgoing(
        text=reply.text,
        spoken=reply.spoken,
        buttons=reply.suggestions,
        language=reply.language,
        procedure=reply.procedure,
        source=_source(reply.citations),
        is_personal=is_about_one_person(reply),
    )


def _source(citations: tuple[Citation, ...]) -> str:
    named = [name for citation in citations for name in (citation.decision, *citation.legal_basis) if name]
    return "; ".join(dict.fromkeys(named))
