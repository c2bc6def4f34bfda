"""Choosing among what was offered: by number, by order, by name, by yes or no."""

from __future__ import annotations

import pytest

from nlu.understanding import phrases
from nlu.understanding.choices import Offered

_BIRTH = [
    Offered("1", ("Thủ tục đăng ký khai sinh", "Làm giấy khai sinh")),
    Offered("2", ("Thủ tục đăng ký khai sinh có yếu tố nước ngoài", "Khai sinh có yếu tố nước ngoài")),
]
_THREE = [
    Offered("a", ("Đăng ký thường trú",)),
    Offered("b", ("Đăng ký tạm trú",)),
    Offered("c", ("Tách hộ",)),
]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("2", "b"),
        ("số 3", "c"),
        ("cái đầu tiên", "a"),
        ("cai thu hai", "b"),
        ("cái cuối ạ", "c"),
        ("cái đầu tiên đi cháu", "a"),
        ("tạm trú", "b"),
        ("tach ho", "c"),
        ("Đăng ký thường trú", "a"),
        ("4", None),  # only three were offered
        ("lệ phí bao nhiêu", None),
        ("đăng ký", None),  # two of them begin so
    ],
)
def test_a_choice_by_number_order_or_name(understander, message, code):
    assert understander.choices.choose(phrases.split(message), _THREE) == code


@pytest.mark.parametrize(
    ("message", "code"),
    [("không", "1"), ("khong co", "1"), ("có", "2"), ("có yếu tố nước ngoài", "2"), ("trong nước", "1")],
)
def test_yes_and_no_choose_between_a_plain_procedure_and_its_foreign_variant(understander, message, code):
    assert understander.choices.choose(phrases.split(message), _BIRTH) == code


def test_a_question_that_shares_some_words_with_a_choice_chooses_nothing(understander):
    copies = [
        Offered("a", ("Chứng thực bản sao (sao y bản chính)", "Chứng thực bản sao từ bản chính giấy tờ")),
        Offered("b", ("Chứng thực hợp đồng, giao dịch",)),
    ]

    assert understander.choices.choose(phrases.split("xin bản sao giấy khai sinh cơ"), copies) is None
