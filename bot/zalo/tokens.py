"""The pair of tokens of an Official Account: renewed by one process at a time, and never lost.

A refresh token works once and lives three months: losing the next one would silence the account until its
administrator consents anew. So the new pair is on disk before anyone uses it.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.exc import SQLAlchemyError

from bot import exchange, faults
from bot.errors import RateLimited, SecretUnreadable, SendError, Unreachable
from bot.vault import Vault
from bot.zalo.settings import ZaloSettings

logger = logging.getLogger(__name__)

Read = TypeVar("Read")
_FRESH = timedelta(hours=20)  # of the 25 that Zalo gives
_STANDSTILL_SECONDS = 900.0
_PATIENCE_SECONDS = 10.0  # well within the half minute for which the vault holds its lock
_TRIES_TO_KEEP = 5


@dataclass(frozen=True)
class TokenPair:
    """What Zalo gave, and which setting the chain of renewals began with."""

    access: str
    refresh: str
    renew_at: datetime
    expires_at: datetime
    began_with: str


_PAIRS = TypeAdapter(TokenPair)


class Tokens:
    """Gives the access token of one account."""

    def __init__(
        self, settings: ZaloSettings, vault: Vault, client: exchange.Client, clock: Callable[[], datetime]
    ) -> None:
        self._settings, self._vault, self._client, self._clock = settings, vault, client, clock
        self._name = f"zalo:{settings.oa_id}:tokens"
        self._given = settings.refresh_token.get_secret_value()
        self._began_with = hashlib.sha256(self._given.encode()).hexdigest()
        self._pair: TokenPair | None = None
        self._unkept: TokenPair | None = None
        self._stands_until: datetime | None = None
        self._renewals: set[asyncio.Task[TokenPair]] = set()

    async def access(self) -> str:
        """Return a token that holds, renewed in good time. Raise Unreachable, or RateLimited while it is refused."""
        pair = self._pair if self._unkept is None else None
        try:
            pair = pair or await self._from_disk(self._read())
            if pair is not None and self._clock() < pair.renew_at:
                self._pair = pair
                return pair.access
            return (await self._to_the_end(self._renew(refused=""))).access
        except SendError:
            # It is renewed hours before it ends, so that Zalo may be away for a while.
            if pair is not None and self._clock() < pair.expires_at:
                return pair.access
            raise

    async def renew(self, refused: str) -> str:
        """Return another token than the one that Zalo has just refused. Raise Unreachable or RateLimited."""
        return (await self._to_the_end(self._renew(refused=refused))).access

    async def keep(self) -> None:
        """Renew the pair when it is time, so that an account nobody writes to does not lose it."""
        try:
            await self.access()
        except SendError as error:
            logger.warning("The tokens of a Zalo account were not renewed", extra={"reason": error.reason})

    async def _to_the_end(self, renewal: Coroutine[Any, Any, TokenPair]) -> TokenPair:
        """Renew even when whoever asked is cancelled meanwhile: Zalo has then given the pair, and it must be kept."""
        task = asyncio.create_task(self._from_disk(renewal))
        self._renewals.add(task)
        task.add_done_callback(self._forget)
        return await asyncio.shield(task)

    async def _from_disk(self, reading: Coroutine[Any, Any, Read]) -> Read:
        """Return what needs the database, whose failure is told apart from one of the network: nothing was sent."""
        try:
            return await reading
        except SQLAlchemyError as error:
            faults.log(logger, "The tokens of a Zalo account could not be read or locked", error)
            raise Unreachable(type(error).__name__) from None
        except SecretUnreadable as error:
            logger.error("The tokens of a Zalo account are encrypted with another key: see MOTCUA_SECRET_KEY")
            raise RateLimited(_STANDSTILL_SECONDS, is_whole_account=True) from error

    def _forget(self, task: asyncio.Task[TokenPair]) -> None:
        self._renewals.discard(task)
        if not task.cancelled():
            # Looked at, so that an error that nobody waits for any more is not reported as forgotten.
            task.exception()

    async def finish(self) -> None:
        """Wait for renewals under way."""
        await asyncio.gather(*self._renewals, return_exceptions=True)

    async def _renew(self, *, refused: str) -> TokenPair:
        async with self._vault.lock(self._name):
            stored = await self._read()
            if stored is not None and stored.access != refused and self._clock() < stored.renew_at:
                # Another process was quicker.
                self._pair = stored
                return stored
            if self._stands_until is not None and self._clock() < self._stands_until:
                raise RateLimited(_STANDSTILL_SECONDS, is_whole_account=True)
            pair = await self._ask(stored.refresh if stored else self._given)
            await self._keep(pair)
            self._pair = pair
            return pair

    async def _read(self) -> TokenPair | None:
        """Return the pair that is kept, unless the administrator has consented anew since."""
        if self._unkept is not None:
            await self._keep(self._unkept)
            return self._unkept
        kept = await self._vault.read(self._name)
        try:
            pair = _PAIRS.validate_json(kept) if kept else None
        except ValidationError:
            return None
        return pair if pair is not None and pair.began_with == self._began_with else None

    async def _keep(self, pair: TokenPair) -> None:
        self._unkept = pair
        for tries_left in reversed(range(_TRIES_TO_KEEP)):
            try:
                await self._vault.write(self._name, _PAIRS.dump_json(pair).decode())
                self._unkept = None
                return
            except SQLAlchemyError as error:
                # It stays in memory and is written before it is used; only an end of the process would lose it.
                faults.log(logger, "The tokens of a Zalo account are not on disk", error, tries_left=tries_left)
                await asyncio.sleep(0.5)
        raise Unreachable("the new tokens could not be kept")

    async def _ask(self, refresh: str) -> TokenPair:
        form = {"refresh_token": refresh, "app_id": self._settings.app_id, "grant_type": "refresh_token"}
        answer = await exchange.call(
            self._client,
            "POST",
            f"{self._settings.oauth_base.rstrip('/')}/v4/oa/access_token",
            data=form,
            headers={"secret_key": self._settings.app_secret.get_secret_value()},
            timeout=exchange.patience(_PATIENCE_SECONDS),
            is_repeatable=True,
        )
        try:
            lasts = timedelta(seconds=int(answer["expires_in"]))
            access, following = str(answer["access_token"]), str(answer["refresh_token"])
        except (KeyError, ValueError, TypeError, OverflowError):
            raise self._refused(answer.get("error")) from None
        at = self._clock()
        return TokenPair(access, following, at + min(_FRESH, lasts * 0.8), at + lasts, self._began_with)

    def _refused(self, code: object) -> SendError:
        if str(code) == "-32":
            return Unreachable("-32")
        self._stands_until = self._clock() + timedelta(seconds=_STANDSTILL_SECONDS)
        logger.error(
            "Zalo refuses to renew the tokens: its administrator must consent anew, see BOT_ZALO_REFRESH_TOKEN",
            extra={"code": str(code)[:40], "oa_id": self._settings.oa_id},
        )
        return RateLimited(_STANDSTILL_SECONDS, is_whole_account=True)
