from __future__ import annotations

import asyncio
import gc
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from bot import attending, counts
from bot.channel import ChannelName
from bot.channel_models import Chat, Handoff, InboxRow, OutboxRow
from bot.errors import WebhookRefused
from bot.messages import Media, Unsupported
from bot.models import Conversation, Message
from bot.settings import ChannelSettings
from bot.speech import Heard, NotHeard, Unheard
from knowledge import centres
from knowledge.database import now
from knowledge.procedures import Language
from nlu.replies import Outcome, Suggestion
from tests.bot.channels.desks import make_desk, switched_on, until
from tests.fakes import BIRTH
from tests.peers.plain import HEADERS, PlainChannel, body, incoming


async def test_a_delivery_is_stored_then_answered_through_the_outbox(desk):
    stored = await desk.receive(body({"text": "lệ phí khai sinh?", "update_id": "1"}))

    assert stored == 1
    assert desk.heard() == []
    await desk.board.work_off()
    assert desk.heard() == [BIRTH.text]
    assert await desk.states() == ["sent"]
    assert (await desk.rows())[0].provider_message_id == "p1"


async def test_an_update_delivered_twice_is_answered_once(desk):
    for _ in range(3):
        await desk.receive(body({"text": "lệ phí?", "update_id": "1"}))
        await desk.board.work_off()

    assert desk.heard() == [BIRTH.text]
    assert len(await desk.rows(InboxRow)) == 1


async def test_the_same_update_id_of_another_account_is_another_update(desk):
    await desk.store(incoming(update_id="1"), replace(incoming(update_id="1"), account="another"))

    assert len(await desk.rows(InboxRow)) == 2


@pytest.mark.parametrize(
    ("raw", "headers", "status"),
    [
        (body({"update_id": "1"}), {"x-secret": "wrong"}, 401),
        (body({"update_id": "1"}), {}, 401),
        (b"{not json", HEADERS, 400),
        (b'{"a": 1}', HEADERS, 400),
        (b"x" * 1_100_000, HEADERS, 413),
    ],
)
async def test_what_is_not_from_the_network_or_cannot_be_read_is_refused_and_not_stored(desk, raw, headers, status):
    with pytest.raises(WebhookRefused) as refused:
        await desk.receive(raw, headers)

    assert refused.value.status == status
    assert await desk.rows(InboxRow) == []
    assert await desk.rows(Chat) == []


async def test_an_unknown_event_is_taken_and_counted(desk):
    assert await desk.receive(body({"kind": "reaction"})) == 0

    async with desk.sessions() as session:
        assert await counts.of_day(session, centres.today()) == {(ChannelName.CONSOLE, "unknown"): 1}


async def test_what_a_citizen_wrote_is_masked_in_the_inbox_and_forgotten_there_when_answered(desk):
    await desk.store(incoming("CCCD 001195012345, sđt 0912345678, bị mất thì làm lại ở đâu?"))
    (waiting,) = await desk.rows(InboxRow)
    await desk.board.work_off()
    (done,) = await desk.rows(InboxRow)

    assert "[số định danh]" in waiting.payload
    assert "001195012345" not in waiting.payload
    assert "0912345678" not in waiting.payload
    assert done.payload == ""
    assert desk.dialogue.heard == ["CCCD , sđt , bị mất thì làm lại ở đâu?"]


async def test_quick_messages_are_answered_as_one(desk):
    await desk.says("làm giấy khai sinh", "cho con tôi", "cần gì ạ?")

    assert desk.dialogue.heard == ["làm giấy khai sinh\ncho con tôi\ncần gì ạ?"]
    assert desk.heard() == [BIRTH.text]
    assert {row.answered_with for row in await desk.rows(InboxRow)} == {(await desk.rows(InboxRow))[0].id}


async def test_a_citizen_who_is_still_writing_is_waited_for(peer, channel, sessions):
    desk = make_desk(peer, channel, sessions, ChannelSettings(merge_wait_seconds=60))

    await desk.says("làm giấy khai sinh")
    first = (await desk.chat()).work_at
    await desk.says("cần gì")

    assert desk.dialogue.heard == []
    assert (await desk.chat()).work_at > first


