"""Our service as a process of its own on the network of `plain.py`, to be killed."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace

from bot.switchboard import Line
from kiosk import logs, loops, server
from kiosk.app import create_app
from kiosk.service import open_service
from kiosk.settings import Settings
from nlu.dialogue import ConversationState, Turn
from nlu.replies import Outcome, Reply
from tests.peers.plain import PlainChannel


class EchoDialogue:
    """Says which numbered questions it was asked."""

    async def respond(self, conversation_id: str, text: str, state: ConversationState) -> Turn:
        said = "Trả lời " + " ".join(re.findall(r"câu (\d+)", text))
        return Turn(Reply(Outcome.ANSWERED, said, said), replace(state, turns=state.turns + 1))


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--peer", required=True)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--works", action=argparse.BooleanOptionalAction, default=True)
    given = options.parse_args()
    logs.configure()
    line = Line(PlainChannel(given.peer), "mau")
    if given.port:
        app = create_app(Settings(), dialogue=EchoDialogue(), lines=[line], only=(), is_working=given.works)
        server.Server(app, server.listen("127.0.0.1", given.port)).serve_until_stopped()
        return
    loops.run(_work(line))


async def _work(line: Line) -> None:
    async with (
        open_service(Settings(), dialogue=EchoDialogue()) as service,
        service.open_channels(only=(), lines=[line]) as board,
    ):
        await board.run(receives=False)


if __name__ == "__main__":
    main()
