"""What is left of Telex."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.noise import Form, typed
from knowledge.vietnamese.telex import compose
from knowledge.vietnamese.text import words


@pytest.mark.parametrize(
    ("keys", "syllable"),
    [
        ("ddawng", "đăng"),
        ("kys", "ký"),
        ("thuwongf", "thường"),  # the horn typed once for both vowels
        ("thuowngf", "thường"),
        ("nguwowif", "người"),
        ("giaays", "giấy"),
        ("giaasy", "giấy"),  # the tone typed before the last letter
        ("tamj", "tạm"),
        ("trus", "trú"),
        ("hooj", "hộ"),
        ("khaaur", "khẩu"),
        ("quyeenf", "quyền"),
        ("hoaf", "hoà"),
        ("tooi", "tôi"),
        ("muar", "mủa"),
        ("nhaf", "nhà"),
        ("viecj", "viẹc"),  # a circumflex was forgotten; whether it is a word the reader tells
        ("KHAIS", "khái"),
    ],
)
def test_keystrokes_become_the_syllable(keys, syllable):
    assert compose(keys) == syllable


@pytest.mark.parametrize("text", ["k", "as", "1.001193", "giấy", "H26", "ct07", "", "123"])
def test_what_cannot_be_telex_is_left(text):
    assert compose(text) == text


@given(st.text())
def test_no_text_is_too_odd(text):
    for word in words(text):
        assert compose(word)


def test_what_the_noise_types_is_understood(starter_search):
    written = "đăng ký thường trú cho người được nhập hộ khẩu về quê"
    keys = {"đăng": "ddawng", "thường": "thuwowngf", "người": "nguwowif", "được": "dduwowcj", "hộ": "hooj"}

    residue = " ".join(keys.get(word, word) for word in written.split())

    assert starter_search.read(residue).restored == written


def test_teencode_holds_telex():
    noisy = {typed(f"đăng ký thường trú lần thứ {n}", Form.TEENCODE) for n in range(200)}

    assert any("ddawng" in text or "thuwowngf" in text for text in noisy)
