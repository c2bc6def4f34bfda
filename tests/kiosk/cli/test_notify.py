"""`motcua notify`, from the command line to what Zalo receives."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

import pytest
from cryptography.fernet import Fernet
from typer.testing import CliRunner

from bot.channel import ChannelName
from bot.database import open_sessions
from bot.settings import BotSettings, ChannelSettings
from bot.switchboard import Wiring, open_switchboard
from bot.vault import Vault
from kiosk.cli import app
from knowledge.settings import KnowledgeSettings
from tests.peers.zalo import USER, Zalo, serve

TEMPLATE = "7895417a7d3f9461cd2e"
PHONE = "0900 000 000"
KEY = Fernet.generate_key().decode()
TO_PHONE = ("notify", TEMPLATE, "--phone", PHONE, "-v", "ma_ho_so=H01.1")


@pytest.fixture(autouse=True)
def account(monkeypatch):
    monkeypatch.setenv("MOTCUA_SECRET_KEY", KEY)
    for name, value in Zalo(address="http://127.0.0.1:9").values().items():
        monkeypatch.setenv(name, value)


def run(*words):
    return CliRunner().invoke(app, list(words))


def outbox():
    with closing(sqlite3.connect(KnowledgeSettings().home / "motcua.db")) as database:
        return database.execute("SELECT state, payload FROM outbox").fetchall()


def at_work(*deliveries, zalo=None):
    """Let the service take deliveries in and send what waits, and return what Zalo was sent."""

    async def work():
        settings = ChannelSettings(merge_wait_seconds=0.0)
        async with serve(zalo or Zalo()) as network, open_sessions(KnowledgeSettings().database) as sessions:
            network.templates[TEMPLATE] = [{"name": "ma_ho_so", "require": True, "maxLength": 30, "minLength": 0}]
            wiring = Wiring(None, sessions, Vault(sessions, KEY.encode()), "mau", BotSettings(), settings)
            async with open_switchboard(wiring, network.values()) as board:
                for deliver in deliveries:
                    await board.take_in(board.line(ChannelName.ZALO), deliver(network))
                await board.work_off()
                # Two a second is the pace of a chat, and all telephones share one.
                while "pending" in dict(outbox()):
                    await asyncio.sleep(0.1)
                    await board.work_off()
            return network

    return asyncio.run(work())


def follow(zalo):
    zalo.last_interaction[USER] = zalo.now
    return zalo.event("follow", sender=None, recipient=None, follower={"id": USER})


def test_a_notice_is_only_shown_unless_it_is_said_to_be_sent():
    shown = run(*TO_PHONE)

    assert shown.exit_code == 0, shown.output
    assert "84900000000" in shown.output
    assert "ma_ho_so = H01.1" in shown.output
    assert "Nothing has been sent" in shown.output
    assert outbox() == []


def test_a_notice_to_a_telephone_waits_sealed_and_arrives_as_its_template():
    assert run(*TO_PHONE, "--yes").exit_code == 0
    ((state, waiting),) = outbox()
    zalo = at_work()

    assert state == "pending"
    assert "H01" not in waiting
    assert "900000000" not in waiting
    (notice,) = zalo.notices
    assert (notice["phone"], notice["template_data"]) == ("84900000000", {"ma_ho_so": "H01.1"})
    assert outbox() == [("sent", "")]


@pytest.mark.parametrize(("references", "arrive"), [(((), ()), 2), ((("--reference", "hs-1"),) * 2, 1)])
def test_the_same_notice_arrives_as_often_as_it_is_meant(references, arrive):
    for reference in references:
        run(*TO_PHONE, *reference, "--yes")

    assert len(at_work().notices) == arrive


def test_a_notice_to_a_chat_is_plain_while_that_costs_nothing(home):
    zalo = at_work(follow)
    command = ("notify", TEMPLATE, "--chat", USER, "-v", "ma_ho_so=H01.1", "--text", "Hồ sơ đã có kết quả.", "--yes")
    sent = run(*command)

    at_work(zalo=zalo)

    assert sent.exit_code == 0, sent.output
    assert zalo.texts()[-1] == "Hồ sơ đã có kết quả."
    assert zalo.notices == []


def test_what_zalo_does_not_take_is_shown_in_the_outbox():
    run("notify", TEMPLATE, "--phone", PHONE, "--yes")

    at_work()

    assert f"template {TEMPLATE}: ma_ho_so is missing" in run("outbox").output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--phone", "12345"), "no telephone number of Vietnam"),
        (("--chat", "77"), "There is no chat 77"),
        ((), "--phone or --chat"),
        (("--phone", PHONE, "--chat", "1"), "--phone or --chat"),
        (("--phone", PHONE, "-v", "H01"), "NAME=VALUE"),
        (("--phone", PHONE, "-v", "a=1", "-v", "a=2"), "twice"),
        (("--phone", PHONE, "--text", "chữ"), "template alone"),
        (("--phone", PHONE, "--centre", "khac"), "No Official Account of centre khac"),
    ],
)
def test_a_notice_that_cannot_be_sent_says_why(words, told):
    refused = run("notify", TEMPLATE, *words, "--yes")

    assert refused.exit_code != 0
    assert told in " ".join(f"{refused.output} {refused.exception}".replace("│", " ").split())


def test_without_an_official_account_that_is_said(monkeypatch):
    monkeypatch.delenv("BOT_ZALO_OA_ID")

    assert "No Official Account is set up" in str(run(*TO_PHONE).exception)


def test_who_left_is_sent_nothing(home):

    at_work(follow)
    with closing(sqlite3.connect(KnowledgeSettings().home / "motcua.db")) as database, database:
        database.execute("UPDATE chats SET is_blocked = 1")

    assert "blocked us or left" in str(run("notify", TEMPLATE, "--chat", USER).exception)
    assert "today      zalo: greet 1" in run("outbox").output
