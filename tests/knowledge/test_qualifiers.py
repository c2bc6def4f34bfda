"""What tells a special variant from the plain procedure."""

import pytest

from knowledge.qualifiers import qualifiers, subject
from knowledge.vietnamese.text import fold


def named(name):
    return {q.id for q in qualifiers() if q.in_name.search(fold(name))}


def asked(question):
    return {q.id for q in qualifiers() if q.in_question.search(fold(question))}


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("Đăng ký kết hôn", set()),
        ("Đăng ký khai sinh", set()),
        ("Đăng ký thường trú", set()),
        ("Đăng ký lại kết hôn", {"again"}),
        ("Đăng ký kết hôn với người nước ngoài", {"foreign"}),
        ("Đăng ký kết hôn lưu động", {"mobile"}),
        ("Xóa đăng ký thường trú", {"ending"}),
        ("Gia hạn tạm trú", {"extension"}),
    ],
)
def test_a_name_bears_the_marks_of_its_variant(name, marks):
    assert named(name) == marks


@pytest.mark.parametrize(
    ("question", "mark"),
    [
        ("lấy chồng Hàn Quốc", "foreign"),
        ("vợ tôi là người Mỹ", "foreign"),
        ("bị mất giấy khai sinh", "again"),
        ("gia hạn tạm trú", "extension"),
        ("cắt khẩu", "ending"),
    ],
)
def test_a_question_asks_for_a_variant(question, mark):
    assert mark in asked(question)


@pytest.mark.parametrize(
    ("question", "pieces"),
    [
        ("cho toi hoi thu tuc dang ky ket hon can giay to gi", ["dang ky ket hon"]),
        ("dang ky ket hon", ["dang ky ket hon"]),
        ("thu tuc nhu the nao", []),
        ("", []),
    ],
)
def test_the_words_of_asking_are_taken_out(question, pieces):
    assert list(subject(question)) == pieces
