from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.personal_patterns import PersonalKind
from bot.privacy import mask, question_in

# All numbers are made up.
MASKED = [
    ("CCCD của tôi là 001195012345", "CCCD của tôi là [số định danh]"),
    ("cccd 001 195 012 345 bị mất", "cccd [số định danh] bị mất"),
    ("cccd 001.195.012.345", "cccd [số định danh]"),
    ("cmnd 012345678 hết hạn", "cmnd [số định danh] hết hạn"),
    ("cmnd cũ 123 456 789", "cmnd cũ [số định danh]"),
    ("hộ chiếu B1234567", "hộ chiếu [số định danh]"),
    ("thẻ DN4012345678901", "thẻ [số định danh]"),
    ("gọi 0912345678 nhé", "gọi [số điện thoại] nhé"),
    ("gọi 0912.345.678", "gọi [số điện thoại]"),
    ("gọi 0912 345 678.", "gọi [số điện thoại]."),
    ("gọi 091-234-5678", "gọi [số điện thoại]"),
    ("gọi 09 12 34 56 78", "gọi [số điện thoại]"),
    ("gọi +84912345678", "gọi [số điện thoại]"),
    ("gọi +84 912 345 678", "gọi [số điện thoại]"),
    ("gọi 84912345678", "gọi [số điện thoại]"),
    ("gọi (024) 3825 3825", "gọi [số điện thoại]"),
    ("gọi 02438253825", "gọi [số điện thoại]"),
    # However the groups are cut.
    ("gọi 0912 345678", "gọi [số điện thoại]"),
    ("gọi 0912-345678", "gọi [số điện thoại]"),
    ("gọi 0912 34 56 78", "gọi [số điện thoại]"),
    ("gọi 0912.34.56.78", "gọi [số điện thoại]"),
    ("gọi 0912 345 67 89 nhé", "gọi [số điện thoại] nhé"),
    ("gọi 091 2345678", "gọi [số điện thoại]"),
    ("gọi 091 23 45 678", "gọi [số điện thoại]"),
    ("gọi 09 12345678", "gọi [số điện thoại]"),
    ("gọi (0912) 345678", "gọi [số điện thoại]"),
    ("gọi 024 38253825", "gọi [số điện thoại]"),
    ("gọi 0243 825 3825", "gọi [số điện thoại]"),
    ("gọi 0 9 1 2 3 4 5 6 7 8", "gọi [số điện thoại]"),
    ("gọi 0912,345,678", "gọi [số điện thoại]"),
    ("gọi o912345678, O912 345 678", "gọi [số điện thoại], [số điện thoại]"),
    ("gọi +84 912345678", "gọi [số điện thoại]"),
    ("gọi +84 (0)912 345 678", "gọi [số điện thoại]"),
    ("gọi 84 912 345 678", "gọi [số điện thoại]"),
    ("gọi 84 912345678", "gọi [số điện thoại]"),
    ("gọi +84912345678 15 ngày", "gọi [số điện thoại] 15 ngày"),
    ("cccd 001195 012345", "cccd [số định danh]"),
    ("cccd 00119 5012345", "cccd [số định danh]"),
    ("cccd 0011 950 123 45", "cccd [số định danh]"),
    ("cccd 0 0 1 1 9 5 0 1 2 3 4 5", "cccd [số định danh]"),
    ("hồ sơ H26.12.250701.0001", "hồ sơ [mã hồ sơ]"),
    ("số tôi.0912345678", "số tôi.[số điện thoại]"),
    # What follows is no sum of money, and what goes before is glued to it.
    ("gọi số 0912345678 k được", "gọi số [số điện thoại] k được"),
    ("0912345678 tí nữa gọi", "[số điện thoại] tí nữa gọi"),
    ("001195012345 đồng ý", "[số định danh] đồng ý"),
    ("sđt 0912 345 678 k ai nghe", "sđt [số điện thoại] k ai nghe"),
    ("sdt0912345678", "sdt[số điện thoại]"),
    ("CCCD001195012345", "CCCD[số định danh]"),
    ("cmnd123456789", "cmnd[số định danh]"),
    ("tel+84912345678", "tel[số điện thoại]"),
    ("sinh 1995.0912345678", "sinh 1995.[số điện thoại]"),
    ("0912/345/678, 0912–345–678, 091_234_5678", "[số điện thoại], [số điện thoại], [số điện thoại]"),
    # A number beside another number keeps its own kind.
    ("0912345678 chờ 15 ngày", "[số điện thoại] chờ 15 ngày"),
    ("0912345678 15 ngày", "[số điện thoại] 15 ngày"),
    ("0912345678, 001195012345", "[số điện thoại], [số định danh]"),
    ("hồ sơ H26.12-250701-0001 tới đâu", "hồ sơ [mã hồ sơ] tới đâu"),
    ("hồ sơ 000.00.12.H26-250701-0001", "hồ sơ [mã hồ sơ]"),
    ("hồ sơ G09.20-20260609-0092637", "hồ sơ [mã hồ sơ]"),
    ("ho so h15.50.05.13 - 261008 - 0975", "ho so [mã hồ sơ]"),
    ("hồ sơ 03706/2026/07906", "hồ sơ [mã hồ sơ]"),
    ("gửi an.nguyen+1@thu.example.vn giúp", "gửi [thư điện tử] giúp"),
    ("xe 29A-123.45", "xe [biển số xe]"),
    ("xe 30h1-12345 mất cà vẹt", "xe [biển số xe] mất cà vẹt"),
    ("xe 59-X1 123.45", "xe [biển số xe]"),
    ("xe 29a12345", "xe [biển số xe]"),
    ("xe 51F 1234", "xe [biển số xe]"),
    ("nhà tôi ở số 12 ngõ 34 phố Huế", "nhà tôi ở số [số nhà] ngõ [số nhà] phố Huế"),
    ("so nha 12/3a duong le loi", "so nha [số nhà] duong le loi"),
    ("ở 12/3 Nguyễn Trãi", "ở [số nhà] Nguyễn Trãi"),
    ("tôi ở 12 Lê Lợi", "tôi ở [số nhà] Lê Lợi"),
    ("12 đường Lê Lợi", "[số nhà] đường Lê Lợi"),
    ("nhà tôi ở 12 nguyễn trãi", "nhà tôi ở [số nhà] nguyễn trãi"),
    ("o 12 le loi phuong 3", "o [số nhà] le loi phuong 3"),
    ("ở số 12 nguyễn trãi", "ở số [số nhà] nguyễn trãi"),
    ("đ/c 45 Trần Phú", "đ/c [số nhà] Trần Phú"),
    ("123/4 Lê Lai, phường X", "[số nhà] Lê Lai, phường X"),
    ("12 Lê Lợi phường 3", "[số nhà] Lê Lợi phường 3"),
    ("hẻm 45/6/7 quận cũ", "hẻm [số nhà] quận cũ"),
    ("số là không chín một hai ba bốn năm sáu bảy tám", "số là [số điện thoại]"),
    ("khong khong mot mot chin nam khong mot hai ba bon nam", "[số định danh]"),
    # Digits of other scripts and invisible characters do not hide a number.
    ("cccd ００１１９５０１２３４５", "cccd [số định danh]"),
    ("cccd 001195\u200b012345", "cccd [số định danh]"),
    ("mã số thuế 8123456789", "mã số thuế [dãy số]"),
]

