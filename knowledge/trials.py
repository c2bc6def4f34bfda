"""A search over records outside any edition: to measure, and to learn from."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from knowledge import index
from knowledge.calibration import Calibration
from knowledge.embedding import Embedder
from knowledge.procedures import Procedure
from knowledge.searcher import Searcher
from knowledge.vectors import VectorCache


@contextmanager
def searching(
    procedures: Sequence[Procedure],
    *,
    embedder: Embedder,
    cache: VectorCache,
    calibration: Calibration,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Searcher]:
    """Give a search over procedures, its index in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="motcua-trial-") as folder:
        index.build(procedures, Path(folder), embedder=embedder, cache=cache, progress=progress)
        yield index.load(Path(folder), embedder, calibration)
