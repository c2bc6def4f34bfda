"""What Zalo receives, compared with what was agreed; and what no message may break."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import channel_wordings
from bot.messages import Outgoing, OutgoingKind, Template, from_reply
from bot.zalo import rendering
from knowledge.procedures import Facet, Language
from nlu.replies import Citation, Outcome, ProcedureName, Reply, Suggestion
from tests.peers.zalo import fault_of_message

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
            Suggestion("Làm một lần: khai sinh, nhập hộ khẩu …", "Làm một lần: khai sinh, nhập hộ khẩu, thẻ bảo hiểm"),
        ),
    )
)
_NOTICE = Outgoing(
    "Hồ sơ của bạn đã có kết quả.",
    kind=OutgoingKind.NOTICE,
    template=Template("7895417a7d3f9461cd2e", (("ma_ho_so", "H01.1"), ("trang_thai", "đã có kết quả"))),
)
_CASES = {
    "answer": _ANSWER,
    "english": Outgoing(
        "Birth certificate: fee\nNo fee within 60 days.",
        language=Language.ENGLISH,
        source="163/QĐ-BTP",
        buttons=(Suggestion("Papers", "what papers"),),
    ),
    "menu": Outgoing(
        channel_wordings.greeting("xã Mẫu", Language.VIETNAMESE),
        buttons=channel_wordings.life_events(Language.VIETNAMESE),
    ),
    "voice": replace(_ANSWER, is_voice=True, buttons=()),
    "in-parts": Outgoing(
        "\n\n".join(f"{number}. " + "Bạn nộp hồ sơ tại quầy. 😀 " * 40 for number in range(1, 5)).strip(),
        source="163/QĐ-BTP",
        buttons=(Suggestion("Lệ phí", "lệ phí"),),
    ),
    "notice": _NOTICE,
    "notice-to-phone": replace(_NOTICE, template=replace(_NOTICE.template, phone="0900000000")),
}


def render(outgoing):
    return rendering.render(outgoing, lambda text: f"sealed: {text}")


@pytest.mark.parametrize("name", _CASES)
def test_what_zalo_receives_is_what_was_agreed(name):
    expected = json.loads((_GOLDEN / f"{name}.json").read_text("utf-8"))

    assert list(render(_CASES[name])) == expected


def test_a_decomposed_text_is_composed_before_it_is_counted():
    text = "Đăng ký khai sinh " * 110

    (message,) = render(Outgoing(unicodedata.normalize("NFD", text)))

    assert message["message"]["text"] == text.strip()


def test_nobody_writes_a_notice_on_a_disk_that_names_a_citizen():
    class Safe:
        def encrypt(self, text):
            return "locked"

    for template in (_NOTICE.template, replace(_NOTICE.template, phone="0900000000")):
        rendered = rendering.render(replace(_NOTICE, template=template), Safe().encrypt)
        assert "H01.1" not in json.dumps(rendered)
        assert "0900000000" not in json.dumps(rendered)


@given(
    st.text(min_size=1, max_size=6000).filter(str.strip),
    st.lists(st.builds(Suggestion, st.text(min_size=1, max_size=150), st.text(min_size=1, max_size=1500)), max_size=12),
)
def test_whatever_is_said_zalo_takes_it(text, buttons):
    for payload in render(Outgoing(text, buttons=tuple(buttons))):
        assert fault_of_message(payload["message"]) == 0
