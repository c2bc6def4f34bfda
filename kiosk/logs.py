"""How the process logs: one line a record, its fields behind it."""

from __future__ import annotations

import logging
import sys

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


class FieldsFormatter(logging.Formatter):
    """Writes the fields of a record as `name=value` behind its sentence."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        fields = [f"{name}={value!r}" for name, value in vars(record).items() if name not in _STANDARD]
        return " ".join((super().format(record), *fields))


def configure(*, level: int = logging.INFO) -> None:
    """Log to standard error; whoever asked what is not logged, so uvicorn's list of requests stays off."""
    handler = logging.StreamHandler(sys.stderr)
    # Some libraries set their own loggers to DEBUG; the handler's level holds for them as well.
    handler.setLevel(level)
    handler.setFormatter(FieldsFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("uvicorn.access", "alembic", "httpx", "faiss.loader", "rasa_sdk"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
