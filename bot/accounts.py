"""The accounts of centres other than the deployment's own, their settings encrypted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot import upserts
from bot.channel import ChannelName
from bot.channel_models import ChannelAccount
from bot.vault import Cipher, Vault
from knowledge.database import now


@dataclass(frozen=True)
class CentreAccount:
    """The settings of a channel for one centre, by the names that they have in the environment."""

    channel: ChannelName
    centre: str
    values: Mapping[str, str]


async def every(sessions: async_sessionmaker[AsyncSession], vault: Vault) -> list[CentreAccount]:
    """Return every account that is kept. Raise SecretUnreadable."""
    async with sessions() as session:
        rows = await session.scalars(select(ChannelAccount).order_by(ChannelAccount.centre_id, ChannelAccount.channel))
        return [CentreAccount(row.channel, row.centre_id, json.loads(vault.decrypt(row.settings))) for row in rows]


async def save(session: AsyncSession, cipher: Cipher, account: CentreAccount) -> None:
    """Keep the settings of a channel for a centre."""
    kept = {"settings": cipher.encrypt(json.dumps(dict(account.values))), "updated_at": now()}
    row = upserts.insert(session, ChannelAccount).values(channel=account.channel, centre_id=account.centre, **kept)
    await session.execute(row.on_conflict_do_update(index_elements=["channel", "centre_id"], set_=kept))


async def remove(session: AsyncSession, channel: ChannelName, centre: str) -> bool:
    """Forget the settings of a channel for a centre; tell whether there were any."""
    removed = await session.execute(
        delete(ChannelAccount)
        .where(ChannelAccount.channel == channel, ChannelAccount.centre_id == centre)
        .returning(ChannelAccount.centre_id)
    )
    return removed.first() is not None
