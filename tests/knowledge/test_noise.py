"""Questions as they would be typed in a hurry."""

import pytest

from knowledge.noise import Form, typed
from knowledge.vietnamese.text import has_tone_marks

QUESTION = "Tôi muốn đăng ký khai sinh cho con thì cần giấy tờ gì?"


def test_as_written_is_as_written():
    assert typed(QUESTION, Form.AS_WRITTEN) == QUESTION


def test_without_tone_marks_there_are_none():
    assert typed(QUESTION, Form.NO_TONE_MARKS) == "toi muon dang ky khai sinh cho con thi can giay to gi?"


def test_teencode_is_another_spelling_and_the_same_in_every_run():
    assert typed(QUESTION, Form.TEENCODE) == typed(QUESTION, Form.TEENCODE) != QUESTION.lower()


def test_teencode_uses_what_people_use():
    noisy = " ".join(typed(f"{QUESTION} lần {n}", Form.TEENCODE) for n in range(100))

    assert any(f" {short} " in noisy for short in ("dk", "đk"))
    assert has_tone_marks(noisy)


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("text", ["", "🙂", "k", "1.001193"])
def test_what_cannot_be_typed_otherwise_stays(form, text):
    assert typed(text, form) == text
