"""Spoken replies kept on disk: a reply said once is not fetched again."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from bot.speech.sounds import SoundFormat
from knowledge.procedures import Language


class SoundCache:
    """Files named by a hash of what is said; the least used go when there are too many."""

    def __init__(self, folder: Path, *, megabytes: int) -> None:
        self._folder, self._most_bytes = folder, megabytes * 1_000_000

    def find(self, text: str, language: Language, into: SoundFormat, *, engine: str) -> bytes | None:
        """Return the sound that was kept for a text, if it was."""
        path = self._path(text, language, into, engine)
        try:
            sound = path.read_bytes()
            # Touched, so that what is asked often stays.
            os.utime(path)
        except OSError:
            return None
        return sound or None

    def keep(self, text: str, language: Language, into: SoundFormat, sound: bytes, *, engine: str) -> None:
        """Keep a sound; a full or read-only disk only means that it is made again."""
        if not sound or not self._most_bytes:
            return
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
            with os.fdopen(descriptor, "wb") as file:
                file.write(sound)
            # Whole or not at all, whoever reads at the same time.
            Path(name).replace(self._path(text, language, into, engine))
            self._make_room()

    def _path(self, text: str, language: Language, into: SoundFormat, engine: str) -> Path:
        said = "\0".join((engine, language.value, text))
        return self._folder / f"{hashlib.sha256(said.encode()).hexdigest()}.{into.value}"

    def _make_room(self) -> None:
        files = [(path, path.stat()) for path in self._folder.iterdir() if path.is_file()]
        taken = sum(stat.st_size for _, stat in files)
        for path, stat in sorted(files, key=lambda file: file[1].st_mtime):
            if taken <= self._most_bytes:
                return
            path.unlink(missing_ok=True)
            taken -= stat.st_size
