"""Run by alembic: upgrades over the connection it was given, all in that connection's transaction."""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa
from alembic import context

# All fill Base.metadata.
import bot.channel_models
import bot.models  # noqa: F401
import knowledge.models  # noqa: F401
from knowledge.database import Base, UtcDateTime


def _render(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our column types as what the database stores, so that old migrations outlive the code's types."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String({item.length})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=_render,
    transactional_ddl=True,
)
context.run_migrations()
