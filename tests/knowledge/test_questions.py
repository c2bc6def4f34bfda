"""Labelled questions."""

import pytest

from knowledge import questions
from knowledge.errors import QuestionsUnreadable
from knowledge.questions import Question, stands_alone


def write(tmp_path, *lines):
    file = tmp_path / "set.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    return file


def test_questions_are_read_line_by_line(tmp_path):
    file = write(
        tmp_path,
        '{"question": "  khai\u200b sinh ", "codes": [" 1.001193 "]}',
        "",
        '{"question": "chào", "outcome": "small_talk", "kind": "written", "commune_level": false, "more": 1}',
        '{"question": "hộ chiếu", "codes": null}',
    )

    assert questions.read(file) == (
        Question("khai sinh", ("1.001193",)),
        Question("chào", outcome="small_talk", kind="written", is_communal=False),
        Question("hộ chiếu"),
    )


@pytest.mark.parametrize(
    "line",
    [
        "not JSON",
        "[]",
        "3",
        "{}",
        '{"question": 3}',
        '{"question": " \u200b "}',
        '{"question": "a", "codes": "1.001193"}',
        '{"question": "a", "codes": [1]}',
        '{"question": "a", "codes": {"1": 2}}',
    ],
)
def test_a_bad_line_is_named_by_file_and_number(tmp_path, line):
    file = write(tmp_path, '{"question": "khai sinh"}', "", line)

    with pytest.raises(QuestionsUnreadable, match=r"set\.jsonl:3: "):
        questions.read(file)


@pytest.mark.parametrize("text", ["", "\n\n  \n"])
def test_a_file_without_a_question_is_named(tmp_path, text):
    with pytest.raises(QuestionsUnreadable, match=r"set\.jsonl: there is no question in it"):
        questions.read(write(tmp_path, text))


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "set.jsonl").write_bytes(b'{"question": "\xff"}')

    for path in (tmp_path / "set.jsonl", tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(QuestionsUnreadable, match="cannot be read"):
            questions.read(path)


def test_a_separator_that_only_some_editors_see_breaks_no_line(tmp_path):
    file = write(tmp_path, '{"question": "khai\u2028sinh\u0085 cho con", "codes": []}')

    assert questions.read(file)[0].text == "khai sinh cho con"


@pytest.mark.parametrize(
    ("question", "names", "alone"),
    [
        ("đăng ký kết hôn cần gì", ["Đăng ký kết hôn"], True),
        ("Lệ phí bao nhiêu?", ["Đăng ký kết hôn"], False),
        ("điều kiện đăng ký kết hôn", ["Đăng ký kết hôn có yếu tố nước ngoài"], False),
        ("đăng ký kết hôn với người nước ngoài", ["Đăng ký kết hôn với người nước ngoài"], True),
        ("đăng ký kết hôn", [], False),
    ],
)
def test_a_question_stands_alone_when_it_says_what_it_is_about(question, names, alone):
    assert stands_alone(Question(question), names) is alone
