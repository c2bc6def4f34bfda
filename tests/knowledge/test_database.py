from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from knowledge import database
from knowledge.errors import StorageUnavailable
from knowledge.models import DraftProcedure, EditionRow, EditionState


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/folder/that/was/not/there/motcua.db"


@pytest.fixture
def engine(url):
    engine = database.connect(url)
    database.create_all(engine)
    yield engine
    engine.dispose()


def edition(state=EditionState.DRAFT):
    return EditionRow(state=state, folder="f", manifest="m", content="c", procedures=1)


def test_sqlite_is_set_up_for_many_processes(engine):
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 10_000


def test_a_moment_keeps_its_zone(engine):
    hanoi = timezone(timedelta(hours=7))
    moment = datetime(2026, 11, 22, 9, 0, tzinfo=hanoi)
    sessions = database.sessions(engine)
    with sessions.begin() as session:
        session.add(DraftProcedure(code="1", name="a", fingerprint="", record="", origin="", created_at=moment))

    with sessions() as session:
        kept = session.scalar(select(DraftProcedure.created_at))

    assert kept == moment
    assert kept.tzinfo is not None


def test_a_moment_without_a_zone_is_refused(engine):
    naive = datetime(2026, 11, 22, 9, 0)  # noqa: DTZ001
    with pytest.raises(StatementError, match="without a zone"), database.sessions(engine).begin() as session:
        session.add(DraftProcedure(code="1", name="a", fingerprint="", record="", origin="", created_at=naive))


def test_the_database_itself_refuses_a_second_published_edition(engine):
    sessions = database.sessions(engine)
    with sessions.begin() as session:
        session.add(edition(EditionState.PUBLISHED))

    with pytest.raises(IntegrityError), sessions.begin() as session:
        session.add(edition(EditionState.PUBLISHED))


def test_a_reader_does_not_wait_for_a_writer(engine):
    with database.sessions(engine).begin() as writer:
        writer.add(edition())
        writer.flush()

        with database.reading_sessions(engine)() as reader:
            assert reader.scalars(select(EditionRow)).all() == []


def test_an_edition_number_is_never_given_twice(engine):
    sessions = database.sessions(engine)
    with sessions.begin() as session:
        session.add(first := edition())
    with sessions.begin() as session:
        session.delete(first)
    with sessions.begin() as session:
        session.add(second := edition())

    assert second.number > first.number


async def test_the_same_database_serves_asyncio(engine, url):
    async_engine = create_async_engine(database.async_url(url))
    database.tune(async_engine.sync_engine)
    async with async_sessionmaker(async_engine).begin() as session:
        session.add(edition(EditionState.CHECKED))
    await async_engine.dispose()

    with database.sessions(engine)() as session:
        assert session.scalar(select(EditionRow.state)) is EditionState.CHECKED


@pytest.mark.parametrize(
    ("given", "plain", "asynchronous"),
    [
        ("sqlite:///a.db", "sqlite:///a.db", "sqlite+aiosqlite:///a.db"),
        ("sqlite+aiosqlite:///a.db", "sqlite:///a.db", "sqlite+aiosqlite:///a.db"),
        # The password stays in: the URL is for connecting.
        ("postgresql://u:p@h/d", "postgresql://u:p@h/d", "postgresql://u:p@h/d"),
    ],
)
def test_a_url_is_given_the_driver_that_it_needs(given, plain, asynchronous):
    assert database.sync_url(given) == plain
    assert database.async_url(given) == asynchronous


@pytest.mark.parametrize(
    "url",
    [
        "not a url",
        "sqlite:////proc/no/such/place/motcua.db",
        "oracle://nobody@nowhere/nothing",
    ],
)
def test_a_url_that_leads_nowhere_is_told(url):
    with pytest.raises(StorageUnavailable, match="motcua doctor"):
        database.connect(url)
