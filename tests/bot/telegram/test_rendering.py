from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot import buttons, channel_wordings
from bot.messages import Destination, Outgoing, from_reply
from bot.telegram.rendering import render
from knowledge.procedures import Facet, Language
from nlu.replies import Citation, Outcome, ProcedureName, Reply, Suggestion

_GOLDEN = Path(__file__).parent / "golden"

_ANSWER = from_reply(
    Reply(
        outcome=Outcome.ANSWERED,
        text="Làm giấy khai sinh: giấy tờ\nBạn mang theo:\n- Giấy chứng sinh (bản chính)\n- Căn cước < còn hạn >\n\n"
        "Trẻ trên 60 ngày & chưa khai: vẫn làm được.",
        spoken="Bạn mang theo giấy chứng sinh và căn cước.",
        procedure=ProcedureName("1.001193", "Làm giấy khai sinh"),
        facet=Facet.DOCUMENTS,
        citations=(
            Citation("1.001193", "cases", "163/QĐ-BTP", ("60/2014/QH13", "123/2015/NĐ-CP"), date(2026, 4, 15), ""),
        ),
        suggestions=(
            Suggestion("Lệ phí", "lệ phí"),
            Suggestion("Các bước", "các bước làm thế nào"),
            Suggestion("Bao lâu có kết quả", "bao lâu thì có kết quả"),
            Suggestion("Làm một lần: khai sinh, nhập hộ khẩu …", "Làm một lần: khai sinh, nhập hộ khẩu, thẻ bảo hiểm"),
        ),
    )
)
_ENGLISH = Outgoing(
    "Birth certificate: fee\nNo fee within 60 days.",
    spoken="There is no fee within sixty days.",
    language=Language.ENGLISH,
    procedure=ProcedureName("1.001193", "Birth certificate"),
    source="163/QĐ-BTP",
    buttons=(Suggestion("Papers", "what papers"),),
)
_MENU = Outgoing(
    "Chào bạn. Bạn cần làm việc gì?",
    buttons=tuple(
        Suggestion(title, f"{title} cần giấy tờ gì?")
        for title in ("Mới sinh con", "Sắp kết hôn", "Xác nhận tình trạng hôn nhân", "Chuyển chỗ ở", "Gặp cán bộ")
    ),
)
_CASES = {
    "answer": _ANSWER,
    "english": _ENGLISH,
    "menu": _MENU,
    "voice": replace(_ANSWER, is_voice=True, buttons=()),
    "apology": Outgoing('Nút này cũ rồi. Bạn gõ câu hỏi giúp nhé: "lệ phí", <lệ phí>, 1 < 2 & 3 > 2'),
    "in-parts": Outgoing(
        "\n\n".join(f"{number}. " + "Bạn nộp hồ sơ tại quầy. 😀 " * 60 for number in range(1, 5)).strip(),
        source="163/QĐ-BTP",
        buttons=(Suggestion("Lệ phí", "lệ phí"),),
    ),
}


@pytest.mark.parametrize("name", _CASES)
def test_what_telegram_receives_is_what_was_agreed(name):
    expected = json.loads((_GOLDEN / f"{name}.json").read_text("utf-8"))

    assert list(render(_CASES[name])) == expected


def test_every_agreed_message_has_its_case():
    assert {path.stem for path in _GOLDEN.glob("*.json")} == _CASES.keys()


@pytest.mark.parametrize("name", _CASES)
async def test_telegram_takes_what_was_agreed(name, channel, peer):
    peer.known.add(42)

    for payload in json.loads((_GOLDEN / f"{name}.json").read_text("utf-8")):
        await channel.send(Destination("42"), payload)

    assert len(peer.seen_by(42)) >= 1


@pytest.mark.parametrize("text", ["", " \n ", "\ud83d"])
def test_nothing_to_say_sends_nothing(text):
    assert render(Outgoing(text)) == ()


def test_half_a_character_does_not_hold_up_the_rest():
    (payload,) = render(Outgoing("Lệ phí \ud83d 8.000 đồng"))

    assert json.dumps(payload, ensure_ascii=False).encode()
    assert payload["text"] == "Lệ phí  8.000 đồng"


def test_a_note_on_the_source_that_no_longer_fits_follows_alone():
    payloads = render(Outgoing("a" * 4090, source="163/QĐ-BTP"))

    assert [payload["text"] for payload in payloads] == ["a" * 4090, "<i>Căn cứ: 163/QĐ-BTP</i>"]


def test_a_text_full_of_signs_is_measured_before_they_are_escaped():
    (payload,) = render(Outgoing("<" * 4096))

    assert payload["text"] == "&lt;" * 4096


def test_every_button_of_the_shipped_menu_and_answers_fits():
    menu = [*channel_wordings.life_events(Language.VIETNAMESE), *channel_wordings.life_events(Language.ENGLISH)]
    for suggestion in (*_ANSWER.buttons, *menu, Suggestion("dài", "ề" * 500)):
        assert 1 <= len(buttons.data(suggestion.send).encode()) <= 64
