"""The doctor: what this installation has, what it lacks, and the command that mends it."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import migrations
from kiosk import web_files
from knowledge import centres, database, edition_rows, embedding, library
from knowledge.calibration import Calibration
from knowledge.errors import EditionCorrupt, KnowledgeError, StorageUnavailable
from knowledge.models import EditionRow
from knowledge.settings import KnowledgeSettings

_GOLDEN_COSINE = 0.99
_OLD_AFTER_DAYS = 180
_LITTLE_SPACE_GIGABYTES = 1
_PACKAGE = "motcua"
_REQUIREMENT = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)[^;]*(?:;.*extra == ['\"](?P<extra>[^'\"]+)['\"])?")


class Health(StrEnum):
    """How a part stands."""

    OK = "ok"
    NOTE = "note"  # works; the operator may want to know
    MISSING = "missing"  # needed, and not there


@dataclass(frozen=True)
class Finding:
    """What was found of one part."""

    part: str
    health: Health
    told: str
    mend: str = ""
    """The command that mends it, or what to set."""


def examine(settings: KnowledgeSettings) -> Iterator[Finding]:
    """Yield a finding per part, in the order in which they should be mended."""
    yield _python()
    yield from _packages()
    yield _home(settings.home)
    yield _database(settings)
    yield _web()
    yield _calibration(settings)
    yield _encoder(settings)
    yield from _in_database(settings)


def _python() -> Finding:
    return Finding("python", Health.OK, ".".join(str(part) for part in sys.version_info[:3]))


def _packages() -> Iterator[Finding]:
    """Yield a finding on the packages that are needed and one per optional extra."""
    wanted: dict[str, list[str]] = {}
    for requirement in importlib.metadata.requires(_PACKAGE) or ():
        found = _REQUIREMENT.match(requirement)
        if found is not None:
            wanted.setdefault(found["extra"] or "", []).append(found["name"])
    for extra, names in wanted.items():
        missing = [name for name in names if not _is_installed(name)]
        if not extra:
            yield _needed_packages(names, missing)
        elif missing:
            told = f"not installed: {', '.join(missing)}"
            yield Finding(f"extra {extra}", Health.NOTE, told, f"pip install '{_PACKAGE}[{extra}]'")
        else:
            yield Finding(f"extra {extra}", Health.OK, "installed")


def _needed_packages(names: list[str], missing: list[str]) -> Finding:
    if missing:
        return Finding("packages", Health.MISSING, f"not installed: {', '.join(missing)}", "make setup")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    return Finding("packages", Health.OK, versions)


def _is_installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _home(home: Path) -> Finding:
    mend = "export MOTCUA_HOME=/a/folder/you/may/write/to"
    # What is not there yet is made by the first command; then its nearest parent must let it be made.
    place = next((p for p in (home.absolute(), *home.absolute().parents) if p.exists()), home)
    try:
        with tempfile.TemporaryFile(dir=place):
            free = shutil.disk_usage(place).free / 1e9
    except OSError as error:
        told = f"{home.absolute()} cannot be written to: {error.strerror}"
        return Finding("home folder", Health.MISSING, told, mend)
    if free < _LITTLE_SPACE_GIGABYTES:
        return Finding("home folder", Health.NOTE, f"{home.absolute()}: only {free:.1f} GB free")
    return Finding("home folder", Health.OK, f"{home.absolute()}, {free:.0f} GB free")


def _database(settings: KnowledgeSettings) -> Finding:
    mend = "motcua knowledge setup"
    try:
        told = make_url(settings.database).render_as_string(hide_password=True)
        if is_absent_file(settings.database):
            return Finding("database", Health.MISSING, f"{told} is not there yet", mend)
        is_current = _is_migrated(settings.database)
    except (SQLAlchemyError, StorageUnavailable) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        mend = "set MOTCUA_DATABASE_URL to a database that answers, or leave it out"
        return Finding("database", Health.MISSING, f"cannot be used: {reason}", mend)
    if not is_current:
        return Finding("database", Health.MISSING, f"{told} is not up to date", mend)
    return Finding("database", Health.OK, told)


def is_absent_file(url: str) -> bool:
    """Tell whether a database is a file that is not there yet: to look must not make it."""
    parsed = make_url(url)
    return parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").exists()


def _is_migrated(url: str) -> bool:
    scripts = ScriptDirectory.from_config(migrations.configuration())
    engine = database.connect(url)
    try:
        with engine.connect().execution_options(read_only=True) as connection:
            heads = MigrationContext.configure(connection).get_current_heads()
    finally:
        engine.dispose()
    return set(heads) == set(scripts.get_heads())


def _web() -> Finding:
    if (web_files.FOLDER / "index.html").is_file():
        return Finding("web app", Health.OK, "built")
    return Finding("web app", Health.MISSING, "not built", "make setup")


def _calibration(settings: KnowledgeSettings) -> Finding:
    try:
        thresholds = Calibration.in_use(settings.calibration).thresholds
    except (KnowledgeError, OSError, ValueError, KeyError, TypeError) as error:
        told = f"cannot be read: {error}"
        return Finding("calibration", Health.MISSING, told, "motcua knowledge calibrate QUESTIONS.jsonl")
    return Finding("calibration", Health.OK, f"answers from {thresholds.answer:.2f}, offers from {thresholds.near:.2f}")


def _encoder(settings: KnowledgeSettings) -> Finding:
    mend = "unset MOTCUA_ENCODER" if settings.encoder else "pip install --force-reinstall motcua"
    try:
        embedder = embedding.of(settings.encoder)
        agreement = embedding.self_test(embedder)
    except (KnowledgeError, OSError, ImportError) as error:
        return Finding("encoder", Health.MISSING, str(error), mend)
    told = f"{embedder.name}, agrees with its golden vectors to {agreement:.4f}"
    if agreement < _GOLDEN_COSINE:
        return Finding("encoder", Health.MISSING, f"{told}; {_GOLDEN_COSINE} is needed", mend)
    return Finding("encoder", Health.OK, told)


def _in_database(settings: KnowledgeSettings) -> Iterator[Finding]:
    try:
        if is_absent_file(settings.database):
            yield _no_edition()
            return
        engine = database.connect(settings.database)
        with database.reading_sessions(engine)() as session:
            yield _edition(session, settings)
            yield _centre(session, settings)
        engine.dispose()
    except (SQLAlchemyError, StorageUnavailable):
        # What is wrong with the database has been told above.
        yield _no_edition()


def _no_edition() -> Finding:
    return Finding("edition", Health.MISSING, "none is published", "motcua knowledge setup")


def _edition(session: Session, settings: KnowledgeSettings) -> Finding:
    row = edition_rows.published_or_none(session)
    if row is None:
        return _no_edition()
    try:
        library.require_usable(row, settings.editions_folder)
    except KnowledgeError as error:
        told = f"edition {row.number} is corrupt: {error}"
        has_earlier = any(_is_sound(earlier, settings) for earlier in edition_rows.earlier(session, row))
        mend = "motcua knowledge rollback" if has_earlier else "motcua knowledge index && motcua knowledge publish"
        return Finding("edition", Health.MISSING, told, mend)
    age = (database.now() - row.created_at).days
    told = f"edition {row.number}, {row.procedures} procedures, {age} days old, files sound"
    if row.skip_reason:
        return Finding("edition", Health.NOTE, f"{told}; published without its check: {row.skip_reason}")
    if age > _OLD_AFTER_DAYS:
        return Finding("edition", Health.NOTE, told, "motcua knowledge import PATH")
    return Finding("edition", Health.OK, told)


def _is_sound(row: EditionRow, settings: KnowledgeSettings) -> bool:
    try:
        library.require_usable(row, settings.editions_folder)
    except EditionCorrupt:
        return False
    return True


def _centre(session: Session, settings: KnowledgeSettings) -> Finding:
    try:
        centre = centres.find(session, settings.centre_id)
    except KnowledgeError as error:
        return Finding("centre", Health.MISSING, str(error), "motcua knowledge centre import FILE")
    if centre.is_sample:
        told = f"{centre.id}: sample data, not a real centre"
        return Finding("centre", Health.NOTE, told, "motcua knowledge centre import FILE")
    return Finding("centre", Health.OK, f"{centre.id}: {centre.name}")
