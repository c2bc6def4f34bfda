"""The database's changes, in order; a process brings its database up to date when it starts."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from knowledge.database import connect


def configuration() -> Config:
    """Return alembic's configuration; it needs no file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(url: str) -> None:
    """Bring a database to the newest revision; one that is there already is left alone."""
    config = configuration()
    engine = connect(url)
    _let_tables_be_rebuilt(engine)
    try:
        # One transaction holds the write lock from its start, so that two processes started at once take turns.
        with engine.begin() as connection:
            current = MigrationContext.configure(connection).get_current_heads()
            if set(current) == set(ScriptDirectory.from_config(config).get_heads()):
                return
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def _let_tables_be_rebuilt(engine: Engine) -> None:
    """Have SQLite drop a table without what belongs to its rows: it changes most of a table by a copy."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _without_foreign_keys)


def _without_foreign_keys(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    cursor.close()