async def test_who_goes_on_writing_is_not_waited_for_without_end(peer, channel, sessions):
    desk = make_desk(peer, channel, sessions, ChannelSettings(merge_wait_seconds=60))
    await desk.says("một")
    async with sessions.begin() as session:
        await session.execute(update(Chat).values(waiting_since=now() - timedelta(minutes=5)))
    before = (await desk.chat()).work_at

    await desk.says("hai")

    assert (await desk.chat()).work_at == before


async def test_several_kinds_of_updates_are_worked_on_in_their_order(desk):
    await desk.store(
        incoming("câu một"),
        incoming("", kind="unsupported", unsupported=Unsupported.STICKER),
        incoming("câu hai"),
    )
    await desk.board.work_off()

    assert desk.dialogue.heard == ["câu một", "câu hai"]
    assert [text.startswith("Một Cửa chưa hiểu được nhãn dán") for text in desk.heard()] == [False, True, False]


async def test_a_message_too_long_to_be_read_is_declined_politely(desk):
    await desk.says("a " * 3000)

    assert desk.dialogue.heard == []
    assert "2000 ký tự" in desk.heard()[0]


async def test_what_was_edited_is_asked_as_it_stands_now(desk):
    await desk.says("chào bạn")
    await desk.store(
        incoming("lệ phí khai sinh?", message_id="m1"),
        incoming("và giấy tờ?", message_id="m2"),
        incoming("lệ phí khai tử?", kind="edited", message_id="m1"),
    )
    await desk.board.work_off()

    assert desk.dialogue.heard[1:] == ["lệ phí khai tử?\nvà giấy tờ?"]


async def test_a_language_chosen_just_before_a_question_holds_for_it(desk):
    await desk.store(incoming("English", language=Language.ENGLISH), incoming("fee?"))
    await desk.board.work_off()

    assert desk.dialogue.heard == ["English", "fee?"]
    assert desk.dialogue.states[-1].language is Language.ENGLISH


async def test_a_chat_goes_over_to_the_centre_that_its_account_belongs_to_now(desk):
    from bot import handoffs

    desk.dialogue.reply = replace(BIRTH, outcome=Outcome.HANDED_OVER)
    await desk.board.inbox.store([incoming("gặp cán bộ")], centre="gone")
    await desk.board.work_off()
    await desk.says("gặp cán bộ")
    await desk.says("gặp cán bộ", chat="7")
    await desk.board.inbox.store([incoming("gặp cán bộ", chat="7")], centre="mau")
    await desk.board.work_off()

    assert desk.dialogue.states[0].centre == "mau"
    assert (await desk.chat()).centre_id == "mau"
    async with desk.sessions() as session:
        assert [one.chat_key for one in await handoffs.every(session, centre_id="mau")] == ["42", "7"]


async def test_an_update_that_cannot_be_read_holds_up_neither_its_chat_nor_those_behind_it(desk):
    await desk.store(incoming("một", chat="1", update_id="a"))
    async with desk.sessions.begin() as session:
        await session.execute(update(InboxRow).values(payload='{"kind": "of another release"}'))
    await desk.says("hai", chat="2")
    await desk.says("ba", chat="1")

    assert await desk.statuses() == ["dropped", "done", "done"]
    assert desk.dialogue.heard == ["hai", "ba"]


async def test_messages_that_are_too_long_together_are_answered_one_by_one(desk):
    await desk.says("a " * 600, "b " * 600)

    assert len(desk.dialogue.heard) == 2


async def test_a_hundred_messages_at_once_are_answered_politely_once(desk):
    await desk.says(*(f"câu {n}" for n in range(100)))

    assert desk.dialogue.heard == []
    assert len(desk.heard()) == 1
    assert "chờ khoảng 10 giây" in desk.heard()[0]
    assert set(await desk.statuses()) == {"dropped"}


async def test_a_flood_that_goes_on_is_not_answered_again(desk):
    for part in range(5):
        await desk.says(*(f"câu {part} {n}" for n in range(20)))

    assert len(desk.heard()) == 1


async def test_a_flood_is_told_how_long_to_wait(peer, channel, sessions):
    desk = make_desk(peer, channel, sessions, ChannelSettings(merge_wait_seconds=0.0, flood_seconds=60))

    await desk.says(*(f"câu {n}" for n in range(30)))

    assert "chờ khoảng 60 giây" in desk.heard()[0]


