"""Long official text made shorter without being torn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu import numbers
from nlu.answers.shortening import item, lines, prose, shorten, statement, thing


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("- Giấy chứng sinh;", "Giấy chứng sinh"),
        ("a) Tờ khai.", "Tờ khai"),
        ("1.2. Đơn đề nghị", "Đơn đề nghị"),
        ("(i) Bản sao", "Bản sao"),
        ("02 (hai) ảnh", "02 ảnh"),
        ("2.000 đồng", "2.000 đồng"),  # a sum, not the second item of a list
        ("Đơn gửi UBND cấp xã", "Đơn gửi Ủy ban nhân dân cấp xã"),
    ],
)
def test_an_item_is_shown_without_the_marks_of_the_source(source, shown):
    assert item(source) == shown


def test_a_line_that_the_source_breaks_within_a_sentence_is_one():
    assert lines("Nộp trước ngày 20\ntháng 6 năm 2026;\n- Nhận kết quả") == [
        "Nộp trước ngày 20 tháng 6 năm 2026",
        "Nhận kết quả",
    ]


def test_a_line_that_opens_a_list_keeps_its_colon():
    assert lines("Có đất ở:\n+ Đất của mình") == ["Có đất ở:", "Đất của mình"]


def test_lines_become_sentences_in_prose():
    assert prose("+ Cấp mới: 50.000 đồng;\n+ Cấp lại: 30.000 đồng") == "Cấp mới: 50.000 đồng. Cấp lại: 30.000 đồng."


def test_text_is_cut_at_the_end_of_a_sentence_only():
    text = "Bạn nộp tờ khai tại TP. Huế. Cán bộ xem rồi hẹn ngày. Bạn nhận kết quả."

    assert shorten(text, 60) == ("Bạn nộp tờ khai tại TP. Huế. Cán bộ xem rồi hẹn ngày …", True)
    assert shorten(text, 200) == (text, False)


def test_a_condition_in_brackets_is_never_torn():
    text = "Nộp bản sao (có chứng thực. Không cần nếu mang bản chính) cho cán bộ. Xong."

    assert shorten(text, 30)[0] == "Nộp bản sao (có chứng thực. Không cần nếu mang bản chính) cho cán bộ …"


def test_a_long_first_sentence_is_kept_whole():
    text = "một " * 100

    assert shorten(text.strip(), 50) == (text.strip(), False)


def test_what_is_heard_is_the_thing_without_its_clauses():
    assert thing("Giấy chứng sinh; không có thì giấy cam đoan") == "Giấy chứng sinh"
    assert thing("Tờ khai (nhận tại quầy)") == "Tờ khai"


def test_a_sentence_too_long_to_be_heard_is_left_to_the_screen():
    assert statement("rất " * 100) == ""
    assert statement("Bạn nộp tờ khai. Bạn nhận giấy hẹn.") == "Bạn nộp tờ khai. Bạn nhận giấy hẹn."


@given(st.lists(st.sampled_from(["Nộp 2 bản.", "Nếu có 15 ngày;", "Ngày 1/7/2025 là hạn.", "khoản 3", "(mẫu CT01)"])))
def test_a_cut_never_makes_a_new_number(pieces):
    text = " ".join(pieces)

    assert numbers.values([shorten(text, 30)[0]]) <= numbers.values([text])
