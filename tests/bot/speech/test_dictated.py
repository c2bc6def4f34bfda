from __future__ import annotations

import pytest

from bot.privacy import mask
from bot.speech.dictated import in_digits


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("số của tôi là không chín một hai ba bốn năm sáu bảy tám nhé", "số của tôi là 0912345678 nhé"),
        # In pairs, as many people say it.
        ("không chín mười hai ba mươi tư năm mươi sáu bảy tám", "0912345678"),
        ("không không một không tám năm một hai ba bốn năm sáu", "001085123456"),
        ("Không Chín Một Hai Ba Bốn Năm", "0912345"),
        # Fees, dates and small words stay words.
        ("hai trăm năm mươi nghìn đồng", "hai trăm năm mươi nghìn đồng"),
        ("ba mẹ tôi năm nay bảy mươi hai tuổi", "ba mẹ tôi năm nay bảy mươi hai tuổi"),
        ("ngày hai mươi tháng mười một năm hai nghìn không trăm hai mươi sáu",) * 2,
    ],
)
def test_a_number_that_is_dictated_is_written_in_digits(heard, written):
    assert in_digits(heard) == written


@pytest.mark.parametrize(
    ("heard", "kept"),
    [
        ("số của tôi là không chín một hai ba bốn năm sáu bảy tám", "số của tôi là [số điện thoại]"),
        ("căn cước không không một không tám năm một hai ba bốn năm sáu", "căn cước [số định danh]"),
    ],
)
def test_a_dictated_number_is_masked_like_a_typed_one(heard, kept):
    assert mask(in_digits(heard)).text == kept
