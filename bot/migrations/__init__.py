"""The database's changes, in order; a process brings its database up to date when it starts."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

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
