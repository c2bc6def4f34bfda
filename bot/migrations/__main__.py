"""`python -m bot.migrations "add due date to dossiers"`: writes the next migration, to be read and trimmed."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory

from bot import migrations
from knowledge.database import connect


def main() -> None:
    """Compare a database made by the migrations with the tables of the code, and write the difference."""
    config = migrations.configuration()
    number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'motcua.db'}"
        migrations.upgrade(url)
        with connect(url).begin() as connection:
            config.attributes["connection"] = connection
            command.revision(config, message=" ".join(sys.argv[1:]), autogenerate=True, rev_id=f"{number:04}")


if __name__ == "__main__":
    main()
