from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest

from bot.errors import Blocked, ChannelMisconfigured, RateLimited, Refused, Uncertain, Unreachable, WebhookRefused
from bot.messages import Destination, Media, Outgoing, from_reply
from bot.telegram.channel import open_channel
from knowledge.procedures import Language
from nlu.replies import Outcome, Suggestion
from tests.fakes import BIRTH
from tests.peers.telegram import GATEWAY, LOST, SECRET, Fault

CITIZEN = 42


@pytest.fixture(autouse=True)
def citizen(peer):
    peer.known.add(CITIZEN)


async def send(channel, text="Làm giấy khai sinh", *, chat=CITIZEN, **others):
    sent = [await channel.send(Destination(str(chat)), payload) for payload in channel.render(Outgoing(text, **others))]
    return sent[-1]


async def test_a_message_arrives_and_its_id_is_told(channel, peer):
    message_id = await send(channel, "Lệ phí < 10.000 đồng & miễn cho <b>hộ nghèo</b>")

    assert peer.texts(CITIZEN) == ["Lệ phí < 10.000 đồng & miễn cho <b>hộ nghèo</b>"]
    assert message_id == str(peer.sent[0].id)


async def test_a_text_longer_than_telegram_takes_arrives_whole_in_parts(channel, peer):
    paragraphs = [f"Điều {number}. " + "Người dân nộp hồ sơ 😀 tại quầy. " * 20 for number in range(30)]

    await send(channel, "\n\n".join(paragraphs), buttons=(Suggestion("Lệ phí", "lệ phí"),))

    parts = peer.texts(CITIZEN)
    assert len(parts) > 4
    assert "".join("".join(parts).split()) == "".join("".join(paragraphs).split())
    assert all(part.startswith("Điều ") for part in parts)
    assert [one.titles for one in peer.sent] == [*[[]] * (len(parts) - 1), ["Lệ phí"]]


async def test_a_button_with_a_long_vietnamese_text_is_taken(channel, peer):
    await send(channel, "Chọn một việc", buttons=(Suggestion("Một lần", "Làm một lần: khai sinh, nhập hộ khẩu, " * 4),))

    assert peer.sent[0].titles == ["Một lần"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Fault(403, "Forbidden: user is deactivated"), Blocked),
        (Fault(400, "Bad Request: message is too long"), Refused),
        (Fault(500, "Internal Server Error"), Unreachable),
        (Fault(500, "Internal Server Error: restart"), Unreachable),
        # A gateway whose server is away answers with a page of its own.
        (GATEWAY, Unreachable),
        (Fault(429, "Too Many Requests"), RateLimited),
        # The message arrived, and the gateway gave up waiting for the confirmation.
        (LOST, Uncertain),
    ],
)
async def test_what_telegram_answers_on_a_bad_day_is_told_apart(channel, peer, answer, error):
    peer.answers[CITIZEN].append(answer)

    with pytest.raises(error):
        await send(channel)


async def test_the_wait_that_telegram_asks_for_is_told(channel, peer):
    peer.answers[CITIZEN].append(Fault(429, "Too Many Requests: retry after 17", retry_after=17))

    with pytest.raises(RateLimited) as told:
        await send(channel)

    assert told.value.retry_after == 17


async def test_a_citizen_who_blocked_the_bot_is_told_as_blocked(channel, peer):
    peer.blocked_by.add(CITIZEN)

    with pytest.raises(Blocked):
        await send(channel)


async def test_a_chat_that_never_was_is_refused_for_good(channel):
    with pytest.raises(Refused, match="chat not found"):
        await send(channel, chat=99)


async def test_a_wrong_token_keeps_the_messages_for_when_it_is_mended(values, tools):
    async with open_channel(values | {"BOT_TELEGRAM_TOKEN": "7000000001:wrong"}, tools) as channel:
        with pytest.raises(RateLimited) as told:
            await send(channel)

    assert told.value.is_whole_account


async def test_a_network_that_is_away_surely_received_nothing(values, tools):
    async with open_channel(values | {"BOT_TELEGRAM_API_BASE": "http://127.0.0.1:9"}, tools) as channel:
        with pytest.raises(Unreachable):
            await send(channel)
        # Signs that we are at work are worth no fault.
        await channel.typing(str(CITIZEN))
        with pytest.raises(Unreachable):
            await channel.fetch(Media("voice0"))


async def test_the_reason_of_a_refusal_repeats_nothing_of_the_message(channel, peer):
    peer.answers[CITIZEN].append(Fault(400, 'Bad Request: can\'t parse entities: Unsupported start tag "0912345678"'))

    with pytest.raises(Refused) as refused:
        await send(channel)

    assert refused.value.reason == "Bad Request: can't parse entities"


async def test_an_answer_is_read_aloud_on_request(channel, peer, voice):
    await send(channel, "Lệ phí: 8.000 đồng", spoken="Lệ phí là tám nghìn đồng", is_voice=True)

    assert [(one.method, one.sound) for one in peer.sent] == [("sendVoice", b"OggS-sound")]
    assert voice.said == [("Lệ phí là tám nghìn đồng", Language.VIETNAMESE)]


async def test_what_is_told_of_a_dossier_is_read_aloud_as_one_persons(channel, voice):
    told = from_reply(replace(BIRTH, outcome=Outcome.DOSSIER_TOLD))
    general = from_reply(BIRTH)

    for outgoing in (told, general):
        for payload in channel.render(replace(outgoing, buttons=(), is_voice=True)):
            await channel.send(Destination(str(CITIZEN)), payload)

    assert voice.personal == [True, False]


