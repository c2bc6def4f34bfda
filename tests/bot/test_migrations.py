from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

import bot.channel_models
import bot.models  # noqa: F401
import knowledge.models  # noqa: F401 (all fill Base.metadata)
from bot import migrations
from knowledge.database import Base, connect


def test_a_migrated_database_has_every_table_as_the_code_knows_it(tmp_path):
    url = f"sqlite:///{tmp_path / 'motcua.db'}"

    migrations.upgrade(url)

    with connect(url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_a_database_that_is_up_to_date_is_left_alone(tmp_path):
    url = f"sqlite:///{tmp_path / 'motcua.db'}"
    migrations.upgrade(url)
    before = (tmp_path / "motcua.db").read_bytes()

    migrations.upgrade(url)

    assert (tmp_path / "motcua.db").read_bytes() == before


def test_processes_started_at_once_take_turns(tmp_path):
    url = f"sqlite:///{tmp_path / 'motcua.db'}"

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrations.upgrade, [url] * 4))

    assert "turns" in inspect(connect(url)).get_table_names()
