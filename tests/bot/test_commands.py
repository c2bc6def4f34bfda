from __future__ import annotations

import pytest

from bot import commands
from bot.messages import IncomingKind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("/xoadulieu", IncomingKind.ERASE),
        ("Xoá dữ liệu của tôi", IncomingKind.ERASE),
        ("xóa dữ liệu.", IncomingKind.ERASE),
        ("#menu", IncomingKind.GREET),
        ("/start", IncomingKind.GREET),
        ("nghe", IncomingKind.SPEAK),
        # The dialogue's own words stay with the dialogue.
        ("bắt đầu lại", IncomingKind.TEXT),
        ("muốn xoá dữ liệu cư trú thì làm sao", IncomingKind.TEXT),
        ("", IncomingKind.TEXT),
    ],
)
def test_only_a_whole_message_is_a_command(text, kind):
    assert commands.read(text) is kind
