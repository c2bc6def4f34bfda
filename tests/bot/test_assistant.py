from __future__ import annotations

import asyncio
import logging
import secrets
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from bot import conversations, straight
from bot.assistant import Assistant
from bot.channel import ChannelName, IncomingMessage
from bot.errors import QuestionTooLong
from bot.models import Conversation, Message, Sender, Turn
from bot.settings import BotSettings
from knowledge.database import now
from knowledge.errors import CentreNotFound, NoEditionPublished
from knowledge.procedures import Facet, Language
from nlu.errors import DialogueUnavailable
from nlu.replies import Outcome, Reply
from tests.fakes import BIRTH, FakeDialogue


@pytest.fixture
def dialogue():
    return FakeDialogue()


@pytest.fixture
def assistant(dialogue, sessions):
    return Assistant(dialogue, sessions, BotSettings(), default_centre="mau")


def message(text="lệ phí khai sinh?", *, citizen="42", update_id=None, centre=None, language=None):
    return IncomingMessage(
        ChannelName.WEB, citizen, update_id or secrets.token_hex(8), text, centre=centre, language=language
    )


async def count(sessions, table):
    async with sessions() as session:
        return await session.scalar(select(func.count()).select_from(table))


async def test_a_message_gets_the_reply_of_the_dialogue(assistant, dialogue):
    reply = await assistant.respond(message("lệ phí khai sinh?"))

    assert reply == BIRTH
    assert dialogue.heard == ["lệ phí khai sinh?"]


async def test_what_was_said_before_is_known_in_the_next_turn(assistant, dialogue):
    await assistant.respond(message("khai sinh"))
    await assistant.respond(message("còn lệ phí?"))

    assert dialogue.states[0].procedure is None
    assert dialogue.states[1].procedure == "1.001193"
    assert dialogue.states[1].facet is Facet.FEE
    assert dialogue.states[1].turns == 1


async def test_citizens_do_not_see_each_others_matters(assistant, dialogue):
    await assistant.respond(message("khai sinh", citizen="1"))
    await assistant.respond(message("còn lệ phí?", citizen="2"))

    assert dialogue.states[1].procedure is None


async def test_a_message_delivered_twice_is_answered_once(assistant, dialogue, sessions):
    first = await assistant.respond(message(update_id="7"))
    second = await assistant.respond(message(update_id="7"))

    assert second == first
    assert len(dialogue.heard) == 1
    assert await count(sessions, Turn) == 1
    assert await count(sessions, Message) == 2


async def test_a_message_delivered_twice_at_once_is_answered_once(assistant, dialogue):
    dialogue.delay_seconds = 0.05

    replies = await asyncio.gather(*(assistant.respond(message(update_id="7")) for _ in range(3)))

    assert replies == [BIRTH] * 3
    assert len(dialogue.heard) == 1


async def test_a_message_delivered_to_two_processes_at_once_is_answered_alike(sessions):
    later = replace(BIRTH, text="Lần sau")
    assistants = [
        Assistant(FakeDialogue(reply, delay_seconds=seconds), sessions, BotSettings(), default_centre="mau")
        for reply, seconds in ((BIRTH, 0.05), (later, 0.2))
    ]
    alongside = []

    async def write(session, reply):
        alongside.append(reply)

    replies = await asyncio.gather(*(one.respond(message(update_id="7"), alongside=write) for one in assistants))

    assert replies == alongside == [BIRTH, BIRTH]
    assert await count(sessions, Turn) == 1
    assert await count(sessions, Message) == 2


async def test_a_conversation_that_is_erased_while_we_think_is_not_begun_anew(assistant, dialogue, sessions):
    dialogue.delay_seconds = 0.2
    turn = asyncio.create_task(assistant.respond(message()))
    await dialogue.asked.wait()
    async with sessions.begin() as session:
        await session.execute(delete(Conversation))

    with pytest.raises(straight.BROKEN_RULE):
        await turn

    assert await count(sessions, Conversation) == 0


