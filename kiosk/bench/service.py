"""The service as processes of its own on the network of `network.py`: the web process, or a worker."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

from bot import exchange
from bot.channel import ChannelName
from bot.channels import Limits, Payload
from bot.messages import Destination, Incoming, IncomingKind, Media, Outgoing
from bot.switchboard import Line
from kiosk import logs, loops, server
from kiosk.app import create_app
from kiosk.service import open_service
from kiosk.settings import Settings
from nlu.dialogue import ConversationState, Dialogue, Turn
from nlu.replies import Outcome, Reply

_LONG_ANSWER = "Giấy tờ phải nộp, mỗi thứ một dòng, như hồ sơ đã ghi. " * 12


class BenchChannel:
    """A network over HTTP that takes every message at once."""

    name = ChannelName.CONSOLE
    account = "bench"
    limits = Limits(per_second=1e6, per_chat_per_second=1e6)
    has_buttons = True
    is_polling = False

    def __init__(self, address: str) -> None:
        self._address = address
        self._client: exchange.Client | None = None

    def verify(self, raw: bytes, headers: Mapping[str, str]) -> None:
        """Take every delivery for the network's."""

    def read(self, raw: bytes) -> tuple[Incoming, ...]:
        """Return the one update of a delivery."""
        body = json.loads(raw)
        return (
            Incoming(self.name, self.account, body["chat"], body["update_id"], IncomingKind.TEXT, text=body["text"]),
        )

    async def poll(self) -> AsyncIterator[bytes]:
        """Wait for ever."""
        await asyncio.Event().wait()
        yield b""

    def render(self, outgoing: Outgoing) -> tuple[Payload, ...]:
        """Return the text and the buttons."""
        return ({"text": outgoing.text, "buttons": [button.title for button in outgoing.buttons]},)

    def preparation(self, payload: Payload) -> None:
        """Return nothing: a payload is whole as it is."""

    async def send(self, destination: Destination, payload: Payload) -> str:
        """Deliver the message as every network wants it, by a call over HTTP."""
        url = f"{self._address}/{destination.chat}"
        self._client = self._client or exchange.client()
        return str((await exchange.call(self._client, "POST", url, json=payload))["id"])

    async def acknowledge(self, incoming: Incoming) -> None:
        """Do nothing."""

    async def typing(self, chat: str) -> None:
        """Do nothing."""

    async def fetch(self, media: Media) -> bytes:
        """Return nothing."""
        return b""


class FreeDialogue:
    """Costs nothing: what is left to measure are the channels."""

    async def respond(self, conversation_id: str, text: str, state: ConversationState) -> Turn:
        """Return an answer of a usual length."""
        return Turn(Reply(Outcome.ANSWERED, _LONG_ANSWER, _LONG_ANSWER), replace(state, turns=state.turns + 1))


def main() -> None:
    """Serve deliveries, or only work on what another process took in."""
    options = argparse.ArgumentParser()
    options.add_argument("--network", required=True)
    options.add_argument("--receives", action=argparse.BooleanOptionalAction, default=True)
    options.add_argument("--works", action=argparse.BooleanOptionalAction, default=True)
    options.add_argument("--free-dialogue", action="store_true")
    given = options.parse_args()
    logs.configure()
    settings = replace(Settings(), values={})
    dialogue = FreeDialogue() if given.free_dialogue else None
    line = Line(BenchChannel(given.network), settings.knowledge.centre_id)
    if given.receives:
        app = create_app(settings, dialogue=dialogue, lines=[line], is_working=given.works)
        server.Server(app, server.listen("127.0.0.1", 0)).serve_until_stopped()
    else:
        loops.run(_work(settings, dialogue, line))


async def _work(settings: Settings, dialogue: Dialogue | None, line: Line) -> None:
    thinkers = settings.nlu.processes(carries_channels=True)
    async with (
        open_service(settings, dialogue=dialogue, thinkers=thinkers) as service,
        service.open_channels(lines=[line]) as board,
    ):
        print("working", flush=True)  # noqa: T201
        await board.run(receives=False)


if __name__ == "__main__":
    main()
