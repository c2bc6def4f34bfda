"""Text as the rest of the code may rely on it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.vietnamese.text import clean, fold, has_tone_marks, words


def test_decomposed_text_is_composed():
    typed = unicodedata.normalize("NFD", "Đăng ký khai sinh ở Nghệ An")

    assert typed != "Đăng ký khai sinh ở Nghệ An"
    assert clean(typed) == "Đăng ký khai sinh ở Nghệ An"


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("khai\u200b sinh\ufeff", "khai sinh"),  # zero width space, byte order mark
        ("khai\x00 sinh\x07", "khai sinh"),
        ("\u202egiấy\u202c độc thân", "giấy độc thân"),  # direction overrides
        ("giấy\ue000 tờ", "giấy tờ"),  # private use
        ("  giấy \t\r\n  tờ  ", "giấy tờ"),
        ("giấy\u00a0tờ", "giấy tờ"),
        ("\u200b", ""),
    ],
)
def test_what_no_reader_sees_is_left_out(typed, left):
    assert clean(typed) == left


def test_emoji_stay():
    assert clean("cảm ơn 🙏 ❤") == "cảm ơn 🙏 ❤"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đường", "duong"),
        ("THỦ TỤC", "thu tuc"),
        ("nghĩa vụ quân sự", "nghia vu quan su"),
        (unicodedata.normalize("NFD", "hòa giải"), "hoa giai"),
        ("hoà giải", "hoa giai"),  # the older place of the tone mark
        ("1.001193", "1.001193"),
    ],
)
def test_folding_leaves_small_letters_without_marks(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mã 1.001193, nộp ngày 25/7.", ["Mã", "1.001193", "nộp", "ngày", "25/7"]),
        ("H26.12-250701-0001", ["H26.12-250701-0001"]),
        ("15/2020/TT-BTP", ["15/2020/TT-BTP"]),
        ("phí 8.000đ?", ["phí", "8.000đ"]),
        ("bố_mẹ", ["bố", "mẹ"]),
        ("🙂 ?!", []),
    ],
)
def test_codes_and_dates_stay_whole(text, found):
    assert words(text) == found


def test_tone_marks_are_seen():
    assert has_tone_marks("đi")
    assert has_tone_marks("giấy")
    assert not has_tone_marks("GIAY TO 123")
