"""What a line of fees says."""

import pytest

from knowledge.procedures import FeeRule
from knowledge.sources.fields import fees, money
from knowledge.sources.fields.money import Sum


@pytest.mark.parametrize(
    "note",
    [
        "Không",
        "không có.",
        "Miễn phí",
        "Miễn lệ phí (Thông tư số 47/2019/TT-BTC);",
        "Không thu lệ phí",
        "Không phải nộp phí, lệ phí",
        "(Miễn lệ phí. Phí cấp bản sao Giấy nuôi ong (nếu có yêu cầu) theo Thông tư số 1/2030/TT-BTC.)",
    ],
)
def test_it_is_free_where_the_words_say_so_for_everybody(note):
    assert fees.read(fees.Line(0, note)).rule is FeeRule.FREE


@pytest.mark.parametrize(
    "note",
    [
        "Miễn lệ phí cho người thuộc gia đình có công với cách mạng; người thuộc hộ nghèo.",
        "Không thu lệ phí đăng ký đối với tổ hợp tác.",
        "Miễn phí (đối với hộ nghèo)",
        "Không quy định",
        "Chưa có quy định",
        "Theo quy định của Bộ Tài chính",
        "Miễn phí lần đầu, lần sau 10.000 đồng",
    ],
)
def test_it_is_not_free_where_the_words_say_so_for_some_or_not_at_all(note):
    found = fees.read(fees.Line(0, note))

    assert found.rule is FeeRule.DESCRIBED
    assert found.note == note


@pytest.mark.parametrize(
    "note",
    [
        "Do Hội đồng nhân dân tỉnh quy định",
        "Hội đồng nhân dân cấp tỉnh quyết định.",
        "Theo quy định của Hội đồng nhân dân cấp tỉnh",
        "Mức lệ phí (nếu có) theo quyết định của HĐND tỉnh",
        "Nghị quyết số 09/2030/NQ-HĐND ngày 27/10/2030 của Hội đồng nhân dân tỉnh Đồng Hoa",
        "Mức lệ phí do Hội đồng nhân dân tỉnh quyết định. Bản sao: 8.000 đồng/bản.",
    ],
)
def test_the_council_of_the_province_decides(note):
    assert fees.read(fees.Line(None, note)).rule is FeeRule.PROVINCE


def test_the_council_as_one_of_several_who_may_decide_is_told_in_words():
    note = "Theo quy định của Chính phủ, Bộ trưởng Bộ Tài chính hoặc Hội đồng nhân dân cấp tỉnh."

    assert fees.read(fees.Line(0, note)).rule is FeeRule.DESCRIBED


def test_1_is_what_a_form_asks_for_and_not_a_sum():
    assert fees.read(fees.Line(1, "Theo quy định của pháp luật", currency="Việt Nam Đồng")).rule is FeeRule.DESCRIBED


def test_a_share_or_a_limit_is_never_taken_for_the_sum():
    assert fees.read(fees.Line(0, "Bằng 50% của mức 100.000 đồng")).rule is FeeRule.DESCRIBED


def test_a_named_currency_is_kept():
    found = fees.read(fees.Line(20, "Cấp giấy", currency="USD"))

    assert (found.amount, found.currency, found.note) == (20, "USD", "Cấp giấy")


def test_of_the_fees_of_a_method_those_that_say_nothing_make_room():
    stated, silent = fees.read(fees.Line(5000)), fees.read(fees.Line(0))

    assert fees.several([silent, stated, stated]) == (stated,)
    assert fees.several([silent, silent]) == (silent,)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2.000 đồng/trang; từ trang thứ 3: 1.000 đồng/trang", (Sum(2000, "VND", "trang"), Sum(1000, "VND", "trang"))),
        ("01 triệu đồng/lần cấp theo quy định", (Sum(1_000_000, "VND", "lần cấp"),)),
        ("17,5 triệu đồng", (Sum(17_500_000, "VND"),)),
        ("50.000đ/giấy thông hành (Thông tư)", (Sum(50000, "VND", "giấy thông hành"),)),
        ("10 USD/bản.", (Sum(10, "USD", "bản"),)),
        ("100.000 (VNĐ)", (Sum(100000, "VND"),)),
        ("Thông tư số 257/2016/TT-BTC, Điều 4", ()),
        ("25 đám ong", ()),
    ],
)
def test_sums_are_found_in_text(text, found):
    assert money.sums(text) == found
