from __future__ import annotations

import asyncio
import os
import signal
import sys
import textwrap

import pytest

from knowledge.settings import KnowledgeSettings
from nlu.dialogue import ConversationState
from nlu.dialogue_apart import DialogueApart
from nlu.errors import DialogueUnavailable
from nlu.replies import Outcome

# A process that speaks the protocol, says the text again, and does what some texts tell.
_ECHO = textwrap.dedent("""
    import json, os, sys, time
    assert sys.stdin.readline() == "settings\\n"
    print('{"number": 0}', flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["text"] == "chết" and not os.path.exists(sys.argv[1]):
            open(sys.argv[1], "w").close()
            os._exit(1)
        if asked["text"] == "cắt" and not os.path.exists(sys.argv[1]):
            open(sys.argv[1], "w").close()
            sys.stdout.write('{"number": 1, "turn": {"reply": "0912345678')
            sys.stdout.flush()
            os._exit(1)
        if asked["text"] == "treo":
            time.sleep(60)
        said = {"outcome": "answered", "text": asked["text"], "spoken": ""}
        turn = None if asked["text"] == "lỗi" else {"reply": said, "state": asked["state"]}
        print(json.dumps({"number": asked["number"], "turn": turn}), flush=True)
""")

_NEW = ConversationState()


@pytest.fixture
async def echo(tmp_path):
    dialogue = DialogueApart((sys.executable, "-c", _ECHO, str(tmp_path / "died")), "settings", processes=2)
    await dialogue.start()
    yield dialogue
    await dialogue.close()


def pids(dialogue):
    return [thinker.process.pid for thinker in dialogue._thinkers]


async def ask(dialogue, text, state=_NEW):
    return await dialogue.respond("1", text, state)


async def test_each_question_gets_its_own_answer_and_state(echo):
    asked = [f"câu {number}" for number in range(20)]

    turns = await asyncio.gather(
        *(ask(echo, text, ConversationState(turns=number)) for number, text in enumerate(asked))
    )

    assert [turn.reply.text for turn in turns] == asked
    assert [turn.state.turns for turn in turns] == list(range(20))


async def test_a_question_is_asked_again_when_its_process_is_killed(echo):
    assert (await ask(echo, "chết")).reply.text == "chết"


async def test_an_answer_that_was_cut_off_is_asked_for_again_and_not_told_in_the_log(echo, caplog):
    assert (await ask(echo, "cắt")).reply.text == "cắt"

    assert "could not be read" in caplog.text
    assert "0912345678" not in caplog.text


async def test_while_one_process_is_dead_the_other_answers_and_the_dead_one_comes_back(echo):
    dead, _ = pids(echo)
    os.kill(dead, signal.SIGKILL)
    await asyncio.sleep(0.2)

    assert (await ask(echo, "một")).reply.text == "một"
    async with asyncio.timeout(10):
        while len(pids(echo)) < 2 or dead in pids(echo):
            await asyncio.sleep(0.05)


async def test_what_fails_is_told_and_the_next_question_is_answered(echo):
    with pytest.raises(DialogueUnavailable):
        await ask(echo, "lỗi")

    assert (await ask(echo, "câu")).reply.text == "câu"


async def test_a_process_that_thinks_without_end_is_replaced(echo):
    before = pids(echo)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(2.5):
            await ask(echo, "treo")

    assert (await ask(echo, "câu")).reply.text == "câu"
    async with asyncio.timeout(10):
        while set(before) <= set(pids(echo)):
            await ask(echo, "câu")


async def test_a_process_that_cannot_start_is_told():
    dialogue = DialogueApart((sys.executable, "-c", "raise SystemExit(1)"), "settings", processes=1)

    with pytest.raises(DialogueUnavailable):
        await dialogue.start()


async def test_the_real_process_answers_and_ends_when_nobody_can_ask_it_any_more(home):
    known = KnowledgeSettings(home=home, database_url="").model_dump_json()
    dialogue = DialogueApart((sys.executable, "-m", "kiosk.thinking"), known, processes=1)
    await dialogue.start()
    process = dialogue._thinkers[0].process

    # Told to end like all the processes of a terminal, it goes on for whoever still asks.
    os.kill(process.pid, signal.SIGINT)
    turn = await ask(dialogue, "đăng ký khai sinh cần giấy tờ gì")
    await dialogue.close()

    assert turn.reply.outcome is Outcome.ANSWERED
    assert process.returncode == 0