async def test_a_busy_group_is_left_alone(desk):
    group = {"kind": "unsupported", "unsupported": Unsupported.GROUP, "chat": "-100"}

    await desk.store(*(incoming("", **group) for _ in range(30)))
    await desk.board.work_off()

    assert desk.heard("-100") == []
    assert set(await desk.statuses()) == {"dropped"}


async def test_whoever_writes_much_to_staff_is_not_interrupted(desk):
    await desk.says("", kind="staff_wrote")
    await desk.says(*(f"câu {n}" for n in range(30)))

    assert desk.heard() == []


async def test_after_a_flood_the_next_question_is_answered(desk):
    await desk.says(*(f"câu {n}" for n in range(30)))
    async with desk.sessions.begin() as session:
        await session.execute(update(InboxRow).values(received_at=now() - timedelta(seconds=11)))

    await desk.says("lệ phí khai sinh?")

    assert desk.heard()[1:] == [BIRTH.text]


async def test_erasure_is_done_even_in_a_flood(desk):
    await desk.store(*(incoming(f"câu {n}") for n in range(30)), incoming("", kind="erase"))
    await desk.board.work_off()

    assert any("Đã xoá" in text for text in desk.heard())


async def test_a_dialogue_that_breaks_leaves_nobody_without_a_word(desk):
    desk.dialogue.fault = RuntimeError("hỏng")

    await desk.says("lệ phí?")

    assert "trục trặc" in desk.heard()[0]


def break_answers_of(channel):
    """Make the channel fail to show an answer, and nothing else."""
    working = channel.render

    def render(outgoing):
        if "khai sinh" in outgoing.text:
            raise ValueError("không vẽ được")
        return working(outgoing)

    channel.render = render


async def test_a_channel_that_cannot_show_a_reply_still_apologises(desk):
    break_answers_of(desk.channel)
    await desk.says("lệ phí?")

    assert "trục trặc" in desk.heard()[0]
    assert await desk.statuses() == ["done"]


async def test_an_english_conversation_gets_an_english_apology(desk):
    await desk.says("English", language=Language.ENGLISH)
    break_answers_of(desk.channel)
    await desk.says("fee?")

    assert "Something went wrong" in desk.heard()[-1]


async def test_why_a_delivery_was_refused_is_told_in_the_log(desk, caplog):
    with pytest.raises(WebhookRefused):
        await desk.receive(body({"update_id": "1"}), {"x-secret": "wrong"})

    (record,) = [record for record in caplog.records if record.name == "bot.switchboard"]
    assert (record.status, record.reason) == (401, "wrong secret")


async def test_an_empty_probe_writes_nothing(desk):
    desk.channel.read = lambda raw: ()

    assert await desk.receive(b" ") == 0

    async with desk.sessions() as session:
        assert await counts.of_day(session, centres.today()) == {}


async def test_staff_who_write_from_the_networks_desk_are_not_interrupted(desk):
    await desk.says("", kind="staff_wrote")
    await desk.says("vâng cảm ơn anh 0912345678")

    assert desk.heard() == []
    assert desk.dialogue.heard == []
    assert [row.text for row in await desk.rows(Message)] == ["vâng cảm ơn anh [số điện thoại]"]


async def test_the_assistant_comes_back_when_staff_have_been_silent(desk):
    await desk.says("", kind="staff_wrote")
    async with desk.sessions.begin() as session:
        await session.execute(update(Chat).values(paused_until=now() - timedelta(seconds=1)))

    await desk.says("lệ phí?")

    assert desk.heard() == [BIRTH.text]


@pytest.mark.parametrize("what", list(Unsupported))
async def test_what_cannot_be_read_is_declined_once_and_groups_are_left_alone(desk, what):
    await desk.store(*(incoming("", kind="unsupported", unsupported=what) for _ in range(3)))
    await desk.board.work_off()

    assert len(desk.heard()) == (0 if what is Unsupported.GROUP else 1)
    assert desk.dialogue.heard == []


async def test_who_comes_is_greeted_with_the_menu(desk):
    await desk.says("", kind="greet")

    (message,) = desk.peer.delivered
    assert "máy trả lời tự động" in message.payload["text"]
    assert message.payload["buttons"][0] == "Mới sinh con"
    assert message.payload["buttons"][-1] == "Gặp cán bộ"


