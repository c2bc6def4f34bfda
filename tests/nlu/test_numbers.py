"""Every number of a text, in one form."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu import numbers
from nlu.number_words import to_words


def values(text: str) -> list[str]:
    return [number.value for number in numbers.find(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("01 bản", ["1"]),
        ("25.000 đồng/trang", ["25000"]),
        ("25,000 VND", ["25000"]),
        ("25 nghìn đồng", ["25000"]),
        ("1,5 triệu đồng", ["1500000"]),
        ("hai mươi lăm nghìn đồng", ["25000"]),
        ("7,5 ngày", ["7.5"]),
        ("bảy phẩy năm ngày", ["7.5"]),
        ("3-5 ngày", ["3", "5"]),
        ("1/7/2025", ["2025-07-01"]),
        ("ngày 01 tháng 7 năm 2025", ["2025-07-01"]),
        ("ngày một tháng bảy năm hai nghìn không trăm hai mươi lăm", ["2025-07-01"]),
        ("1 July 2025", ["2025-07-01"]),
        ("tháng 8 năm 1964", ["8/1964"]),
        ("tháng 8/1964", ["8/1964"]),
        ("31/02/2025", ["31/2/2025"]),  # no such day: kept as it is written
        ("15 giờ", ["15"]),
        ("3 giờ chiều", ["15"]),  # what the source calls 15 giờ
        ("3 pm", ["15"]),
        ("7h30 - 11h30", ["7", "30", "11", "30"]),
        ("Nghị định số 85/2020/NĐ-CP", ["85/2020/nđ-cp"]),
        ("mã 1.001193", ["1.001193"]),  # a code: not a million
        ("mẫu CT01", ["ct01"]),
        ("H26.12-250701-0001", ["h26.12-250701-0001"]),
        ("50%", ["50"]),
        ("02 (hai) bản", ["2"]),
        ("giấy tờ cần mang", []),
    ],
)
def test_a_number_is_found_in_its_normal_form(text, found):
    assert values(text) == found


@given(st.integers(min_value=10, max_value=10**11))
def test_a_sum_is_the_same_in_digits_and_in_words(amount):
    grouped = f"{amount:,}".replace(",", ".")

    assert values(f"{grouped} đồng") == values(f"{to_words(amount)} đồng") == [str(amount)]


@given(st.dates(min_value=date(1945, 9, 2), max_value=date(2100, 1, 1)))
def test_a_date_is_the_same_in_all_its_forms(day):
    forms = (f"{day.day}/{day.month}/{day.year}", f"{day:%d/%m/%Y}", f"ngày {day.day} tháng {day:%m} năm {day.year}")

    assert {value for form in forms for value in values(form)} == {numbers.of_date(day)}


@given(st.text(max_size=200))
def test_no_text_stops_the_search(text):
    assert all(number.value for number in numbers.find(text))


@given(st.text(alphabet="abcdệđ ,.", max_size=40), st.integers(min_value=0, max_value=10**9))
def test_a_number_anywhere_in_a_text_is_found(around, number):
    assert str(number) in values(f"{around} {number} {around}")
