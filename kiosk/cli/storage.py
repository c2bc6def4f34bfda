"""The database as a command needs it: brought up to date, and closed at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from knowledge.settings import KnowledgeSettings


@dataclass(frozen=True)
class Storage:
    """The settings and the sessions of a command."""

    settings: KnowledgeSettings
    sessions: sessionmaker[Session]


@contextmanager
def opened() -> Iterator[Storage]:
    """Give the migrated database of this deployment. Raise StorageUnavailable."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot import migrations
    from knowledge import database
    from knowledge.errors import StorageUnavailable
    from knowledge.settings import KnowledgeSettings

    settings = KnowledgeSettings()
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        migrations.upgrade(settings.database)
        engine = database.connect(settings.database)
        try:
            yield Storage(settings, database.sessions(engine))
        finally:
            engine.dispose()
    except (SQLAlchemyError, OSError) as error:
        raise StorageUnavailable(settings.database, error) from error