async def test_a_button_sends_what_it_stands_for_however_long(desk):
    long = "Đăng ký khai sinh cho trẻ em có cha hoặc mẹ là người nước ngoài thì cần những giấy tờ gì?"
    desk.dialogue.reply = replace(BIRTH, suggestions=(Suggestion("Giấy tờ", long), Suggestion("Lệ phí", "lệ phí?")))
    await desk.says("khai sinh")
    from bot import buttons

    await desk.says(buttons.data(long), kind="button")
    await desk.says(buttons.data("lệ phí?"), kind="button")

    assert desk.dialogue.heard == ["khai sinh", long, "lệ phí?"]
    assert len(buttons.data(long).encode()) <= 64


async def test_a_button_that_nobody_gave_is_declined(desk):
    await desk.says("#0123456789abcdef", kind="button")

    assert "Nút này cũ rồi" in desk.heard()[0]


async def test_where_there_are_no_buttons_a_number_is_the_choice(peer, sessions, channel_settings):
    desk = make_desk(peer, PlainChannel(peer.address, has_buttons=False), sessions, channel_settings)
    desk.dialogue.reply = replace(BIRTH, suggestions=(Suggestion("Giấy tờ", "cần gì?"), Suggestion("Phí", "phí?")))

    await desk.says("khai sinh")
    await desk.says("2.")
    await desk.says("7")

    assert desk.dialogue.heard == ["khai sinh", "phí?", "7"]


async def test_a_number_is_no_choice_of_a_question_before_the_last(peer, sessions, channel_settings):
    desk = make_desk(peer, PlainChannel(peer.address, has_buttons=False), sessions, channel_settings)
    await desk.says("khai sinh")
    desk.dialogue.reply = replace(BIRTH, text="Bé mấy tuổi?", suggestions=())
    await desk.says("tiếp")
    await desk.says("1")

    assert desk.dialogue.heard == ["khai sinh", "tiếp", "1"]


@pytest.mark.parametrize("are_staff_writing", [False, True])
async def test_a_press_that_is_not_answered_does_not_leave_the_button_waiting(desk, are_staff_writing):
    if are_staff_writing:
        await desk.says("", kind="staff_wrote")
    await desk.store(*(incoming("lệ phí?", kind="button", callback=f"press {n}") for n in range(20)))
    await desk.board.work_off()
    async with asyncio.timeout(10):
        while len(desk.channel.pressed) < 20:
            await asyncio.sleep(0.01)

    assert desk.channel.pressed == [f"press {n}" for n in range(20)]
    assert desk.dialogue.heard == []


class TestVoice:
    @pytest.fixture
    def listen(self):
        async def listen(sound):
            return Heard("lệ phí khai sinh", "test") if sound == b"speech" else NotHeard(Unheard.NO_WORDS)

        return listen

    async def test_a_voice_note_is_answered_and_what_was_heard_is_told(self, desk):
        desk.peer.sounds["a.ogg"] = b"speech"

        await desk.says("", kind="voice", media=Media("a.ogg"))

        assert desk.dialogue.heard == ["lệ phí khai sinh"]
        assert desk.heard() == [f"Một Cửa nghe được: “lệ phí khai sinh”\n\n{BIRTH.text}"]

    async def test_a_voice_note_that_is_never_heard_to_its_end_is_declined(self, peer, channel, sessions):
        settings = ChannelSettings(merge_wait_seconds=0.0, hearing_seconds=0.05)
        desk = make_desk(peer, channel, sessions, settings, lambda sound: asyncio.Event().wait())
        desk.peer.sounds["a.ogg"] = b"speech"

        await desk.says("", kind="voice", media=Media("a.ogg"))

        assert "chưa mở được tin thoại" in desk.heard()[0]

    async def test_a_chat_is_kept_for_as_long_as_it_is_worked_on(self, peer, channel, sessions):
        async def listen(sound):
            leased_until = (await desk.chat()).lease_until
            async with asyncio.timeout(20):
                while (await desk.chat()).lease_until == leased_until:
                    await asyncio.sleep(0.05)
            return Heard("lệ phí khai sinh", "test")

        desk = make_desk(peer, channel, sessions, ChannelSettings(merge_wait_seconds=0.0, lease_seconds=3), listen)
        desk.peer.sounds["a.ogg"] = b"speech"

        await desk.says("", kind="voice", media=Media("a.ogg"))

        assert desk.dialogue.heard == ["lệ phí khai sinh"]
        assert (await desk.chat()).lease_until is None

    async def test_it_is_shown_that_we_are_at_it_while_a_voice_note_is_heard(self, peer, channel, sessions):
        async def listen(sound):
            # The sign lasts some seconds and is shown again meanwhile.
            async with asyncio.timeout(10):
                while len(peer.seen) < 2:
                    await asyncio.sleep(0.02)
            return NotHeard(Unheard.NO_WORDS)

        desk = make_desk(peer, channel, sessions, ChannelSettings(merge_wait_seconds=0.0), listen)
        desk.peer.sounds["a.ogg"] = b"noise"

        await desk.says("", kind="voice", media=Media("a.ogg"))

        assert "nghe chưa ra" in desk.heard()[0]

    async def test_a_voice_note_without_words_is_declined(self, desk):
        desk.peer.sounds["a.ogg"] = b"noise"

        await desk.says("", kind="voice", media=Media("a.ogg"))

        assert "nghe chưa ra" in desk.heard()[0]
        assert desk.dialogue.heard == []


