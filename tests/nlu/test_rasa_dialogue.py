"""The dialogue of a Rasa server, with a server of ours that answers as its REST channel does."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from knowledge.procedures import Facet, Language
from nlu import speaking
from nlu.dialogue import ConversationState, Turn
from nlu.errors import DialogueUnavailable
from nlu.rasa_dialogue import RasaDialogue
from nlu.replies import Outcome, Reply, Suggestion


class _RestChannel(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, json.loads(body)))
        self.server.may_answer.wait(timeout=10)
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *_):
        pass


@pytest.fixture
def rasa():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _RestChannel)
    server.heard, server.status, server.answer = [], 200, b"[]"
    server.may_answer = threading.Event()
    server.may_answer.set()
    server.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.may_answer.set()
    server.shutdown()
    server.server_close()


def _says(*messages):
    return json.dumps([{"recipient_id": "7", **message} for message in messages]).encode()


async def test_the_turn_of_an_action_comes_back_whole(rasa):
    reply = Reply(Outcome.ANSWERED, "Bạn cần …", "Bạn cần …", facet=Facet.FEE, suggestions=(Suggestion("a", "b"),))
    turn = Turn(reply, ConversationState(procedure="1.001193", facet=Facet.FEE, turns=3))
    rasa.answer = _says({"custom": speaking.to_message(turn)})

    heard = await RasaDialogue(rasa.url).respond("7", "lệ phí?", ConversationState(turns=3))

    assert heard.reply == reply
    assert heard.state.procedure == "1.001193"
    assert heard.state.turns == 4


async def test_the_server_is_told_the_state_that_our_database_holds(rasa):
    rasa.answer = _says({"text": "Chào bạn."})
    state = ConversationState(procedure="1.001193", language=Language.ENGLISH, centre="mau")

    await RasaDialogue(rasa.url).respond("7", "xin chào", state)

    path, body = rasa.heard[0]
    assert path == "/webhooks/rest/webhook"
    assert (body["sender"], body["message"]) == ("7", "xin chào")
    assert body["metadata"]["state"]["procedure"] == "1.001193"
    assert body["metadata"]["state"]["language"] == "en"


async def test_a_response_of_the_domain_keeps_its_outcome_and_its_buttons(rasa):
    button = {"title": "Gặp cán bộ", "payload": "Gặp cán bộ"}
    rasa.answer = _says(
        {"text": "Chỉ trả lời về thủ tục.", "buttons": [button]}, {"custom": {"outcome": "out_of_scope"}}
    )

    turn = await RasaDialogue(rasa.url).respond("7", "thời tiết", ConversationState())

    assert turn.reply.outcome is Outcome.OUT_OF_SCOPE
    assert turn.reply.suggestions == (Suggestion("Gặp cán bộ", "Gặp cán bộ"),)


@pytest.mark.parametrize("answer", [b"[]", b"not json", b'{"error": 1}', b'[{"custom": {"reply": {}}}]'])
async def test_an_answer_that_says_nothing_is_no_turn(rasa, answer):
    rasa.answer = answer

    with pytest.raises(DialogueUnavailable):
        await RasaDialogue(rasa.url).respond("7", "xin chào", ConversationState())


async def test_a_server_that_fails_is_unavailable(rasa):
    rasa.status = 500

    with pytest.raises(DialogueUnavailable, match="500"):
        await RasaDialogue(rasa.url).respond("7", "xin chào", ConversationState())


async def test_a_server_that_does_not_answer_in_time_is_unavailable(rasa):
    rasa.may_answer.clear()

    with pytest.raises(DialogueUnavailable):
        await RasaDialogue(rasa.url, timeout_seconds=0.1).respond("7", "xin chào", ConversationState())


async def test_no_server_is_unavailable(rasa):
    rasa.shutdown()
    rasa.server_close()

    with pytest.raises(DialogueUnavailable):
        await RasaDialogue(rasa.url).respond("7", "xin chào", ConversationState())
