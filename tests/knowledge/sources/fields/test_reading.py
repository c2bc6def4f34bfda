"""Text, numbers, codes, names, dates, steps, times, legal documents and headings."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import RecordRejected
from knowledge.procedures import DocumentRole, Duration, Level, TimeUnit
from knowledge.sources.fields import (
    agencies,
    codes,
    dates,
    documents,
    durations,
    headings,
    legal,
    names,
    numbers,
    steps,
    text,
)


@given(st.text(max_size=200))
def test_a_line_is_one_line_of_visible_composed_text(given_text):
    found = text.line(given_text)

    assert found == found.strip()
    assert "\n" not in found
    assert found.isprintable()
    assert text.line(found) == found


def test_a_lone_half_of_a_character_is_taken_out():
    assert text.line("o\ud800ng") == "ong"


@pytest.mark.parametrize("empty", ["Không có thông tin", " - ", None, [], {}, True, "N/A"])
def test_a_placeholder_states_nothing(empty):
    assert text.stated(empty) == ""


@pytest.mark.parametrize(
    ("written", "number"),
    [("50.000", 50000), ("1.500.000,5", 1500000.5), ("1,500,000", 1500000), ("1,5", 1.5), ("03", 3), ("3.5", 3.5)],
)
def test_numbers_are_read_as_vietnamese_write_them(written, number):
    assert numbers.read(written) == number


@pytest.mark.parametrize("nothing", ["", "ba", "-3", -3, float("nan"), float("inf"), True, None, "1.2.3"])
def test_what_is_no_number_is_none(nothing):
    assert numbers.read(nothing) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1.001193", "1.001193"),
        (" 1.014325\u200b", "1.014325"),
        ("1.001193.000.00.00.H49", "1.001193"),
        ("1.001193.000.00.00.h41", "1.001193"),
        ("2.009182739", "2.009182739"),
        ("1.0133611", "1.0133611"),
    ],
)
def test_a_code_is_the_national_one(written, code):
    assert codes.read(written, place="x") == code


@pytest.mark.parametrize(
    "written", ["1.014955-Xoa", "1.014955_xóa", "1.01", "1.0011930000", "A.001193", "", "1,001193"]
)
def test_a_code_that_cannot_be_used_is_rejected(written):
    with pytest.raises(RecordRejected):
        codes.read(written, place="x")


@pytest.mark.parametrize(
    ("shouted", "quiet"),
    [
        ("HƯỞNG TRỢ CẤP MAI TÁNG", "Hưởng trợ cấp mai táng"),
        ("ĐĂNG KÝ HTX VÀ BHXH TẠI VIỆT NAM", "Đăng ký HTX và BHXH tại Việt Nam"),
        ("THÀNH LẬP QUỸ (Cấp xã)", "Thành lập quỹ (Cấp xã)"),
        ("Điều chỉnh đóng BHXH, BHYT, BHTN, BHTNLĐ, BNN", "Điều chỉnh đóng BHXH, BHYT, BHTN, BHTNLĐ, BNN"),
        ("UBND", "UBND"),
    ],
)
def test_only_what_is_shouted_is_lowered(shouted, quiet):
    assert names.sentence_case(shouted) == quiet


def test_a_name_begins_with_a_capital_and_ends_without_a_stop():
    assert names.read("cấp giấy nuôi ong. ", place="x", code="1.900001") == "Cấp giấy nuôi ong"


def test_a_name_longer_than_any_is_rejected():
    with pytest.raises(RecordRejected, match="characters"):
        names.read("ong " * 1000, place="x", code="1.900001")


def test_a_moment_is_the_day_in_vietnam():
    assert dates.from_milliseconds(1776186000000) == date(2026, 4, 15)
    assert dates.from_milliseconds(10**20) is None


@pytest.mark.parametrize("written", ["2030-11-13", "13-11-2030", "13/11/2030", "13 tháng 11 năm 2030"])
def test_a_date_is_read_in_every_writing(written):
    assert dates.read(written) == date(2030, 11, 13)


def test_a_date_that_is_none_is_none():
    assert dates.read("31/02/2030") is None


def texts(*elements):
    return [step.text for step in steps.read(elements).steps]


def test_steps_are_split_at_dashes_and_what_belongs_to_them_stays_with_them():
    assert texts(("", "- Nộp đơn.\n+ Ở quầy.\n- Nhận giấy.\nGiấy có dấu.")) == [
        "Nộp đơn.\n+ Ở quầy.",
        "Nhận giấy.\nGiấy có dấu.",
    ]


def test_steps_are_split_at_plus_signs_where_there_are_no_dashes():
    assert texts(("", "+ Nộp đơn.\n+ Nhận giấy.")) == ["Nộp đơn.", "Nhận giấy."]


def test_steps_in_one_line_are_split_and_a_mention_of_a_step_is_not_one():
    assert texts(("", "Bước 1: Nộp. Bước 2: Sửa rồi làm lại Bước 1 một lần. Bước 3: Nhận.")) == [
        "Nộp.",
        "Sửa rồi làm lại Bước 1 một lần.",
        "Nhận.",
    ]


def test_the_name_of_an_element_leads_its_first_step_and_an_empty_heading_does_not():
    assert texts(("Trình tự thực hiện:", "a) Nộp"), ("Ở xa", "Bước 1: Gửi.\nBước 2: Chờ.")) == [
        "a) Nộp",
        "Ở xa: Gửi.",
        "Chờ.",
    ]


def test_remarks_behind_the_steps_are_no_steps():
    told = steps.read([("", "- Nộp.\n- Nhận.\n* Lưu ý:\n- Ong đốt."), ("Lưu ý", "Mang lưới.")])

    assert [step.text for step in told.steps] == ["Nộp.", "Nhận."]
    assert told.remarks == "* Lưu ý:\n- Ong đốt.\nLưu ý: Mang lưới."


@pytest.mark.parametrize(
    ("cell", "duration"),
    [
        ("03 Ngày làm việc", Duration(unit=TimeUnit.WORKING_DAY, value=3)),
        ("1,5 giờ", Duration(unit=TimeUnit.HOUR, value=1.5)),
        ("Theo mùa hoa", Duration(unit=TimeUnit.DESCRIBED, text="Theo mùa hoa")),
        ("Không xác định", None),
    ],
)
def test_a_written_time_is_read(cell, duration):
    assert durations.written(cell) == duration


def test_different_times_of_the_cases_are_all_told():
    days = durations.of_cases([(3, "WORKING_DAY"), (3, "DAY"), (2, "MONTH"), (1, "OTHER")])

    told = durations.read(1, "OTHER", elsewhere=durations.Elsewhere(days=days))

    assert (told.unit, told.text) == (TimeUnit.DESCRIBED, "3 ngày làm việc hoặc 2 tháng, tùy trường hợp")


def test_steps_that_name_the_hour_of_the_next_day_tell_of_the_same_day():
    elsewhere = durations.Elsewhere(steps="Nộp.\nNhận sau 15 giờ thì trả trong ngày làm việc tiếp theo (nếu nộp ở xã).")

    told = durations.read(1, "OTHER", elsewhere=elsewhere)

    assert told == Duration(unit=TimeUnit.SAME_DAY, text="Nhận sau 15 giờ thì trả trong ngày làm việc tiếp theo")


@pytest.mark.parametrize(
    ("number", "title", "read"),
    [
        ("Luật 60/2014/QH13", "Luật Hộ tịch", ("60/2014/QH13", "Luật Hộ tịch", None)),
        ("Thông tư số 03/2023/TT-BTP", "03/2023/TT-BTP", ("03/2023/TT-BTP", "", None)),
        ("18/2026/QĐ - UBND", "Quy định.", ("18/2026/QĐ-UBND", "Quy định", None)),
        ("66.7/2025/NQ-CP ", "", ("66.7/2025/NQ-CP", "", None)),
        ("06", "Luật Ong", ("", "Luật Ong", None)),
        ("", "Nghị định số 1/2030/NĐ-CP ngày 15/11/2030", ("1/2030/NĐ-CP", None, date(2030, 11, 15))),
        ("Luật Ong 2030", "", ("", "Luật Ong 2030", None)),
    ],
)
def test_the_number_of_a_legal_document_is_parted_from_its_title(number, title, read):
    basis = legal.read(number, title)

    assert (basis.number, basis.issued_on) == (read[0], read[2])
    assert read[1] is None or basis.title == read[1]


def test_a_date_of_another_document_in_the_title_is_not_taken():
    assert legal.read("2/2030/NĐ-CP", "Sửa Nghị định 1/2020/NĐ-CP ngày 15/11/2020").issued_on is None


def test_nothing_is_no_legal_document_and_a_number_counts_once():
    assert legal.read("", " ") is None
    assert (
        len(legal.several([legal.read("1/2030/NĐ-CP", ""), None, legal.read("Nghị định 1/2030/NĐ-CP", "Về ong")])) == 1
    )


@pytest.mark.parametrize(
    ("title", "case", "role"),
    [
        ("", "", DocumentRole.SUBMIT),
        ("Thành phần hồ sơ:", "", DocumentRole.SUBMIT),
        ("1. Chứng từ phải nộp", "", DocumentRole.SUBMIT),
        ("Bao gồm", "", DocumentRole.SUBMIT),
        ("Thành phần hồ sơ phải xuất trình", "", DocumentRole.PRESENT),
        ("Người nuôi ong phải xuất trình các giấy tờ sau:", "", DocumentRole.PRESENT),
        ("* Lưu ý :", "", DocumentRole.NOTE),
        ("Trường hợp 2: Đăng ký theo danh sách, hồ sơ gồm:", "Đăng ký theo danh sách", DocumentRole.SUBMIT),
        ("b) Đối với người nước ngoài:", "Đối với người nước ngoài", DocumentRole.SUBMIT),
        (
            "Giấy tờ phải xuất trình: Đối với tàu biển",
            "Giấy tờ phải xuất trình: Đối với tàu biển",
            DocumentRole.PRESENT,
        ),
    ],
)
def test_a_heading_is_a_situation_or_only_says_what_to_do(title, case, role):
    heading = headings.read(title)

    assert (heading.case, heading.role) == (case, role)


def test_a_sentence_in_the_place_of_a_heading_is_a_remark():
    heading = headings.read("(Trường hợp không quy định là bản chính thì có thể nộp bản sao)")

    assert (heading.case, heading.role) == ("", DocumentRole.SUBMIT)
    assert heading.remark == "Trường hợp không quy định là bản chính thì có thể nộp bản sao"


def papers(*rows):
    [case] = documents.read([("", rows)])
    return case.documents


def test_a_condition_is_parted_from_the_paper():
    [paper] = papers(documents.Row("- Trường hợp ong bị bỏ rơi thì phải có biên bản về việc ong bị bỏ rơi.", 1, 0))

    assert (paper.when, paper.name) == ("Trường hợp ong bị bỏ rơi", "Biên bản về việc ong bị bỏ rơi.")


def test_rows_in_disorder_are_put_in_the_order_of_their_letters():
    found = papers(documents.Row("a) Đơn", 1, 0), documents.Row("d) Ảnh", 1, 0), documents.Row("b) Thẻ", 1, 0))

    assert [paper.name for paper in found] == ["Đơn", "Thẻ", "Ảnh"]


def test_a_row_of_0_and_0_is_a_paper_where_it_is_one_and_a_note_where_it_is_a_sentence():
    paper, note = papers(
        documents.Row("Hóa đơn: 01 bản chụp", 0, 0),
        documents.Row("Người tiếp nhận có trách nhiệm kiểm tra giấy tờ.", 0, 0),
        documents.Row("- Đối với giấy tờ nộp tại quầy:", 0, 0),
    )

    assert (paper.role, paper.originals, paper.copies) == (DocumentRole.SUBMIT, None, None)
    assert note.role is DocumentRole.NOTE


def test_agencies_are_parted_at_commas_that_begin_another():
    found = agencies.split("Cục Hàng hải, Sở Văn hóa, Thể thao và Du lịch, Công an cấp xã")

    assert found == ["Cục Hàng hải", "Sở Văn hóa, Thể thao và Du lịch", "Công an cấp xã"]


def test_levels_and_publishers_are_read():
    assert agencies.levels("Cấp Xã, Tỉnh; Cơ quan khác") == (Level.COMMUNE, Level.PROVINCE, Level.OTHER)
    assert agencies.publisher_of_decision("163/QĐ-BTP") == ("G15", "Bộ Tư pháp", True)
    assert agencies.publisher_of_decision("12/QĐ-UBND") == ("", "", False)