async def test_a_voice_note_is_declined_where_nobody_can_hear(desk):
    await desk.says("", kind="voice", media=Media("a.ogg"))

    assert "chưa nghe được" in desk.heard()[0]


async def test_the_last_answer_is_spoken_on_request(desk):
    await desk.says("", kind="speak")
    await desk.says("lệ phí?")
    await desk.says("", kind="speak")

    assert [one.payload["voice"] for one in desk.peer.delivered] == [False, False, True]


async def test_asking_for_a_person_is_kept_with_all_that_staff_need(desk):
    from bot import handoffs

    await desk.says("lệ phí khai sinh, số tôi 0912345678")
    desk.dialogue.reply = replace(BIRTH, outcome=Outcome.HANDED_OVER, text="Để gặp cán bộ: gọi 024", procedure=None)
    await desk.says("gặp cán bộ")
    await desk.says("gặp cán bộ đi")

    async with desk.sessions() as session:
        (handoff,) = await handoffs.every(session, centre_id="mau")
    assert handoff.question == "lệ phí khai sinh, số tôi [số điện thoại]"
    assert (handoff.procedure_code, handoff.facet.value) == ("1.001193", "fee")
    assert json.loads(handoff.candidates)[0]["code"] == "1.001193"
    assert [turn["sender"] for turn in json.loads(handoff.last_turns)] == ["citizen", "assistant"] * 3
    assert handoff.times_asked == 2
    assert handoff.chat_key == "42"
    assert desk.heard()[-1] == "Để gặp cán bộ: gọi 024"


async def test_a_request_that_was_closed_is_followed_by_a_new_one(desk):
    from bot import handoffs

    desk.dialogue.reply = replace(BIRTH, outcome=Outcome.HANDED_OVER)
    await desk.says("gặp cán bộ")
    async with desk.sessions.begin() as session:
        assert await handoffs.close(session, 1)
        assert not await handoffs.close(session, 1)
    await desk.says("gặp cán bộ")

    async with desk.sessions() as session:
        assert [one.id for one in await handoffs.every(session)] == [2]


async def everything(desk):
    from bot.channel_models import Handoff, OutboxRow
    from bot.models import Conversation, Message

    return {
        table.__tablename__: len(await desk.rows(table)) for table in (Conversation, Message, OutboxRow, Handoff, Chat)
    }


async def test_erasing_leaves_nothing_but_a_confirmation_and_then_not_even_the_chat(desk):
    desk.dialogue.reply = replace(BIRTH, outcome=Outcome.HANDED_OVER)
    await desk.says("gặp cán bộ")
    await desk.says("câu khác", chat="7")

    await desk.says("", kind="erase")

    assert "Đã xoá" in desk.heard()[-1]
    left = await everything(desk)
    assert left == {"conversations": 1, "messages": 2, "outbox": 1, "handoffs": 1, "chats": 1}
    assert await desk.chat() is None


async def test_who_blocks_us_after_an_erasure_leaves_nothing(desk):
    await desk.says("lệ phí?")
    await desk.says("", kind="erase")
    await desk.says("", kind="blocked")

    assert set((await everything(desk)).values()) == {0}


async def test_who_only_blocks_us_is_remembered_with_what_they_wrote(desk):
    await desk.says("lệ phí?")
    await desk.says("", kind="blocked")

    assert (await desk.chat()).is_blocked


