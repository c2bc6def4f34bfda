"""The running service, as Telegram and its citizens see it: a process of its own, and HTTP."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio

from tests.peers.telegram import GATEWAY, SECRET, TOKEN, Fault, Telegram, telegram

# Starting the service takes a while on a machine that is busy.
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(900), pytest.mark.slow]

PHONE = "0912345678"
CITIZENS = iter(range(51, 99))


@pytest.fixture
def ann():
    """The chat of a citizen whom the service does not know yet."""
    return next(CITIZENS)


@dataclass
class Service:
    """A process of ours, and what it wrote."""

    home: Path
    environment: dict[str, str]
    log: list[str] = field(default_factory=list)

    def motcua(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "kiosk.cli", *arguments]
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True).stdout

    def everything_kept(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.home.glob("motcua.db*"))


@asynccontextmanager
async def running(home: Path, peer: Telegram, *command: str, **values: str) -> AsyncIterator[Service]:
    # The settings of whoever runs the tests stay out.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MOTCUA_", "BOT_"))}
    environment |= {"MOTCUA_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[3])}
    # Nothing of a test goes to the online voice.
    environment |= {"MOTCUA_SPEECH_IS_ONLINE": "false"}
    environment |= {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_BASE": peer.address} | values
    service = Service(home, environment)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "kiosk.cli", *command),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )

    async def keep_log() -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            service.log.append(line.decode())

    keeping = asyncio.create_task(keep_log())
    try:
        await peer.until(lambda: process.returncode is not None or any("Ctrl+C" in line for line in service.log), 300)
        assert process.returncode is None, service.log
        yield service
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        await keeping


@asynccontextmanager
async def serving(home: Path, peer: Telegram) -> AsyncIterator[Service]:
    values = {"BOT_TELEGRAM_MODE": "webhook", "BOT_TELEGRAM_WEBHOOK_SECRET": SECRET}
    async with running(home, peer, "serve", "--port", "0", "--no-starter", **values) as service:
        address = re.search(r"http://\S+", "".join(service.log))
        assert address is not None
        peer.webhook = f"{address[0]}/webhooks/telegram"
        yield service


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def peer() -> AsyncIterator[Telegram]:
    async with telegram() as peer:
        yield peer


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(peer, published_home, tmp_path_factory) -> AsyncIterator[Service]:
    """One process for all tests: each writes from a chat of its own."""
    home = Path(shutil.copytree(published_home, tmp_path_factory.mktemp("telegram") / "home"))
    async with serving(home, peer) as service:
        yield service


async def answers(peer: Telegram, chat: int, count: int) -> str:
    """The newest text of a citizen's chat, once there are so many."""
    await peer.until(lambda: len(peer.seen_by(chat)) >= count)
    assert len(peer.seen_by(chat)) == count
    return peer.texts(chat)[-1]


async def test_a_citizen_is_greeted_answered_and_led_to_a_person(service, peer, ann):
    await peer.write(ann, "/start")
    greeting = await answers(peer, ann, 1)
    await peer.press(ann, "Mới sinh con")
    papers = await answers(peer, ann, 2)
    await peer.press(ann, "Lệ phí")
    fee = await answers(peer, ann, 3)
    await peer.write(ann, "toi muon gap can bo")
    contact = await answers(peer, ann, 4)
    await peer.until(lambda: not peer.unanswered_presses)

    assert "Một Cửa" in greeting
    assert "Giấy chứng sinh" in papers
    assert "60 ngày" in fee
    assert "số điện thoại" in contact
    assert {"chat_id": str(ann), "action": "typing"} in peer.called("sendChatAction")
    assert "1.001193" in service.motcua("handoffs") or "khai sinh" in service.motcua("handoffs")


async def test_a_delivery_repeated_is_answered_once_and_a_bad_one_not_at_all(service, peer, ann):
    update = await peer.write(ann, "le phi khai sinh")
    assert [await peer.deliver(update) for _ in range(3)] == [200, 200, 200]
    await answers(peer, ann, 1)

    assert await peer.deliver(update | {"update_id": 1}, secret="guessed") == 403
    assert await peer.deliver(update | {"update_id": 2}, secret="") == 401
    assert await peer.post(b"{not json") == 400
    assert await peer.post(b'{"update_id": 3, "message": "' + b"x" * 1_100_000 + b'"}') == 413
    assert await peer.deliver({"update_id": 4, "hologram": {}}) == 200

    await peer.write(ann, "cảm ơn")
    await answers(peer, ann, 2)
    assert "guessed" not in "".join(service.log)


