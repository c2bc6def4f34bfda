"""Numbers between digits and Vietnamese words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu import number_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (4, "bốn"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (105, "một trăm lẻ năm"),
        (1_000_000, "một triệu"),
        (25_000, "hai mươi lăm nghìn"),
        # num2words says "hai nghìn lẻ hai mươi sáu" for a year.
        (2026, "hai nghìn không trăm hai mươi sáu"),
        (1_000_005, "một triệu không trăm lẻ năm"),
        (10_000_000_000, "mười tỷ"),
        (Decimal("7.5"), "bảy phẩy năm"),
    ],
)
def test_a_number_is_said_as_people_say_it(number, words):
    assert number_words.to_words(number) == words


@given(st.integers(min_value=10, max_value=999_999_999_999))
def test_what_is_said_is_read_back(number):
    assert number_words.to_digits(f"tổng số là {number_words.to_words(number)} đồng") == f"tổng số là {number} đồng"


@given(st.integers(min_value=1, max_value=9))
def test_a_single_digit_is_read_back_where_something_is_counted(number):
    assert number_words.to_digits(f"nộp {number_words.to_words(number)} bản") == f"nộp {number} bản"


@pytest.mark.parametrize(
    "text",
    [
        "ba mẹ của bạn",  # a father, not three
        "mỗi năm một lần",  # a year, not five
        "nhà đầu tư",  # to invest, not four
        "một trong các giấy tờ sau",  # an article
        "hai bên cùng có mặt",  # nothing is counted
        "ngày, tháng, năm sinh",
        "không phải nộp",  # not, never nought
        "thứ Bảy, Chủ nhật",
    ],
)
def test_a_word_that_only_sounds_like_a_number_is_left_alone(text):
    assert number_words.to_digits(text) == text


def test_ten_years_are_not_fifteen():
    assert number_words.to_digits("mười năm") == "10 năm"
    assert number_words.to_digits("hai nghìn năm") == "2000 năm"


def test_a_number_that_the_source_repeats_in_words_is_said_once():
    assert number_words.said_once("02 (hai) bản, 15 (mười lăm) ngày") == "02 bản, 15 ngày"
    assert number_words.said_once("2 (bản sao)") == "2 (bản sao)"
