from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from cryptography.fernet import Fernet
from typer.testing import CliRunner

from bot.channel import ChannelName
from bot.channel_models import Chat, Handoff, OutboxRow
from bot.errors import SecretKeyInvalid
from kiosk.cli import accounts, app
from kiosk.cli.outbox import run as in_a_transaction
from kiosk.settings import Settings
from knowledge.procedures import Language

runner = CliRunner()


def run(*words):
    return runner.invoke(app, list(words))


def test_an_empty_outbox_tells_its_states():
    shown = run("outbox")

    assert shown.exit_code == 0
    assert [line.split()[0] for line in shown.output.splitlines()] == [
        "pending", "sending", "sent", "failed", "dead", "uncertain",
    ]  # fmt: skip


@pytest.mark.parametrize("command", ["retry", "drop"])
def test_a_message_that_is_not_there_is_told_and_fails(command):
    shown = run("outbox", command, "7")

    assert shown.exit_code == 1
    assert shown.output.startswith("7 is not one")


def test_a_request_that_is_not_there_cannot_be_closed():
    assert run("handoffs").output == ""
    assert run("handoffs", "close", "3").exit_code == 1


def test_settings_of_another_centre_are_kept_encrypted_and_listed_by_name(tmp_path):
    file = tmp_path / "account.env"
    file.write_text("# the bot of the ward\nBOT_TELEGRAM_TOKEN=123:planted-token\n", "utf-8")

    kept = run("accounts", "set", "telegram", "mau", str(file))
    listed = run("accounts")

    assert kept.exit_code == 0, kept.output
    assert listed.output.split() == ["mau", "telegram", "BOT_TELEGRAM_TOKEN"]
    stored = b"".join(path.read_bytes() for path in (tmp_path / "home").glob("motcua.db*"))
    assert b"planted-token" not in stored
    assert (tmp_path / "home" / "secret.key").stat().st_mode & 0o777 == 0o600
    assert run("accounts", "remove", "telegram", "mau").exit_code == 0
    assert run("accounts").output == ""


@pytest.mark.parametrize(
    ("channel", "line", "told"),
    [
        ("telegram", "BOT_TELEGRAM_TOKEN=nonsense", "BOT_TELEGRAM_TOKEN is not of the form"),
        ("zalo", "BOT_ZALO_OA_ID=1", "BOT_ZALO_APP_ID is missing"),
        ("web", "BOT_TELEGRAM_TOKEN=1:x", "web is no network with accounts"),
    ],
)
def test_settings_that_would_not_do_are_refused_and_say_what_is_wrong(tmp_path, channel, line, told):
    file = tmp_path / "account.env"
    file.write_text(line, "utf-8")

    refused = run("accounts", "set", channel, "mau", str(file))

    assert refused.exit_code == 1
    assert told in str(refused.exception)
    assert "nonsense" not in str(refused.exception)
    assert run("accounts").output == ""


def test_a_key_that_is_none_is_told_with_how_to_make_one(monkeypatch):
    monkeypatch.setenv("MOTCUA_SECRET_KEY", "abc")

    shown = run("accounts")

    assert isinstance(shown.exception, SecretKeyInvalid)
    assert "Fernet.generate_key()" in str(shown.exception)


@pytest.mark.parametrize("command", ["serve", "telegram"])
def test_a_wrong_account_of_our_own_is_told_in_one_sentence(home, command):
    environment = os.environ | {"BOT_TELEGRAM_TOKEN": "nonsense"}

    ended = subprocess.run(
        [sys.executable, "-m", "kiosk.cli", command, "--port", "0"],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert ended.returncode == 1
    assert ended.stderr.startswith("motcua: telegram: BOT_TELEGRAM_TOKEN is not of the form that it must have")
    assert "Traceback" not in ended.stderr


def test_another_centres_account_is_enough_and_one_that_cannot_be_read_is_left_out(tmp_path, monkeypatch, caplog):
    file = tmp_path / "account.env"
    file.write_text("BOT_TELEGRAM_TOKEN=123:planted-token\n", "utf-8")
    run("accounts", "set", "telegram", "mau", str(file))

    assert [account.centre for account in accounts.configured(Settings())] == ["mau"]

    monkeypatch.setenv("MOTCUA_SECRET_KEY", Fernet.generate_key().decode())
    assert accounts.configured(Settings()) == []
    assert caplog.records[-1].centre == "mau"
    assert "another key" in run("accounts").output


def test_a_channel_without_settings_says_which_are_missing(monkeypatch):
    monkeypatch.delenv("BOT_TELEGRAM_TOKEN", raising=False)

    assert run("telegram").exit_code == 1


def test_a_conversation_in_the_terminal_goes_through_inbox_and_outbox(home):
    said = subprocess.run(
        [sys.executable, "-m", "kiosk.cli", "chat"],
        input="làm giấy khai sinh cần gì\ngặp cán bộ\n", capture_output=True, text=True, timeout=240, check=True,
    ).stdout  # fmt: skip

    assert "khai sinh" in said
    assert "Để gặp cán bộ" in said
    with sqlite3.connect(home / "motcua.db") as database:
        assert database.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall() == [("sent", 2)]
    (handoff,) = [json.loads(line) for line in run("handoffs", "--json").output.splitlines()]
    assert handoff["question"] == "làm giấy khai sinh cần gì"


def test_times_are_shown_as_the_clocks_of_vietnam_show_them():
    run("outbox")
    moment = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)

    async def write(session):
        chat = Chat(channel=ChannelName.CONSOLE, account="a", key="1", centre_id="mau", choices="[]")
        session.add(chat)
        await session.flush()
        session.add(OutboxRow(chat_id=chat.id, payload="{}", created_at=moment))
        handoff = {"centre_id": "mau", "channel": ChannelName.CONSOLE, "chat_key": "1", "question": "lệ phí?"}
        session.add(Handoff(**handoff, language=Language.VIETNAMESE, created_at=moment))

    in_a_transaction(write)

    assert "2026-11-23 03:30:00" in run("outbox").output
    assert "2026-11-23 03:30 " in run("handoffs").output
