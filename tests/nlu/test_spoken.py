"""Written text made fit to be heard."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.spoken import speakable, speakable_english


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Lệ phí 25.000 đồng/trang", "Lệ phí hai mươi lăm nghìn đồng mỗi trang."),
        ("Hạn 15/8/2026", "Hạn ngày mười lăm tháng tám năm hai nghìn không trăm hai mươi sáu."),
        ("Ngày 2 tháng 4 năm 2025", "Ngày hai tháng tư năm hai nghìn không trăm hai mươi lăm."),
        ("Làm việc 7h30 - 11h30", "Làm việc bảy giờ ba mươi phút đến mười một giờ ba mươi phút."),
        ("3-5 ngày làm việc", "Ba đến năm ngày làm việc."),
        ("Gọi 1022", "Gọi một không hai hai."),
        ("10 USD/bản", "Mười đô la Mỹ mỗi bản."),
        ("Mức 50%", "Mức năm mươi phần trăm."),
        ("Nộp tại UBND xã/phường", "Nộp tại Ủy ban nhân dân xã hoặc phường."),
        ("Thẻ CCCD và thẻ BHYT", "Thẻ căn cước công dân và thẻ bảo hiểm y tế."),
        ("HĐND tỉnh quy định về TTHC", "Hội đồng nhân dân tỉnh quy định về thủ tục."),
        ("Nộp qua ứng dụng VNeID", "Nộp qua ứng dụng định danh quốc gia."),
        ("Cổng Dịch vụ công quốc gia (dichvucong.gov.vn)", "Cổng Dịch vụ công quốc gia."),
        ("Tra trên Cổng (dichvucong.gov.vn). Hoặc hỏi.", "Tra trên Cổng, Cổng Dịch vụ công quốc gia. Hoặc hỏi."),
        ("Xem dichvucong.gov.vn/a.html. Rồi nộp.", "Xem Cổng Dịch vụ công quốc gia. Rồi nộp."),
        ("Giấy chứng sinh (1 bản chính)", "Giấy chứng sinh, một bản chính."),
        ("Nộp 02 (hai) bản", "Nộp hai bản."),
        # A form is known by its name, a law is shown.
        ("Tờ khai đăng ký khai sinh (Mẫu số 01)", "Tờ khai đăng ký khai sinh."),
        ("Tờ khai thay đổi thông tin cư trú, mẫu CT01", "Tờ khai thay đổi thông tin cư trú."),
        ("Theo Nghị định số 85/2020/NĐ-CP của Chính phủ", "Theo Nghị định của Chính phủ."),
        ("Đăng ký kết hôn (mã 1.000894)", "Đăng ký kết hôn."),
        ("• Giấy chứng sinh\n• Giấy tờ tùy thân", "Giấy chứng sinh. Giấy tờ tùy thân."),
        ("", ""),
    ],
)
def test_a_text_is_said_as_one_says_it(written, spoken):
    assert speakable(written) == spoken


@given(st.text(max_size=200) | st.from_regex(r"[A-ZĐa-zệ0-9/().,\- ]{0,80}", fullmatch=True))
def test_nothing_that_is_only_for_the_eye_is_left(text):
    said = speakable(text)

    assert not re.search(r"[0-9()\[\]/\\|*•]", said)


def test_english_keeps_its_digits_and_loses_what_cannot_be_said():
    said = speakable_english("Fee (lệ phí): 25,000 VND/page, until 31/12/2026, see 85/2020/NĐ-CP.")

    assert said == "Fee, lệ phí: 25,000 VND per page, until 31 December 2026, see."