KEPT = [
    "Làm giấy khai sinh cần gì?",
    "thủ tục 1.004873",
    "thủ tục 1.001193.000.00.00.H11 và 2.000815",
    "theo Nghị định 123/2015/NĐ-CP và 15/2020/TT-BTP",
    "lệ phí 25.000 đồng, hay 1.500.000.000 đồng",
    "vay 100000000 đồng",
    "vay 123456789đ được không",
    "sinh ngày 15/8/1990, từ 01-07-2025 10 ngày",
    "mẫu số 01 tờ khai ở quầy số 3",
    "ở 2 nơi, ở đây 3 tháng rồi",
    "gọi 113, 115 hay 1022",
    "con tôi sinh năm 2026 được 2 tháng 5 ngày",
    "một hai ba bốn năm",
    "tổ 5 thôn 3",
    # A hamlet is no house.
    "ấp 4 xã Tân Hòa",
    "ngày 05.10.2026 08 giờ",
    "từ 01.01.2026 đến 31.12.2026",
    "từ 07-10 đến 09-10, 07.30-11.30",
    "02.10 nộp 500.000 đồng",
    "02.10 500.000 đồng",
    "thông tư 04 2020",
    "ở 3 tháng rồi có được không",
    "tôi ở 2 tỉnh khác nhau",
    "ở 1 mình 2 con nhỏ",
    "nộp tại 3 quầy một cửa",
    "ngày 15/8 lên phường",
    "năm 2026 phường mới",
    "84.500.000 đồng và 84 500 000 đồng",
]


@pytest.mark.parametrize(("text", "stored"), MASKED)
def test_a_personal_value_is_replaced_by_the_name_of_its_kind(text, stored):
    assert mask(text).text == stored


