"""The manifest of an edition: what every file of it must be, so that a damaged one is never served."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from pydantic import ValidationError

from knowledge.errors import EditionCorrupt
from knowledge.procedures import Model

NAME = "manifest.json"


class FileEntry(Model):
    """What one file must be."""

    sha256: str
    bytes: int


class Manifest(Model):
    """Every file of an edition but the manifest itself, by its path below the folder."""

    content: str
    procedures: int
    files: dict[str, FileEntry]


def write(folder: Path, *, content: str, procedures: int) -> str:
    """Write the manifest of a finished folder, bring all of it onto the disk; return the manifest's hash."""
    files = {
        path.relative_to(folder).as_posix(): FileEntry(sha256=_hash(path), bytes=path.stat().st_size)
        for path in _files(folder)
    }
    manifest = Manifest(content=content, procedures=procedures, files=files)
    (folder / NAME).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    for path in (*folder.rglob("*"), folder):
        sync(path)
    return _hash(folder / NAME)


def verify(folder: Path, *, manifest: str) -> None:
    """Compare every file with the manifest, and it with its hash. Raise EditionCorrupt."""
    path = folder / NAME
    try:
        if _hash(path) != manifest:
            raise EditionCorrupt(f"{path} is not the manifest that was written.")
        files = Manifest.model_validate_json(path.read_bytes()).files
        present = {found.relative_to(folder).as_posix() for found in _files(folder)}
        if missing := sorted(files.keys() - present):
            raise EditionCorrupt(f"{folder / missing[0]} is missing.")
        if foreign := sorted(present - files.keys()):
            raise EditionCorrupt(f"{folder / foreign[0]} does not belong to the edition.")
        for name, entry in files.items():
            # The size first: a file cut short is told without reading it.
            if (folder / name).stat().st_size != entry.bytes or _hash(folder / name) != entry.sha256:
                raise EditionCorrupt(f"{folder / name} is not as it was written.")
    except FileNotFoundError as error:
        raise EditionCorrupt(f"{error.filename} is missing.") from error
    except OSError as error:
        raise EditionCorrupt(f"{error.filename} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        raise EditionCorrupt(f"{path} cannot be understood.") from error


def sync(path: Path) -> None:
    """Bring a file or folder onto the disk, so that a power cut cannot undo it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / NAME)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
