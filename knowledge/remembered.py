"""What was looked up a moment ago and need not be looked up again."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from knowledge.errors import StorageUnavailable

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_MOST_KEPT = 1000


class Remembered(Generic[K, V]):
    """Looks each thing up once in so many seconds; safe to use from many threads."""

    def __init__(self, look_up: Callable[[K], V], *, seconds: float) -> None:
        self._look_up, self._seconds = look_up, seconds
        self._kept: dict[K, tuple[float, V]] = {}

    def of(self, key: K) -> V:
        """Return what was looked up, and raise what looking it up raises; a failure is not remembered.

        While the database is away, what was looked up last stays right.
        """
        now = time.monotonic()
        kept = self._kept.get(key)
        if kept is not None and now - kept[0] <= self._seconds:
            return kept[1]
        try:
            found = self._look_up(key)
        except StorageUnavailable:
            if kept is None:
                raise
            return kept[1]
        if len(self._kept) >= _MOST_KEPT:
            self._kept = {}
        self._kept[key] = now, found
        return found
