"""The running service, as Zalo, its citizens and the people of the centre see it: a process of its own, and HTTP."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.peers import zalo_bot
from tests.peers.service import serving, until
from tests.peers.zalo import OA_ID, USER
from tests.peers.zalo_bot import ZaloBot

PHONE = "0912345678"
OTHER = "246845883529197999"


@pytest.fixture
async def platform():
    async with zalo_bot.serve(ZaloBot()) as platform:
        yield platform


@pytest.fixture
def deliver(zalo):
    async def deliver(service, raw, **how):
        return await service.post("/webhooks/zalo", raw, zalo.signed(raw, **how))

    return deliver


async def answers(zalo, count, user=USER):
    """The newest text of a citizen's chat, once there are so many."""
    await until(lambda: len(zalo.texts(user)) >= count)
    assert len(zalo.texts(user)) == count
    return zalo.texts(user)[-1]


def buttons(zalo):
    """What the buttons under the last messages send, by their titles."""
    found = {}
    for body in zalo.sent:
        for button in body["message"].get("attachment", {}).get("payload", {}).get("buttons", ()):
            found[button["title"]] = button["payload"]
    return found


def chats(home):
    """The keys of the chats, and of the conversations in them, that are kept."""
    with closing(sqlite3.connect(home / "motcua.db")) as database:
        keys = [key for (key,) in database.execute("SELECT key FROM chats")]
        conversations = [key for (key,) in database.execute("SELECT citizen_key FROM conversations")]
    assert conversations == [f"{OA_ID}:{key}" for key in keys]
    return keys


def about(zalo, name):
    """An event about the citizen, such as a new follower."""
    zalo.last_interaction[USER] = zalo.now
    parts = {"sender": None, "recipient": None, "oa_id": OA_ID, "follower": {"id": USER}, "user_id": USER}
    return zalo.event(name, **parts)


async def test_a_follower_is_greeted_answered_and_led_to_a_person(home, zalo, deliver):
    async with serving(home, zalo.values()) as service:
        assert await deliver(service, about(zalo, "follow")) == 200
        await answers(zalo, 2)
        greeting = zalo.texts()[0]
        await deliver(service, zalo.text(buttons(zalo)["Mới sinh con"]))
        papers = await answers(zalo, 3)
        await deliver(service, zalo.text(buttons(zalo)["Lệ phí"]))
        fee = await answers(zalo, 4)
        await deliver(service, zalo.text("toi muon gap can bo"))
        contact = await answers(zalo, 5)
        asked_for = await service.motcua("handoffs")

    assert "Một Cửa" in greeting
    assert "Giấy chứng sinh" in papers
    assert "60 ngày" in fee
    assert "số điện thoại" in contact
    assert "1.001193" in asked_for or "khai sinh" in asked_for


async def test_a_delivery_repeated_is_answered_once_and_a_bad_one_not_at_all(home, zalo, deliver):
    async with serving(home, zalo.values()) as service:
        raw = zalo.text("lệ phí khai sinh?")
        for retry in range(4):
            assert await deliver(service, raw, retry=retry) == 200
        await answers(zalo, 1)

        assert await service.post("/webhooks/zalo", raw, {}) == 401
        assert await service.post("/webhooks/zalo", raw, zalo.signed(raw) | {"x-zevent-signature": "mac=0"}) == 403
        assert await service.post("/webhooks/zalo", b"{not json", zalo.signed(raw)) == 400
        assert await service.post("/webhooks/zalo", b" " * 1_100_000 + raw, zalo.signed(raw)) == 413
        assert await service.post("/webhooks/zalo", b"", {}) == 200
        assert await deliver(service, zalo.event("user_hologram")) == 200
        assert await deliver(service, zalo.event("user_received_message", message={"msg_id": "1"})) == 200

        await deliver(service, zalo.text("cảm ơn"))
        await answers(zalo, 2)


async def test_what_comes_late_is_answered_too_and_once(home, zalo, deliver):
    async with serving(home, zalo.values()) as service:
        late, early = zalo.text("lệ phí khai sinh?"), zalo.text("đăng ký kết hôn cần giấy tờ gì?", user=OTHER)
        await deliver(service, early)
        await answers(zalo, 1, OTHER)
        await deliver(service, late, retry=1)
        await deliver(service, early, retry=2)

        assert "khai sinh" in (await answers(zalo, 1)).lower()
        await deliver(service, zalo.text("cảm ơn", user=OTHER))
        await answers(zalo, 2, OTHER)


async def test_while_a_person_of_the_centre_writes_the_assistant_is_silent(home, zalo, deliver):
    async with serving(home, zalo.values()) as service:
        await deliver(service, zalo.text("lệ phí khai sinh?"))
        await answers(zalo, 1)
        # The echo of our own answer silences nobody.
        ours = {"sender": {"id": OA_ID}, "recipient": {"id": USER}, "message": {"msg_id": "e1", "text": "…"}}
        await deliver(service, zalo.event("oa_send_text", **ours))
        await deliver(service, zalo.text("còn giấy tờ?"))
        await answers(zalo, 2)

        theirs = ours | {"sender": {"id": OA_ID, "admin_id": "7"}, "message": {"msg_id": "e2", "text": "Tôi đây"}}
        await deliver(service, zalo.event("oa_send_text", **theirs))
        await deliver(service, zalo.text("bao lâu thì xong?"))
        await deliver(service, zalo.text("lệ phí khai sinh?", user=OTHER))
        await answers(zalo, 1, OTHER)

    assert len(zalo.texts()) == 2


