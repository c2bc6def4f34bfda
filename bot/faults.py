"""Logging of a fault without the words that caused it."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path


def log(logger: logging.Logger, message: str, error: BaseException, **fields: object) -> None:
    """Log what kind of fault happened and where, never its text: that may hold what a citizen wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-4:]))
    logger.error(message, extra={"error": type(error).__name__, "where": where, **fields})
