"""Tone marks put back."""

import pytest

from knowledge.vietnamese.restoration import Syllables, ToneRestorer, general
from knowledge.vietnamese.text import fold

GOLDEN = (
    "làm giấy khai sinh cho con cần gì",
    "xin giấy xác nhận độc thân để cưới vợ thì nộp ở đâu",
    "đăng ký thường trú cần những giấy tờ gì",
    "đăng ký kết hôn ở đâu",
    "chứng thực bản sao mất bao nhiêu tiền",
    "bao lâu thì có kết quả",
    "mẹ tôi mất rồi thì báo tử ở đâu",
    "tôi muốn ly hôn",
    "còn lệ phí thì sao",
    "thế nộp ở đâu",
    "vợ chồng tôi chưa có giấy kết hôn thì con tôi mang họ ai",
    "tất cả giấy tờ cần nộp",
)


@pytest.fixture(scope="module")
def restorer():
    return ToneRestorer(general())


@pytest.mark.parametrize("sentence", GOLDEN)
def test_what_was_typed_without_marks_gets_them(restorer, sentence):
    assert " ".join(restorer.restore(fold(sentence).split())) == sentence


@pytest.mark.parametrize("sentence", GOLDEN)
def test_what_has_its_marks_keeps_them(restorer, sentence):
    assert " ".join(restorer.restore(sentence.split())) == sentence


@pytest.mark.parametrize(
    ("mixed", "whole"),
    [
        ("tôi muốn đăng ky tam tru cho con", "tôi muốn đăng ký tạm trú cho con"),
        ("làm giấy khai sinh o dau", "làm giấy khai sinh ở đâu"),
        ("giay khai sinh bản sao", "giấy khai sinh bản sao"),
    ],
)
def test_of_mixed_text_only_the_bare_part_is_marked(starter_search, mixed, whole):
    assert starter_search.read(mixed).restored == whole


def test_a_plain_word_in_marked_text_is_meant_plain(restorer):
    # Without marks around it `cho` may be "chợ", `hay` "hãy".
    written = "xin cho tôi hỏi hai vợ chồng đi hay một người đi"

    assert " ".join(restorer.restore(written.split())) == written


def test_unknown_words_and_codes_stay(restorer):
    typed = ["facebook", "1.004873", "CT07", "zzz"]

    assert restorer.restore(typed) == typed
    assert restorer.restore([]) == []


def test_the_words_of_an_edition_win():
    common = Syllables.of(["bản sao"] * 3)
    own = Syllables.of(["bán sáo"])

    assert ToneRestorer(common).restore(["ban", "sao"]) == ["bản", "sao"]
    assert ToneRestorer(common.add(own, weight=20)).restore(["ban", "sao"]) == ["bán", "sáo"]


def test_counts_are_read_as_they_were_written():
    counts = Syllables.of(["giấy khai sinh", "giấy kết hôn", "mã 123"])

    again = Syllables.from_json(counts.to_json())

    assert again.singles == counts.singles == {"giấy": 2, "khai": 1, "sinh": 1, "kết": 1, "hôn": 1, "mã": 1}
    assert again.pairs == counts.pairs


def test_rare_counts_can_be_left_out():
    counts = Syllables.from_json(Syllables.of(["giấy khai sinh", "giấy kết hôn"]).to_json(least=2))

    assert counts.singles == {"giấy": 2}
    assert not counts.pairs


def test_the_general_counts_know_what_every_commune_says(restorer):
    assert all(restorer.has(word) for word in ("đăng", "ký", "khai", "sinh", "thường", "trú"))
    assert restorer.knows("dang")
    assert not restorer.has("dang")
