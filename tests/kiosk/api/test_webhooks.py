from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.switchboard import Line
from kiosk.app import create_app
from kiosk.settings import Settings
from tests.fakes import BIRTH
from tests.peers.plain import HEADERS, PlainChannel, body, plain_peer, serving


@asynccontextmanager
async def running(settings, dialogue, peer):
    """The whole web process over HTTP, with one line to a network of our own."""
    channel = PlainChannel(peer.address)
    app = create_app(settings, dialogue=dialogue, lines=[Line(channel, "mau")])
    async with serving(app) as address, httpx.AsyncClient(base_url=address) as client:
        yield client
    await channel.close()


@pytest.fixture
async def peer():
    async with plain_peer() as peer:
        yield peer


@pytest.fixture
async def client(home, dialogue, peer):
    async with running(Settings().with_channels(merge_wait_seconds=0.0), dialogue, peer) as client:
        yield client


async def test_a_delivery_is_answered_200_and_the_citizen_soon_after(client, peer):
    answer = await client.post(
        "/webhooks/console", content=body({"text": "lệ phí?", "update_id": "1"}), headers=HEADERS
    )

    assert answer.status_code == 200
    async with asyncio.timeout(20):
        while not peer.delivered:
            await asyncio.sleep(0.02)
    assert peer.texts("42") == [BIRTH.text]


async def test_an_account_is_reached_by_its_id(client):
    right = await client.post("/webhooks/console/plain", content=body({"update_id": "1"}), headers=HEADERS)
    wrong = await client.post("/webhooks/console/other", content=body({"update_id": "1"}), headers=HEADERS)

    assert (right.status_code, wrong.status_code) == (200, 404)


@pytest.mark.parametrize("network", ["telegram", "zalo", "zalo-bot", "web", "nonsense"])
async def test_a_network_that_is_not_configured_is_not_there(client, network):
    answer = await client.post(f"/webhooks/{network}", content=b"{}")

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("raw", "headers", "status"),
    [
        (body({"update_id": "1"}), {"x-secret": "wrong"}, 401),
        (b"{not json", HEADERS, 400),
        (b"x" * (1024 * 1024 + 1), HEADERS, 413),
        (body({"kind": "nobody knows"}), HEADERS, 200),
    ],
)
async def test_bad_deliveries_get_the_status_that_they_earn(client, peer, raw, headers, status):
    answer = await client.post("/webhooks/console", content=raw, headers=headers)

    assert answer.status_code == status
    if status != 200:
        assert answer.json()["error"]["what_to_do"]


async def test_a_delivery_larger_than_a_question_may_be_is_still_read(client):
    many = [{"text": "a" * 500, "update_id": str(n)} for n in range(200)]

    answer = await client.post("/webhooks/console", content=body(*many), headers=HEADERS)

    assert answer.status_code == 200


async def test_what_leaves_and_comes_is_not_logged(client, peer, caplog):
    caplog.set_level("DEBUG")
    text = "số của tôi 0912345678, căn cước 001195012345, chuyện riêng"
    await client.post("/webhooks/console", content=body({"text": text, "update_id": "1"}), headers=HEADERS)
    async with asyncio.timeout(20):
        while not peer.delivered:
            await asyncio.sleep(0.02)

    ours = "\n".join(
        f"{r.getMessage()} {vars(r)}" for r in caplog.records if r.name.startswith(("bot", "kiosk", "sqlalchemy"))
    )
    assert [word for word in ("0912345678", "001195012345", "chuyện riêng") if word in ours] == []
