"""The records of an edition on disk, read one at a time: thousands of parsed ones would fill a small PC."""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from knowledge.errors import EditionCorrupt, ProcedureNotFound
from knowledge.procedures import Procedure

NAME = "records.db"


def write(folder: Path, procedures: Iterable[Procedure]) -> None:
    """Write the records file of an edition into its folder. Raise EditionCorrupt when two share a code."""
    path = folder / NAME
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute(
            "CREATE TABLE records (code TEXT PRIMARY KEY, name TEXT, fingerprint TEXT, record BLOB) WITHOUT ROWID"
        )
        rows = ((p.code, p.name, p.fingerprint(), _packed(p)) for p in procedures)
        connection.executemany("INSERT INTO records VALUES (?, ?, ?, ?)", rows)
        connection.commit()
    except sqlite3.IntegrityError as error:
        raise EditionCorrupt(f"{path}: two records have the same code.") from error
    finally:
        connection.close()


class Records:
    """The records of one edition; safe to use from many threads."""

    def __init__(self, folder: Path, *, cached: int) -> None:
        self._path = folder / NAME
        self._cached = cached
        self._recent: OrderedDict[str, Procedure] = OrderedDict()
        self._lock = threading.Lock()
        try:
            # The file never changes, so SQLite needs no locks and no journal beside it.
            uri = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            rows = self._connection.execute("SELECT code FROM records ORDER BY code").fetchall()
        except sqlite3.Error as error:
            raise EditionCorrupt(f"{self._path} cannot be read: {error}.") from error
        self._codes: tuple[str, ...] = tuple(code for (code,) in rows)

    def codes(self) -> tuple[str, ...]:
        """Return every code, in order."""
        return self._codes

    def procedure(self, code: str) -> Procedure:
        """Return a procedure by its code. Raise ProcedureNotFound or EditionCorrupt."""
        with self._lock:
            known = self._recent.get(code)
            if known is not None:
                self._recent.move_to_end(code)
                return known
        procedure = self.read(code)
        with self._lock:
            self._recent[code] = procedure
            while len(self._recent) > self._cached:
                self._recent.popitem(last=False)
        return procedure

    def read(self, code: str) -> Procedure:
        """Return a procedure from the disk and keep nothing. Raise ProcedureNotFound or EditionCorrupt."""
        try:
            with self._lock:
                query = "SELECT record FROM records WHERE code = ?"
                row: tuple[bytes] | None = self._connection.execute(query, (code,)).fetchone()
        except sqlite3.Error as error:
            raise EditionCorrupt(f"{self._path} cannot be read: {error}.") from error
        if row is None:
            raise ProcedureNotFound(code)
        try:
            return Procedure.model_validate_json(zlib.decompress(row[0]))
        except (zlib.error, ValidationError) as error:
            raise EditionCorrupt(f"{self._path}: the record {code} cannot be understood.") from error

    def every(self) -> Iterator[Procedure]:
        """Yield every procedure in the order of its code, keeping none. Raise EditionCorrupt."""
        return map(self.read, self._codes)

    def fingerprints(self) -> dict[str, str]:
        """Return the fingerprint of every record by its code."""
        return self._pairs("SELECT code, fingerprint FROM records ORDER BY code")

    def names(self) -> dict[str, str]:
        """Return the official name of every procedure by its code."""
        return self._pairs("SELECT code, name FROM records ORDER BY code")

    def _pairs(self, query: str) -> dict[str, str]:
        try:
            with self._lock:
                return dict(self._connection.execute(query).fetchall())
        except sqlite3.Error as error:
            raise EditionCorrupt(f"{self._path} cannot be read: {error}.") from error


def _packed(procedure: Procedure) -> bytes:
    return zlib.compress(procedure.model_dump_json(exclude_defaults=True).encode(), 6)
