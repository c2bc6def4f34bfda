"""give no number twice."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NUMBERED = ("conversations", "messages", "chats", "inbox", "outbox", "handoffs")


def upgrade() -> None:
    _rebuild(is_numbered_once=True)


def downgrade() -> None:
    _rebuild(is_numbered_once=False)


def _rebuild(*, is_numbered_once: bool) -> None:
    # PostgreSQL never gives a number twice.
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in _NUMBERED:
        with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": is_numbered_once}):
            pass
