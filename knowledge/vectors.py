"""Vectors kept by the hash of their text, so that indexing again costs only what has changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from knowledge.embedding import Embedder, Vectors

_CHUNK = 128


class VectorCache:
    """A file of passage vectors. Several processes may use it at once; a damaged one is begun anew."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        try:
            self._create()
        except sqlite3.DatabaseError:
            path.unlink()
            self._create()

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=60)

    def _create(self) -> None:
        with self._connect() as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)")

    def embed(
        self,
        texts: Sequence[str],
        embedder: Embedder,
        progress: Callable[[int, int], None] | None = None,
        *,
        are_questions: bool = False,
    ) -> Vectors:
        """Return one unit vector a text, from the file where it is known; `progress` hears done and total.

        Questions and passages are two kinds: a text has another vector as the one than as the other.
        """
        made = embedder.embed_queries if are_questions else embedder.embed_passages
        keys = [_key(f"{embedder.name} ?" if are_questions else embedder.name, text) for text in texts]
        known = self._read(set(keys))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        done = len(texts) - len(missing)
        # Texts of one length together: a batch costs what its longest text does.
        order = sorted(missing, key=lambda key: len(missing[key]))
        for start in range(0, len(order), _CHUNK):
            chunk = order[start : start + _CHUNK]
            vectors = made([missing[key] for key in chunk])
            known.update(zip(chunk, vectors, strict=True))
            self._write([(key, vector.tobytes()) for key, vector in zip(chunk, vectors, strict=True)])
            done += len(chunk)
            if progress:
                progress(done, len(texts))
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, embedder.dimension), np.float32)

    def _read(self, keys: set[bytes]) -> dict[bytes, Vectors]:
        found: dict[bytes, Vectors] = {}
        ordered = sorted(keys)
        with self._connect() as connection:
            for start in range(0, len(ordered), 500):
                part = ordered[start : start + 500]
                marks = ",".join("?" * len(part))
                rows = connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)
                found.update((key, np.frombuffer(vector, np.float32)) for key, vector in rows)
        return found

    def _write(self, rows: list[tuple[bytes, bytes]]) -> None:
        with self._connect() as connection:
            connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)


def _key(model: str, text: str) -> bytes:
    return hashlib.sha256(f"{model}\0{text}".encode()).digest()
