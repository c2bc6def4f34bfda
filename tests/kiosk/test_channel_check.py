from __future__ import annotations

from datetime import timedelta

import pytest

from bot.channel import ChannelName
from bot.channel_models import Chat, InboxRow, OutboxRow, OutboxState
from bot.messages import IncomingKind
from kiosk import channel_check
from kiosk.doctor import Health
from kiosk.settings import Settings
from knowledge import database
from knowledge.database import now
from knowledge.settings import KnowledgeSettings

TELEGRAM = {"BOT_TELEGRAM_TOKEN": "1234567:" + "a" * 35, "BOT_TELEGRAM_MODE": "polling"}
LONG_AGO = timedelta(hours=1)


def examined(**values):
    return {finding.part: finding for finding in channel_check.examine(Settings(values=values))}


@pytest.fixture
def keep(home):
    """Write rows of a chat."""

    def kept(*rows, send_at=None):
        engine = database.connect(KnowledgeSettings().database)
        with database.sessions(engine).begin() as session:
            chat = Chat(channel=ChannelName.TELEGRAM, account="1", key="42", centre_id="mau", send_at=send_at)
            session.add(chat)
            session.flush()
            for row in rows:
                row.chat_id = chat.id
                session.add(row)
        engine.dispose()

    return kept


def update(**values):
    given = {"channel": ChannelName.TELEGRAM, "account": "1", "update_id": "1", "kind": IncomingKind.TEXT}
    return InboxRow(**given, payload="{}", **values)


@pytest.mark.usefixtures("home")
def test_where_no_channel_is_set_up_it_says_so():
    found = examined()

    assert found["channels"].told == "none set up: citizens write in the web chat alone"
    assert {finding.health for finding in found.values()} == {Health.OK}


@pytest.mark.usefixtures("home")
def test_a_channel_that_is_set_up_is_named_without_its_secrets():
    found = examined(**TELEGRAM)

    assert found["channel telegram"].health is Health.OK
    assert "channels" not in found
    assert "1234567" not in str(found)


@pytest.mark.usefixtures("home")
def test_settings_that_would_not_do_are_told_with_what_to_correct():
    finding = examined(**TELEGRAM | {"BOT_TELEGRAM_MODE": "webhook"})["channel telegram"]

    assert finding.health is Health.MISSING
    assert finding.told.startswith("BOT_TELEGRAM_WEBHOOK_SECRET is missing, and BOT_TELEGRAM_MODE=webhook needs it")
    assert finding.mend == "correct BOT_TELEGRAM_…"


def test_messages_that_nobody_works_on_are_told_with_the_command_that_does(keep):
    keep(update(received_at=now() - LONG_AGO))

    finding = examined()["inbox"]

    assert finding.health is Health.NOTE
    assert finding.told.startswith("messages of citizens that wait: 1, the first since 20")
    assert "motcua serve" in finding.mend


def test_what_came_in_a_moment_ago_is_no_cause_for_concern(keep):
    keep(update(received_at=now()), send_at=now())

    assert {finding.health for finding in examined().values()} == {Health.OK}


def test_what_has_not_arrived_is_counted_by_its_state(keep):
    keep(
        OutboxRow(payload="{}", state=OutboxState.FAILED, error="400"),
        OutboxRow(payload="{}", state=OutboxState.UNCERTAIN),
        OutboxRow(payload="{}", state=OutboxState.UNCERTAIN),
        OutboxRow(payload="", state=OutboxState.SENT),
    )

    finding = examined()["outbox"]

    assert finding.health is Health.NOTE
    assert finding.told == "1 failed in the last seven days, 2 uncertain in the last seven days"
    assert finding.mend == "motcua outbox"


def test_replies_that_should_have_left_are_told(keep):
    keep(OutboxRow(payload="{}"), send_at=now() - LONG_AGO)

    assert examined()["outbox"].told.startswith("chats whose replies should have left: 1, the first since 20")


def test_who_blocked_us_and_what_is_long_past_is_no_cause_for_concern(keep):
    keep(
        OutboxRow(payload="{}", state=OutboxState.DEAD, error="blocked by the citizen"),
        OutboxRow(payload="{}", state=OutboxState.FAILED, created_at=now() - timedelta(days=30)),
    )

    assert examined()["outbox"].health is Health.OK


def test_without_a_database_only_the_settings_are_looked_at_and_none_is_made():
    assert list(examined()) == ["channels"]
    assert not KnowledgeSettings().home.exists()
