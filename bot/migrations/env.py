"""Run by alembic: upgrades over the connection it was given, all in that connection's transaction."""

from __future__ import annotations

from alembic import context

# Both fill Base.metadata.
import bot.models  # noqa: F401
import knowledge.models  # noqa: F401
from knowledge.database import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
