"""What the platform receives, compared with what was agreed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot import channel_wordings
from bot.messages import Outgoing
from bot.zalo_bot.rendering import render
from knowledge.procedures import Language
from nlu.replies import Suggestion

_GOLDEN = Path(__file__).parent / "golden"
_ANSWER = Outgoing(
    "Làm giấy khai sinh: giấy tờ\n- Giấy chứng sinh < bản chính >\n- Căn cước & *hộ chiếu*",
    spoken="Bạn mang theo giấy chứng sinh và căn cước.",
    source="163/QĐ-BTP; 60/2014/QH13",
    buttons=(Suggestion("Lệ phí", "lệ phí"), Suggestion("Các bước", "các bước làm thế nào")),
)
_CASES = {
    "answer": _ANSWER,
    "english": Outgoing(
        "Birth certificate: papers",
        language=Language.ENGLISH,
        source="163/QĐ-BTP",
        buttons=(Suggestion("Fee", "how much is the fee"),),
    ),
    "menu": Outgoing(
        channel_wordings.greeting("xã Mẫu", Language.VIETNAMESE),
        buttons=channel_wordings.life_events(Language.VIETNAMESE),
    ),
    "voice": replace(_ANSWER, is_voice=True, buttons=()),
    "in-parts": replace(_ANSWER, text="\n\n".join(f"{n}. " + "Bạn nộp tại quầy. 😀 " * 50 for n in range(1, 5))),
}


@pytest.mark.parametrize("name", _CASES)
def test_what_the_platform_receives_is_what_was_agreed(name):
    expected = json.loads((_GOLDEN / f"{name}.json").read_text("utf-8"))

    assert list(render(_CASES[name])) == expected
    assert all(0 < len(payload["text"]) <= 2000 for payload in expected)
