"""The pace of an account: how soon a network takes its next message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import straight, upserts
from bot.channel_models import SendRate
from bot.channels import Limits
from bot.leases import Account
from bot.straight import Given, Row, Straight
from knowledge.database import now

_BURST_SECONDS = 0.1
"""How far ahead of an even pace an account may send."""
_RATE = Straight(
    select(SendRate.free_at)
    .where(SendRate.channel == bindparam("of_channel"), SendRate.account == bindparam("of_account"))
    .with_for_update()
)
_USING_RATE = Straight(
    update(SendRate)
    .where(SendRate.channel == bindparam("of_channel"), SendRate.account == bindparam("of_account"))
    .values(free_at=bindparam("at"))
)


def locking(account: Account) -> Given:
    """Return what locks the pace of an account until the transaction ends, for `free_at`."""
    channel, name = account
    return _RATE.given(of_channel=channel, of_account=name)


async def free_at(
    session: AsyncSession, account: Account, limits: Limits, at: datetime, locked: Sequence[Row]
) -> datetime:
    """Return from when on the account may send, and take the place where that is now."""
    channel, name = account
    if not locked:
        await upserts.insert_once(session, SendRate, {"channel": channel, "account": name, "free_at": at})
        (locked,) = await straight.together(session, locking(account))
    free: datetime = locked[0][0]
    if free > at + timedelta(seconds=_BURST_SECONDS):
        return free - timedelta(seconds=_BURST_SECONDS)
    used = max(free, at) + timedelta(seconds=1 / limits.per_second)
    await _USING_RATE.later(session, of_channel=channel, of_account=name, at=used)
    return at


async def pause(session: AsyncSession, account: Account, *, seconds: float) -> None:
    """Let an account send nothing for so many seconds: the network has said so."""
    channel, name = account
    await session.execute(
        update(SendRate)
        .where(SendRate.channel == channel, SendRate.account == name)
        .values(free_at=now() + timedelta(seconds=seconds))
    )
