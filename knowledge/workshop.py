"""The folder in which an edition is built: unseen until it is whole, swept away when its builder died."""

from __future__ import annotations

import fcntl
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge.database import now
from knowledge.manifests import sync

_SUFFIX = ".building"


class Work:
    """A folder under construction."""

    def __init__(self, editions: Path, name: str) -> None:
        self._editions, self.name = editions, name
        self.folder = editions / f".{name}{_SUFFIX}"

    def finish(self) -> None:
        """Give the folder its lasting name; until a row names it, nothing reads it."""
        self.folder = self.folder.rename(self._editions / self.name)
        sync(self._editions)


@contextmanager
def building(editions: Path) -> Iterator[Work]:
    """Give a new folder to build in; when the block fails, it is removed."""
    editions.mkdir(parents=True, exist_ok=True)
    name = f"{now():%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    lock = _lock_path(editions, name)
    with lock.open("w") as held:
        # Held until the row is committed: who finds the lock free knows that the builder is done or dead.
        fcntl.flock(held, fcntl.LOCK_EX)
        work = Work(editions, name)
        work.folder.mkdir()
        try:
            yield work
        except BaseException:
            shutil.rmtree(work.folder, ignore_errors=True)
            raise
        finally:
            lock.unlink(missing_ok=True)


def sweep(editions: Path, known: Callable[[], set[str]]) -> list[str]:
    """Remove what dead builders left behind and return its names; `known` tells the folders in use."""
    if not editions.is_dir():
        return []
    # First look which builders are gone, then ask for the rows: the other order would
    # take an edition finished in between for a left-over.
    abandoned = [folder for folder in editions.iterdir() if folder.is_dir() and not _is_held(editions, folder)]
    named = known()
    removed = [folder for folder in abandoned if folder.name not in named]
    for folder in removed:
        shutil.rmtree(folder, ignore_errors=True)
        _lock_path(editions, _name(folder)).unlink(missing_ok=True)
    return [folder.name for folder in removed]


def _is_held(editions: Path, folder: Path) -> bool:
    try:
        with _lock_path(editions, _name(folder)).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _name(folder: Path) -> str:
    return folder.name.removeprefix(".").removesuffix(_SUFFIX)


def _lock_path(editions: Path, name: str) -> Path:
    return editions / f".{name}.lock"
