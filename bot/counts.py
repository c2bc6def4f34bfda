"""What happened on the channels, counted by day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import upserts
from bot.channel import ChannelName
from bot.channel_models import ChannelCount
from bot.straight import Straight
from knowledge import centres


async def add(session: AsyncSession, happened: Mapping[tuple[ChannelName, str], int]) -> None:
    """Add to the counts of today. Call it last in a transaction: others wait for these rows."""
    today = centres.today()
    # In one order everywhere, so that two processes never wait for each other.
    for (channel, event), times in sorted(happened.items()):
        adding = _adding(upserts.dialect(session))
        await adding.later(session, channel=channel, day=today, event=event, times=times)


# Statements are made once: to put one together takes longer than to run it.
@cache
def _adding(dialect: str) -> Straight:
    names = {"channel": "channel", "day": "day", "event": "event", "count": "times"}
    given: dict[str, object] = {column: bindparam(name) for column, name in names.items()}
    row = upserts.insert_into(ChannelCount, dialect).values(given)
    more = {"count": ChannelCount.count + bindparam("times")}
    return Straight(row.on_conflict_do_update(index_elements=["channel", "day", "event"], set_=more))


async def of_day(session: AsyncSession, day: date) -> dict[tuple[ChannelName, str], int]:
    """Return what was counted on a day."""
    rows = await session.scalars(select(ChannelCount).where(ChannelCount.day == day))
    return {(row.channel, row.event): row.count for row in rows}