async def test_who_erases_and_blocks_at_once_leaves_nothing(desk):
    await desk.says("lệ phí?")
    await desk.store(incoming("", kind="erase"), incoming("", kind="blocked"))
    await desk.board.work_off()

    assert set((await everything(desk)).values()) == {0}


@pytest.mark.parametrize("status", [400, 403])
async def test_an_erasure_whose_confirmation_never_arrives_leaves_nothing(desk, status):
    await desk.says("lệ phí?")
    desk.peer.answers["42"].append(status)
    await desk.says("", kind="erase")

    assert set((await everything(desk)).values()) == {0}


async def test_a_withdrawal_told_by_the_network_erases_without_a_word(desk):
    await desk.says("lệ phí?")
    await desk.says("", kind="withdraw")

    assert len(desk.heard()) == 1
    assert set((await everything(desk)).values()) == {0}


async def test_an_update_is_not_taken_again_after_its_chat_was_erased(desk):
    await desk.says("lệ phí?", update_id="1")
    await desk.says("", kind="withdraw")

    await desk.says("lệ phí?", update_id="1")

    assert len(desk.dialogue.heard) == 1
    assert set((await everything(desk)).values()) == {0}


async def test_an_erasure_that_failed_is_tried_again_and_not_apologised_for(desk, monkeypatch):
    await desk.says("lệ phí?")
    erase, faults = attending.erasure.erase, [OSError("the database is away")]

    async def unsteady(*given):
        if faults:
            raise faults.pop()
        await erase(*given)

    monkeypatch.setattr(attending.erasure, "erase", unsteady)
    await desk.says("", kind="erase")
    assert len(desk.heard()) == 1
    assert await desk.rows(Conversation)

    async with desk.sessions.begin() as session:
        await session.execute(update(Chat).values(lease_until=now() - timedelta(seconds=1)))
    await desk.board.work_off()

    assert set((await everything(desk)).values()) == {0}
    assert len(desk.heard()) == 2


async def test_a_number_that_staff_know_is_not_given_to_the_request_of_another(desk):
    desk.dialogue.reply = replace(BIRTH, outcome=Outcome.HANDED_OVER)
    await desk.says("gặp cán bộ", chat="7")
    (first,) = await desk.rows(Handoff)
    await desk.says("", kind="erase", chat="7")
    await desk.says("gặp cán bộ", chat="8")

    (second,) = await desk.rows(Handoff)
    assert (second.chat_key, second.id) == ("8", first.id + 1)


@pytest.mark.parametrize("table", [Chat, Conversation, Message, InboxRow, OutboxRow])
async def test_no_row_is_numbered_like_one_that_was_erased(desk, table):
    await desk.says("lệ phí?", chat="7")
    before = {row.id for row in await desk.rows(table)}
    async with desk.sessions.begin() as session:
        for erased in (InboxRow, Chat, Conversation):
            await session.execute(delete(erased))
    await desk.says("lệ phí?", chat="8")

    assert before.isdisjoint({row.id for row in await desk.rows(table)})


async def test_who_erased_and_writes_again_begins_anew(desk):
    await desk.says("lệ phí?")
    await desk.says("", kind="erase")
    await desk.says("lệ phí?")

    assert desk.dialogue.states[-1].procedure is None
    assert desk.heard()[-1] == BIRTH.text


async def test_a_message_on_its_way_arrives_though_the_process_is_told_to_stop(desk):
    desk.peer.slow = 0.5
    async with switched_on(desk):
        await desk.store(incoming("lệ phí?"))
        await until(lambda: desk.peer.delivered)

    assert await desk.states() == ["sent"]
    assert (await desk.chat()).send_lease_until is None


async def test_a_voice_in_the_making_holds_up_nobody_else(desk):
    is_made = asyncio.Event()

    async def make():
        await is_made.wait()
        return "tiếng nói"

    desk.channel.makes = make
    await desk.says("lệ phí?", chat="1")
    async with switched_on(desk):
        await desk.store(incoming("", kind="speak", chat="1"))
        await desk.store(incoming("lệ phí?", chat="2"), incoming("lệ phí?", chat="3"))
        await until(lambda: desk.heard("2") and desk.heard("3"))
        assert len(desk.heard("1")) == 1
        await desk.store(incoming("lệ phí?", chat="1"))
        is_made.set()
        await until(lambda: len(desk.heard("1")) == 3)

    assert desk.heard("1") == [BIRTH.text, "tiếng nói", BIRTH.text]
    assert set(await desk.states()) == {"sent"}


