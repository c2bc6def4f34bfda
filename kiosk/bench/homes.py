"""A home folder to measure in, so that what is measured leaves no trace in the real one."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from knowledge.errors import StorageUnavailable
from knowledge.settings import KnowledgeSettings


@contextmanager
def empty() -> Iterator[KnowledgeSettings]:
    """Give the settings of a new home that holds nothing, and remove it at the end."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        yield KnowledgeSettings(home=Path(folder), database_url="")


@contextmanager
def copied(settings: KnowledgeSettings) -> Iterator[KnowledgeSettings]:
    """Give the settings of a home with a copy of the database and the same editions. Raise StorageUnavailable."""
    source = settings.home / "motcua.db"
    if settings.database_url or not source.is_file():
        raise StorageUnavailable(
            settings.database, FileNotFoundError("bench measures on the SQLite of the home folder")
        )
    with empty() as measured:
        with (
            closing(sqlite3.connect(source)) as original,
            closing(sqlite3.connect(measured.home / "motcua.db")) as copy,
        ):
            original.backup(copy)
        measured.editions_folder.symlink_to(settings.editions_folder.absolute())
        yield measured
