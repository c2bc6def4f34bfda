from __future__ import annotations

import asyncio
import logging

import pytest

from bot.errors import Blocked, ChannelMisconfigured, RateLimited, Refused, Uncertain, Unreachable, WebhookRefused
from bot.messages import Destination, Media
from tests.peers.zalo_bot import SECRET, TOKEN, USER, delivered, text

HELLO = {"text": "Chào bạn"}


async def test_a_message_is_delivered(platform, channel):
    assert await channel.send(Destination(USER), HELLO)

    assert platform.sent == [{"chat_id": USER, "text": "Chào bạn"}]


@pytest.mark.parametrize(
    ("failure", "meant"),
    [
        (400, Refused),
        (401, RateLimited),  # the operator must set another token; what waits, waits
        (403, Unreachable),  # "internal server error" in the platform's words
        (404, Blocked),
        (408, Uncertain),
        (429, RateLimited),
        ("429", RateLimited),
        ("500", Unreachable),
        ("cut after", Uncertain),
    ],
)
async def test_what_the_platform_answers_is_told_apart(platform, channel, failure, meant):
    platform.next_failures = [failure]

    with pytest.raises(meant):
        await channel.send(Destination(USER), HELLO)


def test_only_the_secret_lets_a_delivery_in(channel):
    raw, headers = delivered(text("lệ phí?"))
    channel.verify(raw, headers)

    for given, status in (
        ({}, 401),
        ({"x-bot-api-secret-token": "wrong"}, 403),
        ({"x-bot-api-secret-token": "đ"}, 403),
    ):
        with pytest.raises(WebhookRefused) as refused:
            channel.verify(raw, given)
        assert refused.value.status == status


def test_an_empty_probe_is_answered(channel):
    channel.verify(b"", {})


async def test_without_a_secret_no_delivery_is_let_in_and_updates_are_fetched(platform, open_bot):
    async with open_bot(BOT_ZALO_BOT_SECRET="") as channel:
        assert channel.is_polling
        raw, headers = delivered(text("lệ phí?"))
        with pytest.raises(WebhookRefused):
            channel.verify(raw, headers)


async def test_updates_come_one_at_a_time_and_an_empty_wait_is_no_fault(platform, open_bot, caplog):
    async with open_bot(BOT_ZALO_BOT_SECRET="") as channel:
        updates = channel.poll()
        coming = asyncio.create_task(anext(updates))
        while platform.polls < 3:
            await asyncio.sleep(0.01)
        platform.waiting = [text("một", message_id="m1"), text("hai", message_id="m2")]

        first, second = channel.read(await coming), channel.read(await anext(updates))
        await updates.aclose()

    assert [update.text for update in (*first, *second)] == ["một", "hai"]
    assert not [record for record in caplog.records if record.name.startswith("bot.")]


async def test_a_platform_that_refuses_updates_is_left_in_peace_for_as_long_as_it_says(platform, open_bot, caplog):
    pauses = []

    async def pause(seconds):
        pauses.append(seconds)

    platform.poll_failures = [401, 429, 403, 400]
    platform.waiting = [text("một")]
    async with open_bot(BOT_ZALO_BOT_SECRET="", pause=pause) as channel:
        updates = channel.poll()
        (update,) = channel.read(await anext(updates))
        await updates.aclose()

    assert update.text == "một"
    assert pauses == [900, 60, 5, 60]
    assert "deleteWebhook" in caplog.records[-1].reason


async def test_typing_is_shown_and_never_fails(platform, channel, open_bot):
    await channel.typing(USER)
    async with open_bot(BOT_ZALO_BOT_API_BASE="http://127.0.0.1:9") as away:
        await away.typing(USER)

    assert platform.typed == [USER]


async def test_a_voice_message_is_brought(platform, channel):
    platform.sounds["1.aac"] = b"sound"

    assert await channel.fetch(Media(f"{platform.address}/sounds/1.aac")) == b"sound"


async def test_the_token_stands_in_no_log_and_no_error(platform, open_bot, caplog):
    platform.next_failures = [401, "500", "cut after"]
    with caplog.at_level(logging.INFO):
        async with open_bot() as channel, open_bot(BOT_ZALO_BOT_API_BASE="http://127.0.0.1:9") as away:
            for one in (channel, channel, channel, channel, away):
                try:
                    await one.send(Destination(USER), HELLO)
                except (RateLimited, Unreachable, Uncertain) as error:
                    logging.getLogger("bot").exception("Not sent", exc_info=error)

    # The platform's side runs in this process as well, and keeps its own log.
    ours = [caplog.handler.format(record) for record in caplog.records if not record.name.startswith("uvicorn")]
    assert ours
    assert not [line for line in ours if TOKEN.partition(":")[2] in line]


async def test_what_the_settings_lack_is_named_and_no_secret_is(open_bot):
    with pytest.raises(ChannelMisconfigured) as error:
        async with open_bot(BOT_ZALO_BOT_TOKEN="no token", BOT_ZALO_BOT_SECRET="short"):
            pass

    assert "BOT_ZALO_BOT_TOKEN" in str(error.value)
    assert "BOT_ZALO_BOT_SECRET" in str(error.value)
    assert "no token" not in str(error.value)


def test_the_account_is_no_secret(channel):
    assert channel.account == "12345689"
    assert SECRET not in channel.account
