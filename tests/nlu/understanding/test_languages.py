"""Which language a message is in."""

from __future__ import annotations

import pytest

from nlu.understanding.languages import Tongue


@pytest.mark.parametrize(
    ("message", "tongue"),
    [
        ("làm giấy khai sinh cho con", Tongue.VIETNAMESE),
        ("lam giay khai sinh cho con can gi", Tongue.VIETNAMESE),
        ("nop online duoc khong", Tongue.VIETNAMESE),  # one English word makes no English sentence
        ("online được không", Tongue.VIETNAMESE),
        ("what papers do i need for a birth certificate?", Tongue.ENGLISH),
        ("what is giấy chứng sinh", Tongue.ENGLISH),  # the name of a paper stays Vietnamese
        ("Bonjour, je voudrais un acte de naissance", Tongue.OTHER),
        ("我想办理出生证明", Tongue.OTHER),
        ("출생 증명서가 필요합니다", Tongue.OTHER),
        ("asdf qwer zxcv", Tongue.OTHER),
        ("1", Tongue.UNDECIDED),
        ("ok", Tongue.UNDECIDED),
        ("😀😀😀", Tongue.UNDECIDED),
    ],
)
def test_the_language_of_a_message(understander, message, tongue):
    assert understander.understand(message).tongue is tongue
