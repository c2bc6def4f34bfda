"""Editions: built from the draft, checked, published, rolled back; at most one is published at a time."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from knowledge import checks, drafts, edition_rows, index, library, manifests, records, workshop
from knowledge.calibration import Calibration
from knowledge.checks import CheckReport, Standard
from knowledge.database import now
from knowledge.embedding import Embedder
from knowledge.errors import EditionCorrupt, EditionRefused
from knowledge.models import EditionRow, EditionState
from knowledge.settings import KnowledgeSettings
from knowledge.vectors import VectorCache

logger = logging.getLogger(__name__)

Sessions = sessionmaker[Session]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Built:
    """What a build gave."""

    number: int
    procedures: int
    is_new: bool
    """False when an edition of exactly this content was there already."""


def build(
    sessions: Sessions,
    settings: KnowledgeSettings,
    embedder: Embedder,
    *,
    progress: Progress | None = None,
    anew: bool = False,
) -> Built:
    """Build an edition from the draft, or give the one that has this content. Raise EditionRefused.

    What is half built is never seen: the files get their place when they are whole, the row after that.
    """
    editions = settings.editions_folder
    workshop.sweep(editions, lambda: _folders(sessions))
    with sessions() as session:
        content = _content(drafts.fingerprints(session), embedder)
        if not anew and (same := _sound(edition_rows.with_content(session, content), editions)):
            return Built(same.number, same.procedures, is_new=False)
        procedures = list(drafts.every(session))
    if not procedures:
        raise EditionRefused("The draft is empty. Import records first with: motcua knowledge import PATH")

    with workshop.building(editions) as work:
        records.write(work.folder, procedures)
        cache = VectorCache(settings.vector_cache)
        index.build(procedures, work.folder, embedder=embedder, cache=cache, progress=progress)
        manifest = manifests.write(work.folder, content=content, procedures=len(procedures))
        work.finish()
        row = EditionRow(folder=work.name, manifest=manifest, content=content, procedures=len(procedures))
        with sessions.begin() as session:
            session.add(row)
    logger.info("Edition built", extra={"edition": row.number, "procedures": row.procedures})
    return Built(row.number, row.procedures, is_new=True)


def check(
    sessions: Sessions,
    number: int,
    *,
    embedder: Embedder,
    standard: Standard,
    progress: Progress | None = None,
) -> CheckReport:
    """Check an edition, keep the report with it and return it. Raise EditionNotFound or EditionCorrupt."""
    calibration = Calibration.in_use(standard.settings.calibration)
    with sessions() as session:
        row = edition_rows.find(session, number)
        present = edition_rows.published_or_none(session)
    edition = library.open_edition(row, standard.settings, embedder, calibration)
    published = None
    if present is not None and present.number != number:
        try:
            published = library.open_edition(present, standard.settings, embedder, calibration)
        except EditionCorrupt as error:
            # A new edition is what mends a corrupt one; it must not be held up by it.
            logger.warning("The check does without the figures of the published edition: %s", error)
    report = checks.run(edition, published=published, standard=standard, progress=progress)
    record_check(sessions, number, report)
    return report


def record_check(sessions: Sessions, number: int, report: CheckReport) -> EditionState:
    """Keep the report of a check and return the state it leads to. Raise EditionError."""
    with sessions.begin() as session:
        row = edition_rows.find(session, number)
        row.report, row.checked_at = report.model_dump_json(), now()
        # What is or was published keeps its state: only publishing and rolling back change it.
        if row.state in (EditionState.PUBLISHED, EditionState.RETIRED):
            return row.state
        to = EditionState.CHECKED if report.has_passed else EditionState.DRAFT
        if row.state is not to:
            edition_rows.move(session, number, to, sources=[row.state])
        return to


def report_of(row: EditionRow) -> CheckReport | None:
    """Return the report of an edition's last check; None when it was never checked."""
    return CheckReport.model_validate_json(row.report) if row.report else None