async def test_a_voice_that_cannot_be_made_is_shown_and_holds_up_nothing(desk):
    async def make():
        raise ValueError("stumm")

    desk.channel.makes = make
    await desk.says("lệ phí?")
    async with switched_on(desk):
        await desk.store(incoming("", kind="speak"))
        await desk.store(incoming("lệ phí?"))
        await until(lambda: len(desk.heard()) == 2)

    assert await desk.states() == ["sent", "failed", "sent"]


async def test_a_voice_that_was_not_made_when_the_process_ended_is_made_by_the_next(peer, channel, sessions):
    desk = make_desk(peer, channel, sessions, ChannelSettings(merge_wait_seconds=0.0, stop_seconds=0.1))
    being_made = asyncio.Event()

    async def make():
        being_made.set()
        await asyncio.sleep(30)

    channel.makes = make
    await desk.says("lệ phí?")
    async with switched_on(desk):
        await desk.store(incoming("", kind="speak"))
        await being_made.wait()
    assert await desk.states() == ["sent", "pending"]

    channel.makes = None
    await desk.board.work_off()
    assert await desk.states() == ["sent", "sent"]


async def test_a_turn_under_way_is_ended_though_the_process_is_told_to_stop(desk):
    desk.dialogue.delay_seconds = 0.3
    async with switched_on(desk):
        await desk.store(incoming("lệ phí?"))
        await desk.dialogue.asked.wait()

    assert await desk.statuses() == ["done"]
    assert (await desk.chat()).lease_until is None


async def test_what_does_not_end_in_time_is_left_to_others_at_once(peer, channel, sessions):
    desk = make_desk(peer, channel, sessions, ChannelSettings(merge_wait_seconds=0.0, stop_seconds=0.1))
    desk.dialogue.delay_seconds = 30
    async with switched_on(desk):
        await desk.store(incoming("lệ phí?"))
        await desk.dialogue.asked.wait()
    desk.dialogue.delay_seconds = 0

    assert await desk.statuses() == ["pending"]
    await desk.board.work_off()
    assert desk.heard() == [BIRTH.text]


async def test_switched_on_the_board_answers_by_itself(peer, channel, sessions):
    desk = make_desk(peer, channel, sessions, ChannelSettings(merge_wait_seconds=0.0))
    running = asyncio.create_task(desk.board.run())

    for chat in range(5):
        await desk.store(*(incoming(f"câu {n}", chat=str(chat)) for n in range(3)))
    async with asyncio.timeout(30):
        while len(peer.delivered) < 5 or "pending" in await desk.statuses():
            await asyncio.sleep(0.02)
    running.cancel()

    assert {one.chat for one in peer.delivered} == {"0", "1", "2", "3", "4"}
    assert set(await desk.statuses()) == {"done"}
    assert peer.seen


async def test_a_delivery_whose_request_is_given_up_takes_no_other_with_it(desk, monkeypatch):
    inbox, insert_all = desk.board.inbox, desk.board.inbox._insert_all
    is_held = asyncio.Event()

    async def slow(session, deliveries):
        if not is_held.is_set():
            is_held.set()
            await asyncio.Event().wait()
        return await insert_all(session, deliveries)

    monkeypatch.setattr(inbox, "_insert_all", slow)
    given_up = asyncio.create_task(desk.store(incoming("một", chat="1")))
    await is_held.wait()
    kept = asyncio.create_task(desk.store(incoming("hai", chat="2")))
    await asyncio.sleep(0.01)
    given_up.cancel()

    assert await kept == 1
    with pytest.raises(asyncio.CancelledError):
        await given_up
    assert len(await desk.rows(InboxRow)) == 2


async def test_a_fault_of_the_database_is_told_to_whoever_waits_and_not_with_what_was_said(desk, monkeypatch, caplog):
    async def broken(session, deliveries):
        raise OSError("INSERT 'lệ phí?' failed")

    monkeypatch.setattr(desk.board.inbox, "_insert_all", broken)
    with pytest.raises(OSError, match="failed"):
        await desk.store(incoming("lệ phí?"))
    gc.collect()
    await asyncio.sleep(0)

    assert "lệ phí?" not in caplog.text