async def test_the_same_update_id_of_another_citizen_is_another_message(assistant, dialogue):
    await assistant.respond(message("câu riêng", citizen="1", update_id="7"))
    await assistant.respond(message("câu khác", citizen="2", update_id="7"))

    assert dialogue.heard == ["câu riêng", "câu khác"]


async def test_a_message_whose_turn_was_cut_off_is_answered_when_it_comes_again(assistant, dialogue, sessions):
    dialogue.delay_seconds = 10
    turn = asyncio.create_task(assistant.respond(message(update_id="7")))
    await dialogue.asked.wait()
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    dialogue.delay_seconds = 0

    reply = await assistant.respond(message(update_id="7"))

    assert reply == BIRTH
    assert await count(sessions, Turn) == 1


async def test_a_message_that_has_grown_since_its_turn_was_cut_off_is_recorded_whole(assistant, dialogue, sessions):
    dialogue.delay_seconds = 10
    turn = asyncio.create_task(assistant.respond(message("làm khai sinh", update_id="7")))
    await dialogue.asked.wait()
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    dialogue.delay_seconds = 0

    await assistant.respond(message("làm khai sinh\ncho con, số 0912345678", update_id="7"))

    async with sessions() as session:
        recorded = await session.scalar(select(Message.text).where(Message.sender == Sender.CITIZEN))
    assert recorded == "làm khai sinh cho con, số [số điện thoại]"


async def test_two_quick_messages_of_one_citizen_are_answered_in_order(assistant, dialogue):
    dialogue.delay_seconds = 0.02

    await asyncio.gather(*(assistant.respond(message(f"câu {n}")) for n in range(4)))

    assert dialogue.most_at_once == 1
    assert [state.turns for state in dialogue.states] == [0, 1, 2, 3]


async def test_citizens_do_not_wait_for_each_other(assistant, dialogue):
    dialogue.delay_seconds = 0.2

    await asyncio.gather(*(assistant.respond(message(citizen=str(n))) for n in range(3)))

    assert dialogue.most_at_once > 1


async def test_no_transaction_is_open_while_the_dialogue_thinks(assistant, dialogue, sessions):
    dialogue.delay_seconds = 0.5
    turn = asyncio.create_task(assistant.respond(message()))
    await dialogue.asked.wait()

    # SQLite has one write lock: this would wait for the turn to end if the turn held it.
    async with sessions.begin() as session:
        await session.execute(update(Conversation).values(centre_id="mau"))

    assert not turn.done()
    await turn


@pytest.mark.parametrize("fault", [DialogueUnavailable(), NoEditionPublished(), RuntimeError("hỏng")])
async def test_a_turn_that_fails_ends_in_a_kind_word_and_is_counted(assistant, dialogue, sessions, fault):
    dialogue.fault = fault

    reply = await assistant.respond(message())

    assert reply.outcome is Outcome.ERROR
    assert "quầy" in reply.text
    async with sessions() as session:
        counted = await conversations.count_outcomes(session, since=now() - timedelta(hours=1))
    assert counted[Outcome.ERROR] == 1
    assert sum(counted.values()) == 1


async def test_a_turn_that_fails_does_not_lose_the_thread(assistant, dialogue):
    await assistant.respond(message("khai sinh"))
    dialogue.fault = DialogueUnavailable()
    await assistant.respond(message("còn lệ phí?"))
    dialogue.fault = None
    await assistant.respond(message("còn lệ phí?"))

    assert dialogue.states[2].procedure == "1.001193"


async def test_a_dialogue_that_takes_too_long_is_not_waited_for(sessions):
    dialogue = FakeDialogue(delay_seconds=30)
    assistant = Assistant(dialogue, sessions, BotSettings(answer_timeout_seconds=0.05), default_centre="mau")

    reply = await assistant.respond(message())

    assert reply.outcome is Outcome.ERROR