@pytest.mark.parametrize("text", KEPT)
def test_what_names_nobody_stays(text):
    assert mask(text).text == text


@pytest.mark.parametrize(("text", "stored"), MASKED)
def test_a_masked_text_holds_nothing_more_to_mask(text, stored):
    assert mask(stored).text == stored


def test_the_hidden_values_are_taken_out_of_a_reply_that_repeats_them():
    masked = mask("CCCD 001195012345 ở số nhà 12")

    assert masked.hide_in("Số 001195012345 nộp 12 ngày") == "Số [số định danh] nộp 12 ngày"


def test_a_decomposed_text_is_masked_as_its_composed_form():
    decomposed = unicodedata.normalize("NFD", "số nhà 12 phố Huế, gọi 0912345678")

    assert mask(decomposed).text == "số nhà [số nhà] phố Huế, gọi [số điện thoại]"


@given(st.text(), st.sampled_from([9, 12]), st.data(), st.text())
def test_no_identity_number_survives_whatever_stands_around_it(before, length, data, after):
    number = data.draw(st.text("0123456789", min_size=length, max_size=length))

    stored = mask(f"{before} {number} , {after}").text

    assert number not in stored


@given(
    st.from_regex(r"\A0[35789][0-9]{8}\Z"),
    st.sampled_from(["", "sdt", "zalo:", "năm 1995.", "(", "số "]),
    st.sampled_from(["", " k được", " đồng ý", " tí nữa", " đ", "đ", ")", "."]),
)
def test_a_mobile_number_is_hidden_whatever_it_is_glued_to_and_whatever_follows(number, before, after):
    assert number not in mask(f"{before}{number}{after}").text


@given(st.from_regex(r"\A0[35789][0-9]{8}\Z"), st.sampled_from(["", " ", ".", "-"]))
def test_every_mobile_number_is_known_as_a_telephone_number(number, separator):
    written = separator.join((number[:4], number[4:7], number[7:]))

    masked = mask(f"gọi {written} nhé")

    assert [personal.kind for personal in masked.hidden] == [PersonalKind.PHONE]


@given(
    st.from_regex(
        r"\A([0-9]{3}\.[0-9]{2}\.[0-9]{2}\.)?[A-Z][0-9]{2}(\.[0-9]{1,3}){0,3}-([0-9]{6}|[0-9]{8})-[0-9]{4,7}\Z"
    )
)
def test_every_dossier_code_is_known_as_one(code):
    masked = mask(f"hồ sơ {code} đâu rồi")

    assert [personal.kind for personal in masked.hidden] == [PersonalKind.DOSSIER_CODE]


@given(st.text())
def test_masking_twice_changes_nothing_more(text):
    once = mask(text).text

    assert mask(once).text == once


@given(st.text(alphabet=st.characters(exclude_categories=["Nd"], exclude_characters="@")))
def test_a_text_without_digits_keeps_its_letters(text):
    stored = mask(text).text

    assert re.sub(r"\W", "", stored) or not re.sub(r"\W", "", text)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("lệ phí khai sinh? số tôi 0912345678", "lệ phí khai sinh?"),
        (
            "tôi là Nguyễn Văn A, căn cước 001195012345, số 0912345678, lệ phí khai sinh?",
            "lệ phí khai sinh?",
        ),
        # This says what is asked for, and is no name.
        ("Tôi là người Mỹ, kết hôn ở đâu, sđt 0912345678", "Tôi là người Mỹ, kết hôn ở đâu,"),
        ("le phi khai sinh, sdt 0912 345 678 nhe", "le phi khai sinh,"),
        # Its card may be what is asked about, so only the number goes.
        ("bị mất cccd 001195012345, làm lại thế nào", "bị mất cccd , làm lại thế nào"),
        ("CCCD 001195012345, bị mất thì làm lại ở đâu?", "CCCD , bị mất thì làm lại ở đâu?"),
        ("CCCD 001195012345, muốn khai sinh cho con", "muốn khai sinh cho con"),
        ("làm sang tên xe 29A-123.45 ở đâu", "làm sang tên xe ở đâu"),
        # What is asked is the dossier itself.
        ("hồ sơ H26.12-250701-0001 tới đâu", "hồ sơ [mã hồ sơ] tới đâu"),
        # Where nothing else was said, that is what was said.
        ("0912345678", "[số điện thoại]"),
        ("số tôi là 0912345678", "số tôi là"),
        ("lệ phí khai sinh?", "lệ phí khai sinh?"),
    ],
)
def test_what_is_asked_is_read_apart_from_who_asks(written, asked):
    assert question_in(mask(written).text) == asked
