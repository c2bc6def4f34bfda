from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from alembic import command
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


def test_tables_are_rebuilt_with_all_that_stands_in_them(tmp_path):
    url = f"sqlite:///{tmp_path / 'motcua.db'}"
    day = "2026-11-22 00:00:00"
    common = {"channel": "telegram", "centre_id": "mau"}
    rows = {
        "conversations": {"id": 7, "citizen_key": "1", "slots": "{}", "started_at": day, "last_message_at": day}
        | common,
        "messages": {"id": 8, "conversation_id": 7, "sender": "citizen", "text": "x", "created_at": day},
        "turns": {"message_id": 8, "outcome": "answered", "language": "vi", "score": 1, "milliseconds": 1, "reply": ""}
        | {"created_at": day}
        | common,
        "chats": {"id": 9, "account": "a", "key": "1", "is_blocked": 0, "choices": "[]", "created_at": day} | common,
        "inbox": {"id": 10, "channel": "telegram", "account": "a", "update_id": "u", "chat_id": 9, "kind": "text"}
        | {"payload": "", "status": "done", "received_at": day},
        "outbox": {"id": 11, "chat_id": 9, "kind": "reply", "payload": "", "state": "sent", "attempts": 1, "error": ""}
        | {"not_before": day, "created_at": day, "updated_at": day},
    }
    with connect(url).begin() as connection:
        configuration = migrations.configuration()
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "0002")
        for table, values in rows.items():
            names = ", ".join(values)
            marks = ", ".join("?" * len(values))
            connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))

    migrations.upgrade(url)

    with connect(url).begin() as connection:
        for table, number in (("turns", 8), ("inbox", 10), ("outbox", 11)):
            assert connection.exec_driver_sql(f"SELECT * FROM {table}").one()[0] == number
        assert connection.exec_driver_sql("SELECT chat_id FROM inbox").scalar() == 9
        connection.exec_driver_sql("DELETE FROM chats")
        assert connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar() == 0