def publish(sessions: Sessions, settings: KnowledgeSettings, number: int, *, skip_check: str = "") -> None:
    """Answer from this edition from now on. Raise EditionNotFound, EditionCorrupt or EditionRefused.

    An edition that did not pass its check is refused, unless a reason to skip it is given, which is kept.
    """
    with sessions() as session:
        row = edition_rows.find(session, number)
    _refuse_unfit(row, skip_check)
    library.verify(row, settings.editions_folder)

    try:
        with sessions.begin() as session:
            row = edition_rows.find(session, number)
            # Looked at again: another process may have published or failed it while the files were read.
            _refuse_unfit(row, skip_check)
            if row.state is EditionState.DRAFT:
                row.skip_reason = skip_check.strip()
            row.published_at, row.retired_at = now(), None
            edition_rows.retire_published(session)
            edition_rows.move(session, number, EditionState.PUBLISHED, sources=[row.state])
    except IntegrityError as error:
        raise EditionRefused("Another process published an edition at the same moment.") from error
    logger.info("Edition published", extra={"edition": number, "skipped_check": bool(skip_check)})
    tidy(sessions, settings)


def rollback(sessions: Sessions, settings: KnowledgeSettings) -> int:
    """Publish the edition that was published before the present one; return its number."""
    with sessions() as session:
        present = edition_rows.published(session)
        candidates = edition_rows.earlier(session, present)
    target = _sound(candidates, settings.editions_folder)
    if target is None:
        raise EditionRefused(f"No sound edition was published before edition {present.number}.")

    with sessions.begin() as session:
        # Another process may have published in the meantime; then going back would undo its work.
        edition_rows.move(session, present.number, EditionState.RETIRED, sources=[EditionState.PUBLISHED])
        edition_rows.find(session, present.number).retired_at = now()
        # The day of its first publication stays, so that a second rollback goes further back.
        edition_rows.move(session, target.number, EditionState.PUBLISHED, sources=[EditionState.RETIRED])
        edition_rows.find(session, target.number).retired_at = None
    logger.info("Edition rolled back", extra={"edition": target.number, "left": present.number})
    return target.number


def tidy(sessions: Sessions, settings: KnowledgeSettings) -> None:
    """Remove the files of old editions that are neither served nor kept for a rollback; their rows stay."""
    with sessions.begin() as session:
        rows = [row for row in edition_rows.every(session) if row.folder]
        retired = [row for row in rows if row.state is EditionState.RETIRED]
        unpublished = [row for row in rows if row.state in (EditionState.DRAFT, EditionState.CHECKED)]
        retired.sort(key=lambda row: row.published_at or row.created_at, reverse=True)
        surplus = [*retired[settings.editions_kept :], *unpublished[settings.editions_kept :]]
        folders = [settings.editions_folder / row.folder for row in surplus]
        for row in surplus:
            row.folder = ""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _content(fingerprints: dict[str, str], embedder: Embedder) -> str:
    ingredients = {"records": fingerprints, "encoder": embedder.name, "code": _code()}
    return hashlib.sha256(json.dumps(ingredients, sort_keys=True).encode()).hexdigest()


@cache
def _code() -> str:
    """Return a hash of the code and word lists that turn records into an index."""
    package = Path(__file__).parent
    files = (path for folder in (package, package / "vietnamese") for path in folder.iterdir())
    digest = hashlib.sha256()
    for path in sorted(path for path in files if path.suffix in (".py", ".yml", ".txt")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _sound(rows: Iterable[EditionRow], editions: Path) -> EditionRow | None:
    for row in rows:
        try:
            library.require_usable(row, editions)
        except EditionCorrupt as error:
            logger.warning("A corrupt edition is passed over: %s", error, extra={"edition": row.number})
            continue
        return row
    return None


def _folders(sessions: Sessions) -> set[str]:
    with sessions() as session:
        return edition_rows.folders(session)


def _refuse_unfit(row: EditionRow, skip_check: str) -> None:
    if row.state is EditionState.PUBLISHED:
        raise EditionRefused(f"Edition {row.number} is published already.")
    if row.state is not EditionState.DRAFT or skip_check.strip():
        return
    report = report_of(row)
    if report is None:
        raise EditionRefused(
            f"Edition {row.number} has not been checked. Check it with: motcua knowledge check {row.number}"
        )
    raise EditionRefused(
        f"Edition {row.number} failed its check with {len(report.errors)} errors. "
        f"See them with: motcua knowledge check {row.number} "
        "Publish all the same with: --skip-check REASON"
    )