async def test_what_cannot_be_read_is_declined_and_groups_are_left_alone(service, peer, ann):
    contact = {"phone_number": PHONE, "first_name": "A"}
    await peer.send(ann, contact=contact)
    declined = await answers(peer, ann, 1)
    await peer.write(-100, "lệ phí khai sinh?")
    await peer.edit(ann, "lệ phí khai sinh?")
    fee = await answers(peer, ann, 2)

    assert "không cần gửi danh bạ" in declined
    assert "8.000 đồng" in fee
    assert peer.seen_by(-100) == []


async def test_a_citizen_reads_english_after_choosing_it(service, peer, ann):
    await peer.write(ann, "/english")
    await answers(peer, ann, 1)
    await peer.write(ann, "birth certificate fee")

    assert "fee" in (await answers(peer, ann, 2)).lower()


async def test_bad_days_of_the_network_lose_nothing_and_keep_the_order(service, peer, ann):
    peer.answers[ann] += [GATEWAY, Fault(429, "Too Many Requests: retry after 1", retry_after=1)]
    await peer.write(ann, "lệ phí khai sinh?")
    await peer.until(lambda: not peer.answers[ann])
    await peer.write(ann, "gặp cán bộ")
    another = next(CITIZENS)
    await peer.write(another, "/start")
    await peer.until(lambda: len(peer.seen_by(ann)) == 2 and peer.seen_by(another))

    assert "8.000 đồng" in peer.texts(ann)[0]
    assert "số điện thoại" in peer.texts(ann)[1]


async def test_whoever_blocks_the_bot_is_left_alone_until_the_next_message(service, peer, ann):
    await peer.write(ann, "/start")
    await answers(peer, ann, 1)
    await peer.block(ann)
    peer.blocked_by.discard(ann)
    await peer.write(ann, "/start")
    await answers(peer, ann, 2)

    assert re.search(r"failed +0", service.motcua("outbox"))


async def test_nothing_personal_is_kept_or_logged_and_all_is_erased_on_request(service, peer, ann):
    await peer.write(ann, f"lệ phí khai sinh? Số tôi là {PHONE}, hoặc 001195012345")
    assert "8.000 đồng" in await answers(peer, ann, 1)
    kept = service.everything_kept()
    assert PHONE.encode() not in kept
    assert b"001195012345" not in kept
    assert "số điện thoại]".encode() in kept

    await peer.write(ann, "/xoadulieu")
    assert "xoá mọi điều" in (await answers(peer, ann, 2)).replace("xóa", "xoá")
    log = "".join(service.log)

    assert PHONE not in log
    assert TOKEN not in log
    assert SECRET not in log
    assert "khai sinh" not in log


async def test_a_voice_note_is_heard_and_repeated(service, peer, ann):
    pytest.importorskip("vietasr", reason="viet-asr has no wheel for this platform")
    await peer.record(ann, (Path(__file__).parents[1] / "speech" / "recordings" / "children.ogg").read_bytes())

    assert "nuôi con theo phong cách do thái" in await answers(peer, ann, 1)


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
async def test_an_answer_is_read_aloud_when_the_citizen_asks_for_it(service, peer, ann):
    await peer.write(ann, "lệ phí khai sinh?")
    await answers(peer, ann, 1)
    await peer.press(ann, "🔊 Nghe")
    await answers(peer, ann, 2)

    assert peer.seen_by(ann)[-1].method == "sendVoice"
    assert peer.seen_by(ann)[-1].sound.startswith(b"OggS")


@pytest.mark.parametrize("command", [("serve", "--port", "0", "--no-starter"), ("telegram",)])
async def test_by_polling_a_citizen_is_answered_without_an_address_of_ours(home, ann, command):
    async with telegram() as peer:
        waiting = await peer.write(ann, "lệ phí khai sinh?")
        async with running(home, peer, *command, BOT_TELEGRAM_MODE="polling"):
            assert "8.000 đồng" in await answers(peer, ann, 1)
            await peer.write(ann, "/start")
            await answers(peer, ann, 2)
            await peer.until(lambda: not peer.waiting)

            # Telegram may hand out again what it is not sure to have been told about.
            await peer.deliver(waiting)
            await peer.write(ann, "cảm ơn")
            await answers(peer, ann, 3)
