"""What happened on the channels, counted by day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import upserts
from bot.channel import ChannelName
from bot.channel_models import ChannelCount
from knowledge import centres


async def add(session: AsyncSession, happened: Mapping[tuple[ChannelName, str], int]) -> None:
    """Add to the counts of today. Call it last in a transaction: others wait for these rows."""
    today = centres.today()
    # In one order everywhere, so that two processes never wait for each other.
    for (channel, event), times in sorted(happened.items()):
        row = upserts.insert(session, ChannelCount).values(channel=channel, day=today, event=event, count=times)
        await session.execute(
            row.on_conflict_do_update(
                index_elements=["channel", "day", "event"], set_={"count": ChannelCount.count + times}
            )
        )


async def of_day(session: AsyncSession, day: date) -> dict[tuple[ChannelName, str], int]:
    """Return what was counted on a day."""
    rows = await session.scalars(select(ChannelCount).where(ChannelCount.day == day))
    return {(row.channel, row.event): row.count for row in rows}
