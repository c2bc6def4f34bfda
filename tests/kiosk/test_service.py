from __future__ import annotations

import contextlib
import http.server
import json
import threading
from typing import ClassVar

import pytest

from bot.channel import ChannelName, IncomingMessage
from kiosk.service import open_service
from kiosk.settings import Settings
from nlu.replies import Outcome


class _Rasa(http.server.BaseHTTPRequestHandler):
    """Answers as a Rasa server's REST channel does, and keeps what it received."""

    heard: ClassVar[list[dict]] = []

    def do_POST(self):
        self.heard.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        body = json.dumps([{"recipient_id": "1", "text": "Chào bạn."}]).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


@contextlib.contextmanager
def rasa_server():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Rasa)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


async def test_the_rasa_server_that_the_settings_name_holds_the_dialogue(home, monkeypatch):
    with rasa_server() as url:
        monkeypatch.setenv("MOTCUA_RASA_URL", url)
        async with open_service(Settings()) as service:
            reply = await service.assistant.respond(IncomingMessage(ChannelName.CONSOLE, "42", "1", "xin chào"))

    assert reply.text == "Chào bạn."
    assert _Rasa.heard[-1]["message"] == "xin chào"


async def test_a_rasa_server_that_is_away_ends_in_a_kind_word(home, monkeypatch):
    monkeypatch.setenv("MOTCUA_RASA_URL", "http://127.0.0.1:9")

    async with open_service(Settings()) as service:
        reply = await service.assistant.respond(IncomingMessage(ChannelName.CONSOLE, "42", "1", "xin chào"))

    assert reply.outcome is Outcome.ERROR


async def test_where_the_dialogue_thinks_in_a_process_of_its_own_nothing_is_searched_here(home):
    async with open_service(Settings(), thinkers=1) as service:
        reply = await service.assistant.respond(
            IncomingMessage(ChannelName.CONSOLE, "42", "1", "làm giấy khai sinh cần giấy tờ gì")
        )
        edition = service.library.current()

    assert reply.procedure is not None
    assert reply.procedure.code == edition.procedure("1.001193").code
    assert edition.search is None


@pytest.mark.parametrize(("told", "of_channels", "of_the_web"), [("", 1, 0), ("0", 0, 0), ("2", 2, 2)])
def test_the_dialogue_thinks_beside_what_carries_channels_unless_told_otherwise(
    told, of_channels, of_the_web, monkeypatch
):
    if told:
        monkeypatch.setenv("MOTCUA_DIALOGUE_PROCESSES", told)
    settings = Settings().nlu

    assert settings.processes(carries_channels=True) == of_channels
    assert settings.processes(carries_channels=False) == of_the_web


async def test_without_a_rasa_server_the_dialogue_is_held_here(home):
    async with open_service(Settings()) as service:
        reply = await service.assistant.respond(
            IncomingMessage(ChannelName.CONSOLE, "42", "1", "làm giấy khai sinh cần giấy tờ gì")
        )

    assert reply.procedure is not None
    assert reply.procedure.code == "1.001193"
