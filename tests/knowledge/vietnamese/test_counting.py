"""Counting the general syllables."""

from knowledge.vietnamese import counting
from tests.knowledge.conftest import make_procedure


def test_what_citizens_say_weighs_more_than_what_records_say():
    record = make_procedure("1.000001", "Xác nhận điều kiện")

    counts = counting.count([record], ["má tôi"])

    assert counts.singles["xác"] == 1
    assert counts.singles["má"] == 300


def test_our_words_hold_every_table():
    ours = "\n".join(counting.our_words())

    for text in ("bảo hiểm xã hội", "giấy độc thân", "Nam Định", "cho em hỏi với ạ"):
        assert text in ours
