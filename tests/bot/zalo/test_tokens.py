"""The pair of tokens: renewed once, by one process, and on disk before anyone uses it."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from bot.channel_models import Secret
from bot.channels import Tools
from bot.errors import RateLimited, Unreachable
from bot.messages import Destination
from bot.vault import Vault
from bot.zalo.channel import open_channel
from tests.peers.zalo import USER

HELLO = {"message": {"text": "Chào bạn"}}


@pytest.fixture(autouse=True)
def citizen_has_just_written(zalo):
    zalo.last_interaction[USER] = zalo.now


async def say(channel, text="Chào bạn"):
    return await channel.send(Destination(USER), {"message": {"text": text}})


async def test_the_first_pair_comes_from_the_refresh_token_of_the_settings(zalo, channel):
    assert await say(channel)

    assert zalo.used_refresh_tokens == ["refresh-0"]
    assert zalo.texts() == ["Chào bạn"]


async def test_a_pair_serves_until_it_is_nearly_a_day_old(zalo, channel):
    for hours in (0, 19, 19.9):
        zalo.moved = timedelta(hours=hours)
        await say(channel)
    assert len(zalo.used_refresh_tokens) == 1

    zalo.moved = timedelta(hours=20.1)
    await say(channel)

    assert len(zalo.used_refresh_tokens) == 2


async def test_the_next_process_goes_on_with_the_pair_that_the_last_one_kept(zalo, open_account):
    for _ in range(3):
        async with open_account() as channel:
            zalo.moved += timedelta(hours=21)
            zalo.last_interaction[USER] = zalo.now
            await say(channel)

    # Each refresh token was used once, the next in the chain each time.
    assert len(set(zalo.used_refresh_tokens)) == len(zalo.used_refresh_tokens) == 3
    assert zalo.refused == []


async def test_many_processes_that_start_together_renew_once(zalo, open_account):
    async with AsyncExitStack() as stack:
        processes = [await stack.enter_async_context(open_account()) for _ in range(6)]
        await asyncio.gather(*(say(channel, f"câu {n}-{i}") for n, channel in enumerate(processes) for i in range(3)))

    assert zalo.used_refresh_tokens == ["refresh-0"]
    assert len(zalo.texts()) == 18


async def test_a_token_that_zalo_refuses_is_renewed_once_and_the_message_sent_once(zalo, channel):
    await say(channel, "một")
    zalo.access.clear()

    await say(channel, "hai")

    assert zalo.texts() == ["một", "hai"]
    assert [code for code, _ in zalo.refused] == [-216]
    assert len(zalo.used_refresh_tokens) == 2


async def test_an_expired_token_is_renewed(zalo, channel):
    await say(channel, "một")
    for token in zalo.access:
        zalo.access[token] = zalo.now

    await say(channel, "hai")

    assert [code for code, _ in zalo.refused] == [-220]
    assert zalo.texts() == ["một", "hai"]


async def test_processes_whose_token_is_refused_together_renew_once(zalo, open_account):
    async with AsyncExitStack() as stack:
        processes = [await stack.enter_async_context(open_account()) for _ in range(4)]
        for channel in processes:
            await say(channel)
        zalo.access.clear()
        await asyncio.gather(*(say(channel) for channel in processes))

    assert len(zalo.used_refresh_tokens) == 2


async def test_while_zalo_cannot_renew_the_old_token_serves_to_its_end(zalo, channel):
    await say(channel)
    zalo.moved = timedelta(hours=21)
    zalo.token_failures = ["500", "500"]

    await say(channel, "vẫn gửi được")
    zalo.moved = timedelta(hours=26)
    with pytest.raises(Unreachable):
        await say(channel)
    zalo.last_interaction[USER] = zalo.now
    await say(channel, "lại gửi được")

    assert zalo.texts()[1:] == ["vẫn gửi được", "lại gửi được"]


async def test_whoever_gives_up_waiting_does_not_lose_the_new_pair(zalo, open_account):
    async with open_account() as channel:
        waiting = asyncio.create_task(say(channel))
        while not zalo.used_refresh_tokens:
            await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    async with open_account() as channel:
        await say(channel, "sau đó")

    assert zalo.used_refresh_tokens == ["refresh-0"]
    assert zalo.texts() == ["sau đó"]


async def test_a_consent_that_ended_stops_the_account_and_is_told_to_the_operator(zalo, channel, caplog):
    zalo.consent_is_withdrawn = True

    with caplog.at_level(logging.ERROR), pytest.raises(RateLimited) as stopped:
        await say(channel)

    assert stopped.value.is_whole_account
    assert "consent anew" in caplog.text
    assert "refresh-0" not in caplog.text


async def test_a_dead_refresh_token_is_not_tried_at_every_message(zalo, channel):
    zalo.consent_is_withdrawn = True
    for _ in range(3):
        with pytest.raises(RateLimited):
            await say(channel)

    # What the administrator does on Zalo's side is seen a quarter of an hour later.
    zalo.consent_is_withdrawn = False
    with pytest.raises(RateLimited):
        await say(channel)
    zalo.moved += timedelta(minutes=16)
    await say(channel)

    assert zalo.texts() == ["Chào bạn"]


async def test_a_new_consent_begins_a_new_chain(zalo, open_account):
    async with open_account() as channel:
        await say(channel)
    zalo.refresh_token, zalo.access = "refresh-after-new-consent", {}

    async with open_account(BOT_ZALO_REFRESH_TOKEN="refresh-after-new-consent") as channel:
        await say(channel)

    assert zalo.used_refresh_tokens == ["refresh-0", "refresh-after-new-consent"]


async def test_an_account_that_nobody_writes_to_keeps_its_tokens(zalo, vault):
    from bot import exchange
    from bot.zalo.settings import ZaloSettings
    from bot.zalo.tokens import Tokens

    async with exchange.client() as client:
        tokens = Tokens(ZaloSettings.from_values(zalo.values()), vault, client, lambda: zalo.now)
        for day in range(120):
            zalo.moved = timedelta(days=day)
            await tokens.keep()

    assert len(zalo.used_refresh_tokens) == 120


async def test_the_tokens_on_disk_cannot_be_read(zalo, channel, sessions):
    await say(channel)

    async with sessions() as session:
        (kept,) = (await session.scalars(select(Secret.value))).all()
    assert kept
    assert zalo.refresh_token not in kept
    assert "access" not in kept


async def test_a_database_with_another_key_stops_the_account_and_loses_nothing(zalo, open_account, sessions):
    async with open_account() as channel:
        await say(channel)
    tools = Tools(Vault(sessions, Fernet.generate_key()), None, "mau")

    async with open_channel(zalo.values(), tools, clock=lambda: zalo.now) as channel:
        with pytest.raises(RateLimited):
            await say(channel)

    assert zalo.used_refresh_tokens == ["refresh-0"]


async def test_a_proof_of_the_apps_secret_is_sent_where_it_is_demanded(zalo, open_account):
    zalo.demands_proof = True

    async with open_account() as without, open_account(BOT_ZALO_PROOF="true") as channel:
        with pytest.raises(RateLimited):
            await say(without)
        await say(channel)

    assert zalo.texts() == ["Chào bạn"]