async def test_images_and_files_are_declined_and_groups_are_left_alone(home, zalo, deliver):
    async with serving(home, zalo.values()) as service:
        zalo.last_interaction[USER] = zalo.now
        image = {"type": "image", "payload": {"url": "https://zdn.vn/1.jpg", "thumbnail": "https://zdn.vn/1.jpg"}}
        await deliver(service, zalo.event("user_send_image", message={"msg_id": "i1", "attachments": [image]}))
        assert "chưa xem được ảnh" in await answers(zalo, 1)
        await deliver(service, zalo.event("user_send_file", message={"msg_id": "f1", "attachments": []}))
        assert "chưa đọc được tệp" in await answers(zalo, 2)

        group = {"recipient": {"id": "7710034"}, "message": {"msg_id": "g1", "text": "lệ phí khai sinh?"}}
        await deliver(service, zalo.event("user_send_group_text", **group))
        await deliver(service, zalo.text("cảm ơn"))
        await answers(zalo, 3)

    assert len(zalo.sent) == 3


async def test_bad_days_of_the_network_lose_nothing_and_keep_the_order(home, zalo, deliver):
    async with serving(home, zalo.values()) as service:
        zalo.next_failures = ["500", -216, "429", -200]
        await deliver(service, zalo.text("lệ phí khai sinh?"))
        await until(lambda: not zalo.next_failures)
        await deliver(service, zalo.text("gặp cán bộ"))
        await answers(zalo, 2)

    assert "đồng" in zalo.texts()[0]
    assert "số điện thoại" in zalo.texts()[1]


async def test_a_restart_goes_on_with_the_tokens_that_were_kept(home, zalo, deliver):
    for count in (1, 2):
        async with serving(home, zalo.values()) as service:
            await deliver(service, zalo.text("lệ phí khai sinh?"))
            await answers(zalo, count)

    assert zalo.used_refresh_tokens == ["refresh-0"]


async def test_nothing_personal_is_kept_or_logged_and_a_withdrawal_erases(home, zalo, deliver):
    async with serving(home, zalo.values()) as service:
        await deliver(service, zalo.text(f"tôi là Nguyễn Văn A, căn cước 001195012345, {PHONE}, lệ phí khai sinh?"))
        assert "đồng" in await answers(zalo, 1)
        kept = service.kept
        assert PHONE not in kept
        assert "001195012345" not in kept
        assert zalo.refresh_token not in kept
        assert not [token for token in zalo.access if token in kept]

        assert chats(home) == [USER]
        await deliver(service, about(zalo, "user_withdraw"))
        await until(lambda: chats(home) == [])
        await deliver(service, zalo.text("lệ phí khai sinh?", user=OTHER))
        await answers(zalo, 1, OTHER)
        assert chats(home) == [OTHER]
        log = "".join(service.log)

    assert len(zalo.texts()) == 1
    for planted in (
        PHONE,
        "001195012345",
        zalo.refresh_token,
        zalo.app_secret,
        zalo.oa_secret,
        "khai sinh",
        *zalo.access,
    ):
        assert planted not in log


async def test_on_the_bots_platform_a_citizen_chooses_by_number(home, platform):
    async with serving(home, platform.values()) as service:

        async def write(text, **how):
            raw, headers = zalo_bot.delivered(zalo_bot.text(text), **how)
            assert await service.post("/webhooks/zalo-bot", raw, headers) == 200

        async def newest(count):
            await until(lambda: len(platform.texts()) >= count)
            return platform.texts()[-1]

        await write("/start", is_wrapped=True)
        menu = await newest(1)
        number = next(line.partition(".")[0] for line in menu.splitlines() if line.endswith(". Mới sinh con"))
        await write(number)
        papers = await newest(2)
        raw, headers = zalo_bot.delivered(zalo_bot.event("message.image.received", photo_url="https://zdn.vn/1.jpg"))
        await service.post("/webhooks/zalo-bot", raw, headers)
        declined = await newest(3)
        assert await service.post("/webhooks/zalo-bot", raw, {}) == 401
        assert await service.post("/webhooks/zalo-bot", raw, {"x-bot-api-secret-token": "guessed"}) == 403

    assert "Giấy chứng sinh" in papers
    assert "chưa xem được ảnh" in declined
    assert platform.typed
    assert zalo_bot.TOKEN not in "".join(service.log)
    assert len(platform.sent) == 3


async def test_without_a_secret_the_bot_asks_for_its_updates(home, platform):
    platform.waiting = [zalo_bot.text("lệ phí khai sinh?")]
    async with serving(home, platform.values(secret="")):
        await until(platform.texts)

    assert "đồng" in platform.texts()[0]
