"""Secrets at rest: encrypted, and renewed by one process at a time."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot import upserts
from bot.channel_models import Secret
from bot.errors import SecretKeyInvalid, SecretUnreadable
from knowledge.database import now

_LOCK = timedelta(seconds=30)
_PATIENCE_SECONDS = 0.05


class Cipher:
    """Encrypts what lies on a disk. Raise SecretKeyInvalid."""

    def __init__(self, key: bytes) -> None:
        try:
            self._cipher = Fernet(key)
        except ValueError:
            raise SecretKeyInvalid(
                "MOTCUA_SECRET_KEY is no key. Leave it empty, or make one: "
                'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
            ) from None

    def encrypt(self, value: str) -> str:
        """Return a value as it may lie on a disk."""
        return self._cipher.encrypt(value.encode()).decode()

    def decrypt(self, value: str) -> str:
        """Return what was encrypted. Raise SecretUnreadable."""
        try:
            return self._cipher.decrypt(value.encode()).decode()
        except InvalidToken:
            raise SecretUnreadable("A secret was encrypted with another key: see MOTCUA_SECRET_KEY.") from None


class Vault(Cipher):
    """Keeps tokens of networks in the database, encrypted with a key that is not in it."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], key: bytes) -> None:
        super().__init__(key)
        self._sessions = sessions

    async def read(self, name: str) -> str | None:
        """Return a secret; None where none was ever written. Raise SecretUnreadable."""
        async with self._sessions() as session:
            value = await session.scalar(select(Secret.value).where(Secret.name == name))
        return self.decrypt(value) if value else None

    async def write(self, name: str, value: str) -> None:
        """Keep a secret; when this returns it is on disk."""
        kept = {"value": self.encrypt(value), "updated_at": now()}
        async with self._sessions.begin() as session:
            row = upserts.insert(session, Secret).values(name=name, **kept)
            await session.execute(row.on_conflict_do_update(index_elements=["name"], set_=kept))

    @asynccontextmanager
    async def lock(self, name: str) -> AsyncIterator[None]:
        """Hold a secret while it is renewed: across processes, and freed after half a minute should we die.

        No transaction is open meanwhile. Read the secret again inside: another process may have renewed it.
        """
        owner = secrets.token_hex(16)
        async with self._sessions.begin() as session:
            await upserts.insert_once(session, Secret, {"name": name, "value": "", "updated_at": now()})
        # The holder is mostly another process, so there is nothing in this one to wait for but time.
        while not await self._try_lock(name, owner):  # noqa: ASYNC110
            await asyncio.sleep(_PATIENCE_SECONDS)
        try:
            yield
        finally:
            async with self._sessions.begin() as session:
                await session.execute(
                    update(Secret)
                    .where(Secret.name == name, Secret.lock_owner == owner)
                    .values(lock_until=None, lock_owner=None)
                )

    async def _try_lock(self, name: str, owner: str) -> bool:
        at = now()
        async with self._sessions.begin() as session:
            # One conditional UPDATE, so that two processes cannot both succeed.
            locked = await session.execute(
                update(Secret)
                .where(Secret.name == name, or_(Secret.lock_until.is_(None), Secret.lock_until < at))
                .values(lock_until=at + _LOCK, lock_owner=owner)
                .returning(Secret.name)
            )
            return locked.first() is not None


def key(given: str, home: Path) -> bytes:
    """Return the deployment's key: the one given, or that of a file only its owner reads, made if absent."""
    if given:
        return given.encode()
    path = home / "secret.key"
    home.mkdir(parents=True, exist_ok=True)
    made = home / f".secret.{secrets.token_hex(8)}"
    if not path.exists():
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(Fernet.generate_key())
        try:
            # The first of several processes wins; none reads half a key.
            os.link(made, path)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_bytes()
