"""The tables of the channels: what came in, what goes out, and who asked for a person."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.channel import ChannelName
from bot.messages import IncomingKind, OutgoingKind
from bot.models import NUMBERED_ONCE
from knowledge.database import Base, now
from knowledge.procedures import Facet, Language


class Chat(Base):
    """One citizen's chat with one account on one network, and who works on it now."""

    __tablename__ = "chats"
    __table_args__ = (
        UniqueConstraint("channel", "account", "key"),
        Index("ix_chats_work_at", "work_at"),
        Index("ix_chats_send_at", "send_at"),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[ChannelName]
    account: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(80))
    centre_id: Mapped[str] = mapped_column(String(80))

    work_at: Mapped[datetime | None]  # from when on its pending updates may be worked on; none pending: null
    waiting_since: Mapped[datetime | None]  # when the first of its pending updates came
    lease_until: Mapped[datetime | None]
    lease_owner: Mapped[str | None] = mapped_column(String(80))
    send_at: Mapped[datetime | None]  # from when on its next message may be sent; none waiting: null
    next_send_at: Mapped[datetime | None]  # from when on its network takes another message of the chat
    send_lease_until: Mapped[datetime | None]
    send_lease_owner: Mapped[str | None] = mapped_column(String(80))

    paused_until: Mapped[datetime | None]  # a person of the centre is writing
    flooded_until: Mapped[datetime | None]  # asked to slow down; until then nothing is answered
    is_blocked: Mapped[bool] = mapped_column(default=False)
    last_inbound_at: Mapped[datetime | None]
    choices: Mapped[str] = mapped_column(Text, default="[]")  # what the last buttons send, as JSON
    created_at: Mapped[datetime] = mapped_column(default=now)


class InboxStatus(StrEnum):
    """Where an update stands."""

    PENDING = "pending"
    DONE = "done"  # its reply, if any, stands in the outbox
    DROPPED = "dropped"  # decided not to be answered: a flood, a group, a pause


class InboxRow(Base):
    """One update of a network; its row outlives its words, so that it is never taken twice."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "account", "update_id"),
        Index("ix_inbox_chat_id_status", "chat_id", "status"),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[ChannelName]
    account: Mapped[str] = mapped_column(String(40))
    update_id: Mapped[str] = mapped_column(String(120))
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chats.id", ondelete="SET NULL"))
    kind: Mapped[IncomingKind]
    payload: Mapped[str] = mapped_column(Text)  # the Incoming as JSON, masked; emptied when done
    status: Mapped[InboxStatus] = mapped_column(default=InboxStatus.PENDING)
    answered_with: Mapped[int | None]  # the first update of the turn that answered this one
    received_at: Mapped[datetime] = mapped_column(default=now)


class OutboxState(StrEnum):
    """Where a message to a citizen stands."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"  # the network will never take it
    DEAD = "dead"  # given up after many tries, or the citizen has blocked us
    UNCERTAIN = "uncertain"  # a send was cut off: it may have arrived, so it is not sent again by itself


class OutboxRow(Base):
    """One message to a citizen in the network's form."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_chat_id_state", "chat_id", "state"), NUMBERED_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)  # within a chat also the order
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"))
    kind: Mapped[OutgoingKind] = mapped_column(default=OutgoingKind.REPLY)
    payload: Mapped[str] = mapped_column(Text)
    state: Mapped[OutboxState] = mapped_column(default=OutboxState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime] = mapped_column(default=now)
    provider_message_id: Mapped[str | None] = mapped_column(String(120))
    error: Mapped[str] = mapped_column(String(200), default="")
    caused_by: Mapped[int | None]  # the first update of the turn, in the inbox
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class HandoffState(StrEnum):
    """Where a request for a person stands."""

    OPEN = "open"
    CLOSED = "closed"


class Handoff(Base):
    """A citizen asked for a person: all that staff need, masked."""

    __tablename__ = "handoffs"
    __table_args__ = (Index("ix_handoffs_centre_id_state", "centre_id", "state"), NUMBERED_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[str] = mapped_column(String(80))
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"))
    channel: Mapped[ChannelName]
    chat_key: Mapped[str] = mapped_column(String(80))
    language: Mapped[Language]
    question: Mapped[str] = mapped_column(Text)  # the last real question before the request
    procedure_code: Mapped[str | None] = mapped_column(String(80))
    procedure_name: Mapped[str] = mapped_column(Text, default="")
    facet: Mapped[Facet | None]
    candidates: Mapped[str] = mapped_column(Text, default="[]")  # as JSON: code, name, score
    last_turns: Mapped[str] = mapped_column(Text, default="[]")  # as JSON: who said what
    times_asked: Mapped[int] = mapped_column(default=1)
    state: Mapped[HandoffState] = mapped_column(default=HandoffState.OPEN)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class Secret(Base):
    """A token of a network, encrypted; one process at a time may renew it."""

    __tablename__ = "secrets"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    value: Mapped[str] = mapped_column(Text, default="")
    lock_until: Mapped[datetime | None]
    lock_owner: Mapped[str | None] = mapped_column(String(80))
    updated_at: Mapped[datetime] = mapped_column(default=now)


class ChannelAccount(Base):
    """A bot or Official Account of a centre other than the deployment's own; its settings encrypted."""

    __tablename__ = "channel_accounts"

    channel: Mapped[ChannelName] = mapped_column(primary_key=True)
    centre_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    settings: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class SendRate(Base):
    """How far an account has used up what its network takes in a second."""

    __tablename__ = "send_rates"

    channel: Mapped[ChannelName] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(40), primary_key=True)
    free_at: Mapped[datetime]


class ChannelCount(Base):
    """How often something happened on a channel in a day: updates by kind, unknown events, refusals."""

    __tablename__ = "channel_counts"

    channel: Mapped[ChannelName] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(String(60), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class ButtonCode(Base):
    """What a button sends whose text is longer than its network carries back."""

    __tablename__ = "button_codes"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    send: Mapped[str] = mapped_column(Text)
