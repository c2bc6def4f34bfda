"""The library: the published edition, swapped without a restart when another one is published."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from knowledge import centres, database, edition_rows, index, manifests, overrides
from knowledge.calibration import Calibration, Thresholds
from knowledge.centres import Centre
from knowledge.embedding import Embedder
from knowledge.errors import EditionCorrupt, NoEditionPublished, StorageUnavailable
from knowledge.models import EditionRow
from knowledge.overrides import Override
from knowledge.procedures import Procedure
from knowledge.records import Records
from knowledge.remembered import Remembered
from knowledge.searcher import Searcher
from knowledge.settings import KnowledgeSettings

logger = logging.getLogger(__name__)

_LOCAL_VALUES_KEPT_SECONDS = 10.0
"""How long a change of what holds at a centre may wait."""


@dataclass(frozen=True)
class PublishedEdition:
    """An edition opened for reading."""

    number: int
    records: Records
    thresholds: Thresholds
    search: Searcher | None = None
    """None where it was opened for its records alone."""

    @property
    def searcher(self) -> Searcher:
        """The search in it; a process that asked for records alone has none."""
        assert self.search is not None
        return self.search

    def procedure(self, code: str) -> Procedure:
        """Return a procedure by its code. Raise ProcedureNotFound."""
        return self.records.procedure(code)

    def codes(self) -> tuple[str, ...]:
        """Return every code, in order."""
        return self.records.codes()


def open_edition(
    row: EditionRow, settings: KnowledgeSettings, embedder: Embedder | None, calibration: Calibration
) -> PublishedEdition:
    """Verify the files of an edition and open it, without an encoder its records alone. Raise EditionCorrupt."""
    folder = verify(row, settings.editions_folder)
    index.require_readable(folder)
    return PublishedEdition(
        number=row.number,
        records=Records(folder, cached=settings.records_cached),
        thresholds=calibration.thresholds,
        search=index.load(folder, embedder, calibration) if embedder else None,
    )


def open_records(row: EditionRow, settings: KnowledgeSettings) -> Records:
    """Verify the files of an edition and open its records alone. Raise EditionCorrupt."""
    return Records(verify(row, settings.editions_folder), cached=settings.records_cached)


def verify(row: EditionRow, editions: Path) -> Path:
    """Return the folder of an edition after comparing its files with the manifest. Raise EditionCorrupt."""
    if not row.folder:
        raise EditionCorrupt(f"The files of edition {row.number} were removed to save space.")
    manifests.verify(editions / row.folder, manifest=row.manifest)
    return editions / row.folder


def require_usable(row: EditionRow, editions: Path) -> None:
    """Return where an edition is whole and this version of the code can search it. Raise EditionCorrupt."""
    index.require_readable(verify(row, editions))


class Library:
    """Gives the published edition; safe to use from many threads. Without an encoder its records alone are opened."""

    def __init__(
        self, settings: KnowledgeSettings, embedder: Embedder | None, calibration: Calibration | None = None
    ) -> None:
        self._settings, self._embedder = settings, embedder
        self._calibration = calibration or Calibration.in_use(settings.calibration)
        self._engine = database.connect(settings.database)
        self._sessions = database.reading_sessions(self._engine)
        self._serving: PublishedEdition | None = None
        self._lock = threading.Lock()
        self._looked_at = 0.0
        self._holding = Remembered(self._in_force, seconds=_LOCAL_VALUES_KEPT_SECONDS)
        self._faulty: dict[int, float] = {}

    def current(self) -> PublishedEdition:
        """Return the published edition, or the last sound one. Raise NoEditionPublished or EditionCorrupt.

        Once something is served this never waits: a newer edition is opened beside it and takes its place.
        """
        serving = self._serving
        if serving is None:
            return self.refresh()
        if time.monotonic() - self._looked_at >= self._settings.edition_poll_seconds:
            self._looked_at = time.monotonic()
            # While one thread opens an edition, others need not wait in line behind it.
            if not self._lock.locked() and self._has_another(serving):
                threading.Thread(target=self._swap, name="edition-swap", daemon=True).start()
        return serving

    def refresh(self) -> PublishedEdition:
        """Open the published edition now if it is not the one served, and return what is served."""
        with self._lock:
            self._looked_at = time.monotonic()
            try:
                row, fallbacks = self._rows()
            except NoEditionPublished:
                if self._serving is None:
                    raise
                return self._serving
            if self._serving is None or self._serving.number != row.number:
                self._serving = self._open_first_sound(row, fallbacks)
            return self._serving

    def localised(self, procedure: Procedure, *, centre_id: str, today: date) -> Procedure:
        """Return the procedure with what holds of it at a centre today. Raise CentreNotFound or StorageUnavailable."""
        return overrides.apply(procedure, self._holding.of((centre_id, today)))

    def centre(self, centre_id: str = "") -> Centre:
        """Return a centre, the deployment's own when none is named. Raise CentreNotFound or StorageUnavailable."""
        with self._reading() as session:
            return centres.find(session, centre_id or self._settings.centre_id)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _in_force(self, at: tuple[str, date]) -> Mapping[str, Sequence[Override]]:
        centre_id, today = at
        with self._reading() as session:
            return overrides.in_force(session, centre_id=centre_id, today=today)

    def _rows(self) -> tuple[EditionRow, list[EditionRow]]:
        with self._reading() as session:
            row = edition_rows.published(session)
            return row, edition_rows.earlier(session, row)

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        try:
            with self._sessions() as session:
                yield session
        except SQLAlchemyError as error:
            raise StorageUnavailable(self._settings.database, error) from error

    def _has_another(self, serving: PublishedEdition) -> bool:
        try:
            row, _ = self._rows()
        except (NoEditionPublished, StorageUnavailable):
            # What is served stays right while the database is away.
            logger.warning("The published edition could not be looked up", exc_info=True)
            return False
        return row.number != serving.number and not self._is_known_faulty(row)

    def _swap(self) -> None:
        try:
            self.refresh()
        except Exception:
            # A thread of its own: nobody else would hear of the fault, and the old edition goes on.
            logger.exception("The newly published edition could not be opened")

    def _open_first_sound(self, row: EditionRow, fallbacks: list[EditionRow]) -> PublishedEdition:
        # What is served already is the best fallback; without it the editions published before are tried.
        for candidate in (row,) if self._serving else (row, *fallbacks):
            if not self._is_known_faulty(candidate) and (edition := self._open(candidate)):
                return edition
        if self._serving is None:
            raise EditionCorrupt(
                f"Edition {row.number} is corrupt and no earlier one is sound. Build and publish anew with: "
                "motcua knowledge index, motcua knowledge publish"
            )
        return self._serving

    def _open(self, row: EditionRow) -> PublishedEdition | None:
        try:
            edition = open_edition(row, self._settings, self._embedder, self._calibration)
        except EditionCorrupt as error:
            self._faulty[row.number] = time.monotonic()
            # The error names the file and the mend; its traceback would only frighten whoever asks at a terminal.
            logger.error("A corrupt edition is not served: %s", error, extra={"edition": row.number})
            return None
        logger.info("Edition served", extra={"edition": row.number})
        return edition

    def _is_known_faulty(self, row: EditionRow) -> bool:
        found_at = self._faulty.get(row.number)
        return found_at is not None and time.monotonic() - found_at < self._settings.edition_retry_seconds
