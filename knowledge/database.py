"""The database: one declarative base for every package, and engines that treat SQLite well."""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, DateTime, Dialect, Engine, Enum, MetaData, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection
from sqlalchemy.types import TypeDecorator

from knowledge.errors import StorageUnavailable

BUSY_TIMEOUT_MILLISECONDS = 10_000
_USED = "used"
_IDLE_SECONDS = 1.0

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment aware of its zone; SQLite forgets the zone, so it is stored as UTC and given back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC; refuse one without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"A time without a zone cannot be stored: {value.isoformat()}"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(choice: type[StrEnum]) -> list[str]:
    return [member.value for member in choice]


class Base(DeclarativeBase):
    """The base of every table, of this package and of those to its left."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads a plain class attribute)
        datetime: UtcDateTime,
        StrEnum: Enum(StrEnum, native_enum=False, length=40, values_callable=_values),
    }


def now() -> datetime:
    """Return the present moment in UTC, as columns store it."""
    return datetime.now(UTC)


def sync_url(url: str) -> str:
    """Return a database URL with a driver for plain functions."""
    parsed = make_url(url)
    return parsed.set(drivername=parsed.get_backend_name()).render_as_string(hide_password=False)


def async_url(url: str) -> str:
    """Return a database URL with a driver for asyncio."""
    parsed = make_url(url)
    # psycopg serves plain functions and asyncio alike; sqlite3 does not.
    driver = "sqlite+aiosqlite" if parsed.get_backend_name() == "sqlite" else parsed.get_backend_name()
    return parsed.set(drivername=driver).render_as_string(hide_password=False)


def ensure_folder(url: str) -> None:
    """Make the folder of an SQLite file; do nothing for any other database."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)


def connect(url: str) -> Engine:
    """Return an engine over a database URL; the folder of an SQLite file is made. Raise StorageUnavailable."""
    try:
        ensure_folder(url)
        engine = create_engine(sync_url(url))
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise StorageUnavailable(url, error) from error
    tune(engine)
    return engine


def tune(engine: Engine) -> None:
    """Set SQLite up for many processes: WAL, foreign keys, patience, and transactions that begin when told.

    A connection to any other database is tried before its use where it lay idle.
    For an async engine pass its `sync_engine`. The execution option `read_only` takes no write lock.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    else:
        _try_what_lay_idle(engine)


def sessions(engine: Engine) -> sessionmaker[Session]:
    """Return the maker of sessions; open one with `sessions.begin()`, which commits at its end."""
    return sessionmaker(engine, expire_on_commit=False)


def reading_sessions(engine: Engine) -> sessionmaker[Session]:
    """Return the maker of sessions that only read and so never wait for a writer."""
    if engine.dialect.name == "sqlite":
        return sessionmaker(engine.execution_options(read_only=True), expire_on_commit=False)
    # What only reads needs no transaction, whose begin and end are asked of the server like a statement each.
    return sessionmaker(engine.execution_options(isolation_level="AUTOCOMMIT"), expire_on_commit=False)


def create_all(engine: Engine) -> None:
    """Make every table known to `Base`; for tests and tools, since real databases are migrated."""
    Base.metadata.create_all(engine)


def _try_what_lay_idle(engine: Engine) -> None:
    """Have a connection tried before its use where the server may have closed it meanwhile."""

    def on_checkin(_: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        record.info[_USED] = time.monotonic()

    def on_checkout(connection: DBAPIConnection, record: ConnectionPoolEntry, _: PoolProxiedConnection) -> None:
        # To ask before every transaction whether the server is there would take a tenth of its time.
        if time.monotonic() - record.info.get(_USED, -math.inf) < _IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error

    event.listen(engine, "checkin", on_checkin)
    event.listen(engine, "checkout", on_checkout)


def _on_connect(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver would begin transactions late and by its own rules, which breaks savepoints.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    # A transaction that reads first and writes later cannot wait for its turn: SQLite fails it at once.
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
