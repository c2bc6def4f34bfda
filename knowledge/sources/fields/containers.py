"""Opening files that may be compressed: gzip read to its end before anything of it is believed."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from knowledge.errors import SourceUnreadable

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
# The files of Word 97 and Excel 97.
OLE = b"\xd0\xcf\x11\xe0"
_HEAD = 65_536
_CHUNK = 1 << 20


def head(path: Path) -> bytes:
    """Return how a file begins; of a gzip file, how its content begins. Raise SourceUnreadable."""
    try:
        with path.open("rb") as file:
            start = file.read(_HEAD)
    except OSError as error:
        raise SourceUnreadable(
            str(path), "The file cannot be opened.", mend=f"The system says: {error.strerror}."
        ) from error
    if not start.strip():
        raise SourceUnreadable(str(path), "The file is empty.", mend="Download it again.")
    if not start.startswith(GZIP):
        return start
    try:
        return zlib.decompressobj(wbits=31).decompress(start, _HEAD)
    except zlib.error as error:
        raise _broken_gzip(path) from error


def opened(path: Path) -> BinaryIO:
    """Open a plain or gzip file for reading. Raise SourceUnreadable where the gzip file is cut off."""
    file = path.open("rb")
    is_compressed = file.read(2) == GZIP
    file.seek(0)
    if not is_compressed:
        return file
    file.close()
    _read_to_its_end(path)
    return cast("BinaryIO", gzip.open(path))  # GzipFile reads as a binary file does, without being declared one


def members(path: Path) -> frozenset[str]:
    """Return the names of what a zip file holds; none where it is not a zip file that can be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return frozenset()


def _read_to_its_end(path: Path) -> None:
    try:
        with gzip.open(path) as file:
            while file.read(_CHUNK):
                pass
    except (EOFError, OSError, zlib.error) as error:
        raise _broken_gzip(path) from error


def _broken_gzip(path: Path) -> SourceUnreadable:
    reason = "The gzip file is cut off or damaged; nothing of it was read."
    return SourceUnreadable(str(path), reason, mend="Copy or download it again and compare its size.")
