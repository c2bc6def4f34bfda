"""Numbers in words."""

import pytest

from knowledge.vietnamese.numerals import in_figures


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("mười bốn tuổi", "14 tuổi"),
        ("bảy mươi lăm tuổi", "75 tuổi"),
        ("hai mươi mốt ngày", "21 ngày"),
        ("hai mươi tư tháng", "24 tháng"),
        ("tám mươi tuổi", "80 tuổi"),
        ("mười ngày", "10 ngày"),
        ("năm ngày làm việc", "5 ngày làm việc"),
        ("Ba bản sao", "3 bản sao"),
        ("bảy hai tuổi", "72 tuổi"),  # `mươi` is often left out of an age
        ("con tôi sáu tuổi rồi", "con tôi 6 tuổi rồi"),
        ("bảy mươi hải tuổi", "72 tuổi"),  # a tone mark that was put back wrongly
    ],
)
def test_what_is_counted_is_written_in_figures(said, figures):
    assert " ".join(in_figures(said.split())) == figures


@pytest.mark.parametrize(
    "said",
    [
        "ba tôi mất rồi",  # a father
        "năm nay con vào lớp một",
        "từ ngày 1 tháng 7",
        "từ tháng sau",
        "sau ngày cưới",
        "bà bán đất cho cháu",
        "bà người nước ngoài",
        "tạm trú một nơi",
        "hai ba ngày nữa",  # a guess, not 23
        "bảy tám tuổi",
        "mười",
        "",
    ],
)
def test_words_that_count_nothing_stay(said):
    # `ba ngày`, `tám tuổi` within a guess may become a figure, the guess never one number.
    figures = in_figures(said.split())

    assert [word for word in figures if word.isdigit() and int(word) > 9] == []
    if "nữa" not in said and "tám" not in said:
        assert figures == said.split()