async def test_the_apology_speaks_the_citizens_language(assistant, dialogue):
    dialogue.fault = DialogueUnavailable()

    reply = await assistant.respond(message("birth certificate", language=Language.ENGLISH))

    assert reply.language is Language.ENGLISH
    assert "counter" in reply.text


async def test_a_language_once_chosen_stays(assistant, dialogue):
    await assistant.respond(message("birth certificate", language=Language.ENGLISH))
    await assistant.respond(message("fee?"))

    assert dialogue.states[1].language is Language.ENGLISH


async def test_a_language_goes_before_the_words_only_with_the_message_it_was_chosen_for(assistant, dialogue):
    await assistant.respond(message("làm giấy khai sinh cần giấy tờ gì", language=Language.ENGLISH))
    await assistant.respond(message("còn lệ phí thì sao"))

    assert [state.is_language_chosen for state in dialogue.states] == [True, False]


async def test_after_a_long_silence_a_new_matter_begins_in_the_same_language(assistant, dialogue, sessions):
    await assistant.respond(message("birth certificate", language=Language.ENGLISH))
    async with sessions.begin() as session:
        await session.execute(update(Conversation).values(last_message_at=now() - timedelta(hours=1)))

    await assistant.respond(message("fee?"))

    assert dialogue.states[1].procedure is None
    assert dialogue.states[1].language is Language.ENGLISH


async def test_slots_that_another_release_wrote_are_forgotten_not_fatal(assistant, dialogue, sessions):
    await assistant.respond(message())
    async with sessions.begin() as session:
        await session.execute(update(Conversation).values(slots='{"facet": "colour"}'))

    reply = await assistant.respond(message())

    assert reply.outcome is Outcome.ANSWERED
    assert dialogue.states[1].procedure is None


async def test_a_new_conversation_belongs_to_the_centre_of_the_deployment(assistant, dialogue):
    await assistant.respond(message())

    assert dialogue.states[0].centre == "mau"


async def test_an_unknown_centre_is_refused_and_nothing_recorded(assistant, sessions):
    with pytest.raises(CentreNotFound):
        await assistant.respond(message(centre="khong-co"))

    assert await count(sessions, Conversation) == 0


async def test_a_message_longer_than_anyone_reads_is_refused_with_the_limit(assistant, dialogue):
    with pytest.raises(QuestionTooLong, match="2000"):
        await assistant.respond(message("a" * 10_000))

    assert dialogue.heard == []


async def test_the_question_is_answered_from_the_words_as_written_and_stored_masked(assistant, dialogue, sessions):
    await assistant.respond(message("CCCD 001195012345 mất thì làm lại ở đâu?"))

    assert dialogue.heard == ["CCCD 001195012345 mất thì làm lại ở đâu?"]
    async with sessions() as session:
        stored = (await session.scalars(select(Message.text).order_by(Message.id))).all()
    assert stored[0] == "CCCD [số định danh] mất thì làm lại ở đâu?"


async def test_a_reply_that_repeats_a_number_is_stored_without_it(dialogue, assistant, sessions):
    dialogue.reply = Reply(Outcome.CLARIFICATION, "Số 0912345678 của ai?", "Số 0912345678 của ai?")

    reply = await assistant.respond(message("gọi 0912345678"))

    assert "0912345678" in reply.text
    async with sessions() as session:
        assert "0912345678" not in (await session.scalars(select(Turn.reply))).one()
        assert not any("0912345678" in text for text in await session.scalars(select(Message.text)))


async def test_a_fault_is_logged_without_the_citizens_words(assistant, dialogue, caplog):
    caplog.set_level(logging.DEBUG)
    dialogue.fault = RuntimeError("câu riêng của tôi 001195012345")

    await assistant.respond(message("câu riêng của tôi 001195012345"))

    logged = "\n".join(str(vars(record)) for record in caplog.records)
    assert "Turn failed" in logged
    assert "RuntimeError" in logged
    assert "001195012345" not in logged
    assert "câu riêng" not in logged