async def test_where_there_is_no_voice_that_is_said_in_writing(channel, peer, voice):
    voice.sound = None

    await send(channel, "Lệ phí: 8.000 đồng", spoken="Lệ phí là tám nghìn đồng", is_voice=True)

    assert len(peer.texts(CITIZEN)) == 1
    assert "chưa đọc thành tiếng" in peer.texts(CITIZEN)[0]


async def test_the_waiting_sign_of_a_pressed_button_ends(channel, peer):
    await send(channel, buttons=(Suggestion("Lệ phí", "lệ phí"),))
    peer.webhook = ""
    (pressed,) = channel.read(json.dumps(await peer.press(CITIZEN, "Lệ phí")).encode())

    await channel.acknowledge(pressed)
    # Too old by now, which harms nobody.
    await channel.acknowledge(pressed)

    assert peer.unanswered_presses == set()
    assert peer.called("sendChatAction") == []


async def test_it_is_shown_that_we_are_writing(channel, peer):
    await channel.typing(str(CITIZEN))

    assert peer.called("sendChatAction") == [{"chat_id": str(CITIZEN), "action": "typing"}]


async def test_a_voice_note_is_fetched(channel, peer):
    (told,) = channel.read(json.dumps(await peer.record(CITIZEN, b"OggS" * 1000, seconds=4)).encode())

    assert told.media is not None
    assert told.media.mime_type == "audio/ogg"
    assert await channel.fetch(told.media) == b"OggS" * 1000


async def test_a_sound_that_is_gone_or_too_large_is_refused(channel):
    with pytest.raises(Refused):
        await channel.fetch(Media("gone"))
    with pytest.raises(Refused):
        await channel.fetch(Media("voice0", bytes=30_000_000))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"x-telegram-bot-api-secret-token": ""}, 401),
        ({"x-telegram-bot-api-secret-token": "planted_webhook_secreT"}, 403),
        ({"x-telegram-bot-api-secret-token": "bí mật"}, 403),
    ],
)
def test_a_delivery_without_our_secret_is_refused(channel, headers, status):
    with pytest.raises(WebhookRefused) as refused:
        channel.verify(b"{}", headers)

    assert refused.value.status == status


def test_a_delivery_with_our_secret_is_taken(channel):
    channel.verify(b"{}", {"x-telegram-bot-api-secret-token": SECRET})


async def test_while_polling_no_delivery_is_taken(values, tools):
    async with open_channel(
        values | {"BOT_TELEGRAM_MODE": "polling", "BOT_TELEGRAM_WEBHOOK_SECRET": ""}, tools
    ) as channel:
        with pytest.raises(WebhookRefused):
            channel.verify(b"{}", {"x-telegram-bot-api-secret-token": SECRET})


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"BOT_TELEGRAM_TOKEN": "planted"}, "BOT_TELEGRAM_TOKEN"),
        ({"BOT_TELEGRAM_MODE": "carrier pigeon"}, "BOT_TELEGRAM_MODE"),
        ({"BOT_TELEGRAM_WEBHOOK_SECRET": ""}, "BOT_TELEGRAM_WEBHOOK_SECRET"),
        ({"BOT_TELEGRAM_WEBHOOK_SECRET": "planted secret"}, "BOT_TELEGRAM_WEBHOOK_SECRET"),
        ({"BOT_TELEGRAM_API_BASE": "planted.example"}, "BOT_TELEGRAM_API_BASE"),
    ],
)
async def test_settings_that_cannot_work_are_named_and_not_shown(values, tools, wrong, named):
    with pytest.raises(ChannelMisconfigured, match=named) as told:
        async with open_channel(values | wrong, tools):
            pass

    assert "planted" not in str(told.value)


async def test_the_commands_are_shown_in_both_languages(channel, peer):
    await peer.until(lambda: {"", "en"} <= peer.commands.keys())

    assert {"command": "gapcanbo", "description": "Gặp cán bộ"} in peer.commands[""]


async def test_polling_gives_each_update_until_it_is_stored(values, tools, peer):
    peer.webhook = "https://example.invalid/webhooks/telegram"
    async with open_channel(values | {"BOT_TELEGRAM_MODE": "polling"}, tools) as channel:
        updates = channel.poll()
        first = asyncio.ensure_future(anext(updates))
        await peer.until(lambda: not peer.webhook)
        written = [await peer.write(CITIZEN, text) for text in ("một", "hai", "ba")]

        received = [await first, await anext(updates)]
        # The second was handed out and not yet stored, so Telegram still keeps it.
        await updates.aclose()

        assert [json.loads(one) for one in received] == written[:2]
        again = channel.poll()
        assert json.loads(await anext(again)) == written[0]
        await again.aclose()


async def test_polling_forgets_what_was_stored(values, tools, peer):
    async with open_channel(values | {"BOT_TELEGRAM_MODE": "polling"}, tools) as channel:
        await peer.write(CITIZEN, "một")
        updates = channel.poll()
        await anext(updates)
        following = asyncio.ensure_future(anext(updates))
        await peer.until(lambda: not peer.waiting)
        second = await peer.write(CITIZEN, "hai")

        assert json.loads(await following) == second
        await updates.aclose()


async def test_polling_goes_on_after_a_bad_day_and_past_an_update_of_tomorrow(values, tools, peer):
    peer.polls_to_fail += [Fault(502, "Bad Gateway"), Fault(429, "Too Many Requests: retry after 1", retry_after=1)]
    async with open_channel(values | {"BOT_TELEGRAM_MODE": "polling"}, tools) as channel:
        await peer.tell("hologram", {"of": {"a": "citizen"}})
        await peer.write(CITIZEN, "lệ phí?")
        updates = channel.poll()

        read = [channel.read(await anext(updates)) for _ in range(2)]

        assert read[0] == ()
        assert read[1][0].text == "lệ phí?"
        await updates.aclose()
