"""How long importing and indexing a file takes, and how long when nothing in it has changed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from bot import migrations
from kiosk.bench import homes
from knowledge import database, editions, embedding, importing
from knowledge.editions import Progress
from knowledge.settings import KnowledgeSettings


@dataclass(frozen=True)
class ImportFigures:
    """What was measured, in seconds."""

    records: int
    rejected: int
    first_import: float
    first_index: float
    again_import: float
    again_index: float


def measure(path: Path, *, progress: Progress | None = None) -> ImportFigures:
    """Import and index a file in a new home, then once more. Raise KnowledgeError."""
    with homes.empty() as home:
        migrations.upgrade(home.database)
        records, rejected, *first = _import_and_index(home, path, progress)
        _, __, *again = _import_and_index(home, path, progress)
    return ImportFigures(records, rejected, *first, *again)


def _import_and_index(home: KnowledgeSettings, path: Path, progress: Progress | None) -> tuple[int, int, float, float]:
    engine = database.connect(home.database)
    sessions = database.sessions(engine)
    started = time.perf_counter()
    with sessions.begin() as session:
        report = importing.run(session, [path])
    imported = time.perf_counter()
    editions.build(sessions, home, embedding.of(home.encoder), progress=progress)
    indexed = time.perf_counter()
    engine.dispose()
    count = report.created + report.updated + report.unchanged
    return count, len(report.rejected), imported - started, indexed - imported
