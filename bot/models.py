"""The tables of the bot package."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.channel import ChannelName
from knowledge.database import Base, now
from knowledge.procedures import Facet, Language
from nlu.replies import Outcome

# What is erased leaves no number behind for another: work that is still under way, and staff, know rows by it.
NUMBERED_ONCE = {"sqlite_autoincrement": True}


class Sender(StrEnum):
    """Who wrote a message."""

    CITIZEN = "citizen"
    ASSISTANT = "assistant"


class Conversation(Base):
    """What one citizen and the assistant say to each other on one channel."""

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("channel", "citizen_key"), NUMBERED_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[ChannelName]
    citizen_key: Mapped[str] = mapped_column(String(80))
    centre_id: Mapped[str] = mapped_column(String(80))
    slots: Mapped[str] = mapped_column(Text, default="{}")  # the dialogue's ConversationState as JSON
    started_at: Mapped[datetime] = mapped_column(default=now)
    last_message_at: Mapped[datetime] = mapped_column(default=now)


class Message(Base):
    """One message, its personal data masked."""

    __tablename__ = "messages"
    __table_args__ = (
        # The platform may deliver a message twice; the second time changes nothing.
        UniqueConstraint("conversation_id", "update_id"),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    sender: Mapped[Sender]
    update_id: Mapped[str | None] = mapped_column(String(80))  # of the platform; the assistant's have none
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Turn(Base):
    """How a citizen's message was answered."""

    __tablename__ = "turns"
    __table_args__ = (Index("ix_turns_created_at_outcome", "created_at", "outcome"),)

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True)
    centre_id: Mapped[str] = mapped_column(String(80))
    channel: Mapped[ChannelName]
    outcome: Mapped[Outcome]
    language: Mapped[Language]
    procedure_code: Mapped[str | None] = mapped_column(String(80))
    facet: Mapped[Facet | None]
    score: Mapped[float]
    milliseconds: Mapped[float]
    reply: Mapped[str] = mapped_column(Text)  # as JSON, to be said again when the message comes again
    created_at: Mapped[datetime] = mapped_column(default=now)
