"""Buttons on networks that carry only a few bytes back: what pressing one sends, kept under a short code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import upserts
from bot.channel_models import ButtonCode
from bot.straight import Straight
from nlu.replies import Suggestion

LONGEST = 64  # bytes, on Telegram


def data(send: str) -> str:
    """Return what a button carries for a text, at most 64 bytes: the text itself where it is short enough."""
    plain = f"={send}"
    return plain if len(plain.encode()) <= LONGEST else f"#{code(send)}"


def code(send: str) -> str:
    """Return the short code of a text."""
    return hashlib.sha256(send.encode()).hexdigest()[:24]


async def remember(session: AsyncSession, suggestions: Iterable[Suggestion]) -> None:
    """Keep the texts that `data` gives a code for."""
    long = {suggestion.send for suggestion in suggestions if data(suggestion.send).startswith("#")}
    for send in sorted(long):
        await _remembering(upserts.dialect(session)).later(session, code=code(send), send=send)


@cache
def _remembering(dialect: str) -> Straight:
    row = upserts.insert_into(ButtonCode, dialect).values(code=bindparam("code"), send=bindparam("send"))
    return Straight(row.on_conflict_do_nothing())


async def resolve(session: AsyncSession, carried: str) -> str | None:
    """Return the text of a pressed button; None for a code that nobody gave."""
    if carried.startswith("="):
        return carried[1:]
    sent: str | None = await session.scalar(select(ButtonCode.send).where(ButtonCode.code == carried[1:]))
    return sent
