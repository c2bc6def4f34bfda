"""What every channel does, whatever network it speaks."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, replace

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, update

from bot.assistant import Assistant
from bot.attending import Attendant
from bot.channel_models import Chat, InboxRow, OutboxRow
from bot.channels import Channel
from bot.errors import WebhookRefused
from bot.messages import Outgoing
from bot.settings import BotSettings, ChannelSettings
from bot.speech import Heard
from bot.switchboard import Line, Switchboard
from bot.vault import Vault
from knowledge.database import now
from nlu.replies import Suggestion
from tests.bot.contract.networks import Fault, Network, all_networks, open_network
from tests.fakes import BIRTH, FakeDialogue


@dataclass
class Setting:
    network: Network
    board: Switchboard
    dialogue: FakeDialogue
    sessions: object

    @property
    def channel(self) -> Channel:
        return self.network.channel

    async def deliver(self, *deliveries):
        for raw, headers in deliveries:
            await self.board.receive(self.board.lines[0], raw, headers)

    async def settle(self, *, until=lambda: True):
        """Work everything off, moving forward what only waits for its time."""
        async with asyncio.timeout(60):
            while True:
                await self.board.work_off()
                async with self.sessions.begin() as session:
                    waiting = (await session.scalars(select(OutboxRow.state))).all()
                    await session.execute(update(OutboxRow).values(not_before=now()))
                    await session.execute(update(Chat).where(Chat.send_at.is_not(None)).values(send_at=now()))
                if "pending" not in waiting and until():
                    return
                await asyncio.sleep(0.02)

    async def rows(self, table):
        async with self.sessions() as session:
            return (await session.scalars(select(table).order_by(table.id))).all()

    async def states(self):
        return [row.state.value for row in await self.rows(OutboxRow)]


async def _listen(sound):
    return Heard("lệ phí khai sinh", "test")


@pytest.fixture(params=all_networks())
async def setting(request, sessions):
    vault = Vault(sessions, Fernet.generate_key())
    async with open_network(request.param, vault) as network:
        settings = ChannelSettings(merge_wait_seconds=0.0)
        dialogue = FakeDialogue()
        assistant = Assistant(dialogue, sessions, BotSettings(), default_centre="mau")
        attendant = Attendant(assistant, sessions, settings, listen=_listen)
        board = Switchboard([Line(network.channel, "mau")], sessions, attendant, settings, BotSettings())
        yield Setting(network, board, dialogue, sessions)


@pytest.fixture
def chat(setting):
    return setting.network.chats[0]


def long_text():
    return "\n\n".join(f"Đoạn {n}: " + "giấy tờ & lệ phí < mọi thứ > " * 12 for n in range(30))


async def test_a_question_is_answered_in_its_chat(setting, chat):
    await setting.deliver(setting.network.text("lệ phí khai sinh?", chat=chat, number=1))
    await setting.settle()

    assert setting.dialogue.heard == ["lệ phí khai sinh?"]
    assert BIRTH.text in setting.network.seen(chat)[0]
    assert await setting.states() == ["sent"]
    assert (await setting.rows(OutboxRow))[0].provider_message_id


async def test_an_update_delivered_twice_is_answered_once(setting, chat):
    for _ in range(3):
        await setting.deliver(setting.network.text("lệ phí?", chat=chat, number=1))
        await setting.settle()

    assert len(setting.network.seen(chat)) == 1
    assert len(await setting.rows(InboxRow)) == 1


async def test_citizens_get_their_own_answers_in_order(setting):
    first, second = setting.network.chats
    for number in range(4):
        who = (first, second)[number % 2]
        setting.dialogue.reply = replace(BIRTH, text=f"Câu trả lời {number}", suggestions=())
        await setting.deliver(setting.network.text(f"câu {number}", chat=who, number=number))
        await setting.board.worker.work_due()
    await setting.settle()

    assert ["Câu trả lời 0" in text for text in setting.network.seen(first)] == [True, False]
    assert ["Câu trả lời 3" in text for text in setting.network.seen(second)] == [False, True]


async def test_what_is_forged_is_refused_and_nothing_is_stored(setting, chat):
    raw, headers = setting.network.forged("lệ phí?", chat=chat, number=1)

    for wrong in (headers, {}):
        with pytest.raises(WebhookRefused) as refused:
            await setting.board.receive(setting.board.lines[0], raw, wrong)
        assert refused.value.status in {401, 403}
    assert await setting.rows(InboxRow) == []


async def test_a_body_that_cannot_be_read_is_refused(setting, chat):
    _, headers = setting.network.text("lệ phí?", chat=chat, number=1)

    with pytest.raises(WebhookRefused) as refused:
        await setting.board.receive(setting.board.lines[0], b"{nonsense", headers)

    assert refused.value.status in {400, 401, 403}


async def test_an_unknown_event_is_taken_and_left(setting):
    await setting.deliver(setting.network.unknown(number=1))
    await setting.settle()

    assert await setting.rows(OutboxRow) == []


async def test_a_sticker_is_declined_politely(setting, chat):
    await setting.deliver(setting.network.sticker(chat=chat, number=1))
    await setting.settle()

    assert "nhãn dán" in setting.network.seen(chat)[0]
    assert setting.dialogue.heard == []


async def test_a_voice_message_is_heard(setting, chat):
    delivery = setting.network.voice(b"sound", chat=chat, number=1)
    if delivery is None:
        pytest.skip("The network has no voice messages.")
    await setting.deliver(delivery)
    await setting.settle()

    assert setting.dialogue.heard == ["lệ phí khai sinh"]
    assert "Một Cửa nghe được" in setting.network.seen(chat)[0]


async def test_a_long_answer_arrives_whole_in_parts_that_the_network_takes(setting, chat):
    setting.dialogue.reply = replace(BIRTH, text=long_text(), suggestions=())
    await setting.deliver(setting.network.text("tất cả?", chat=chat, number=1))
    await setting.settle()

    seen = setting.network.seen(chat)
    assert len(seen) > 1
    assert max(len(text) for text in seen) <= setting.network.longest
    shown = " ".join(" ".join(seen).split())
    for n in range(30):
        assert f"Đoạn {n}: giấy tờ & lệ phí < mọi thứ >" in shown


async def test_a_button_asks_what_it_stands_for(setting, chat):
    long = "Đăng ký khai sinh cho trẻ em có cha hoặc mẹ là người nước ngoài thì cần những giấy tờ gì, nộp ở đâu?"
    setting.dialogue.reply = replace(BIRTH, suggestions=(Suggestion("Giấy tờ", long), Suggestion("Phí", "lệ phí?")))
    await setting.deliver(setting.network.text("khai sinh", chat=chat, number=1))
    await setting.settle()
    await setting.deliver(setting.network.press("Giấy tờ", chat=chat, number=2))
    await setting.settle()
    await setting.deliver(setting.network.press("Phí", chat=chat, number=3))
    await setting.settle()

    assert setting.dialogue.heard == ["khai sinh", long, "lệ phí?"]


@pytest.mark.parametrize("fault", [Fault.RATE_LIMITED, Fault.UNREACHABLE])
async def test_what_the_network_did_not_take_is_sent_again_in_order(setting, chat, fault):
    setting.network.fail_next(chat, fault)
    for number in (1, 2):
        setting.dialogue.reply = replace(BIRTH, text=f"Câu trả lời {number}", suggestions=())
        await setting.deliver(setting.network.text(f"câu {number}", chat=chat, number=number))
        await setting.board.worker.work_due()
    await setting.settle()

    seen = setting.network.seen(chat)
    assert ["trả lời 1" in text for text in seen] == [True, False]
    assert len(seen) == 2
    assert await setting.states() == ["sent", "sent"]


async def test_a_citizen_who_blocked_us_gets_nothing_more_until_the_next_message(setting, chat):
    setting.network.fail_next(chat, Fault.BLOCKED)
    for number in (1, 2):
        await setting.deliver(setting.network.text(f"câu {number}", chat=chat, number=number))
        await setting.board.worker.work_due()
    await setting.settle()
    assert await setting.states() == ["dead", "dead"]
    assert (await setting.rows(Chat))[0].is_blocked

    await setting.deliver(setting.network.text("tôi quay lại", chat=chat, number=3))
    await setting.settle()

    assert not (await setting.rows(Chat))[0].is_blocked
    assert (await setting.states())[-1] == "sent"


async def test_what_the_network_never_takes_is_shown_as_failed_and_holds_up_nothing(setting, chat):
    setting.network.fail_next(chat, Fault.REFUSED)
    for number in (1, 2):
        await setting.deliver(setting.network.text(f"câu {number}", chat=chat, number=number))
        await setting.board.worker.work_due()
    await setting.settle()

    assert await setting.states() == ["failed", "sent"]
    assert (await setting.rows(OutboxRow))[0].error


async def test_a_send_whose_answer_never_came_is_uncertain_and_not_sent_again(setting, chat):
    setting.network.fail_next(chat, Fault.CUT_OFF)
    await setting.deliver(setting.network.text("lệ phí?", chat=chat, number=1))
    await setting.settle()

    assert await setting.states() == ["uncertain"]
    assert len(setting.network.seen(chat)) == 1


async def test_what_is_rendered_is_json_and_the_same_each_time(setting):
    outgoing = Outgoing("Chào & <bạn>", spoken="Chào bạn", buttons=(Suggestion("Phí", "phí?"),), source="1/QĐ")

    first, second = setting.channel.render(outgoing), setting.channel.render(outgoing)

    assert first == second
    assert json.loads(json.dumps(first)) == [dict(payload) for payload in first]


async def test_showing_that_we_are_at_it_never_fails(setting, chat):
    await setting.channel.typing(chat)
    await setting.channel.typing("nobody")


async def test_limits_are_told(setting):
    assert setting.channel.limits.per_second > 0
    assert setting.channel.limits.per_chat_per_second > 0
    assert len(setting.channel.account) <= 40
