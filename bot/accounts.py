"""The accounts of centres other than the deployment's own, their settings encrypted."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import channels, upserts
from bot.channel import ChannelName
from bot.channel_models import ChannelAccount
from bot.errors import ChannelMisconfigured, SecretUnreadable
from bot.vault import Cipher
from knowledge.database import now

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class CentreAccount:
    """The settings of a channel for one centre, by the names that they have in the environment."""

    channel: ChannelName
    centre: str
    values: Mapping[str, str]
    is_own: bool = False  # of the deployment itself, from its environment


async def configured(
    session: AsyncSession, cipher: Cipher, values: Mapping[str, str], *, centre: str
) -> list[CentreAccount]:
    """Return the deployment's own accounts, then those that are kept for other centres, as far as they can be used.

    Raise ChannelMisconfigured for one of its own; another centre's is left out, and the log says why.
    """
    own = [CentreAccount(name, centre, values, is_own=True) for name in channels.configured(values)]
    for account in own:
        try:
            channels.settings(account.channel, account.values)
        except ChannelMisconfigured as error:
            raise ChannelMisconfigured(f"{account.channel.value}: {error}") from None
    rows = await session.scalars(select(ChannelAccount).order_by(ChannelAccount.centre_id, ChannelAccount.channel))
    others = [usable for row in rows if (usable := _usable(row, cipher)) is not None]
    return [*own, *others]


def _usable(row: ChannelAccount, cipher: Cipher) -> CentreAccount | None:
    try:
        account = CentreAccount(row.channel, row.centre_id, json.loads(cipher.decrypt(row.settings)))
        channels.settings(account.channel, account.values)
    except (ChannelMisconfigured, SecretUnreadable) as error:
        told = {"channel": row.channel.value, "centre": row.centre_id, "reason": str(error)}
        logger.error("Account left out: see motcua accounts", extra=told)
        return None
    return account


async def save(session: AsyncSession, cipher: Cipher, account: CentreAccount) -> None:
    """Keep the settings of a channel for a centre. Raise ChannelMisconfigured for settings that would not do."""
    channels.settings(account.channel, account.values)
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
