"""The texts of a procedure that searching looks at."""

import pytest

from knowledge.passages import everything, passage, sections, surfaces, title_key
from knowledge.procedures import Case, Document, DocumentRole, Procedure, Step
from tests.knowledge.conftest import make_procedure

PLAIN = Procedure.model_fields["plain"].annotation


def test_a_procedure_goes_by_its_names_once_each():
    procedure = make_procedure(
        "1.000001",
        "Thủ tục đăng ký khai sinh",
        plain=PLAIN(name="Làm giấy khai sinh"),
        aliases=("đăng ký khai sinh", "giấy khai sinh"),  # the first is the name itself
        shared_aliases=("mất giấy khai sinh",),
    )

    found = surfaces(procedure)

    assert [surface.text for surface in found] == [
        "Thủ tục đăng ký khai sinh",
        "Làm giấy khai sinh",
        "giấy khai sinh",
        "mất giấy khai sinh",
    ]
    assert [surface.is_alias for surface in found] == [False, True, True, True]
    assert [surface.is_shared for surface in found] == [False, False, False, True]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thủ tục đăng ký kết hôn", "ĐĂNG KÝ KẾT HÔN"),
        ("Đăng ký kết hôn.", "đăng ký  kết hôn"),
        ("Hoà giải", "Hòa giải"),
    ],
)
def test_names_that_differ_in_nothing_that_counts_are_one(one, other):
    assert title_key(one) == title_key(other)


def test_a_name_in_capitals_is_searched_in_small_letters():
    assert surfaces(make_procedure("1.000001", "ĐĂNG KÝ KHAI SINH"))[0].text == "Đăng ký khai sinh"


def test_abbreviations_of_a_record_are_written_out_as_those_of_a_question_are():
    procedure = make_procedure(
        "1.000001",
        "Thanh toán chi phí khám bệnh BHYT",
        aliases=("làm gks cho con",),
        steps=(Step(text="Nộp tại UBND xã, mẫu số 01-VC."),),
    )

    assert [surface.text for surface in surfaces(procedure)] == [
        "Thanh toán chi phí khám bệnh bảo hiểm y tế",
        "làm giấy khai sinh cho con",
    ]
    assert sections(procedure)["steps"] == "Nộp tại ủy ban nhân dân xã, mẫu số 01-VC."


def test_the_passage_holds_what_tells_procedures_apart():
    procedure = make_procedure(
        "1.000001",
        "Đăng ký khai sinh",
        fields=("Hộ tịch",),
        who_for="Cha, mẹ của trẻ.",
        results=("Giấy khai sinh",),
        cases=(
            Case(
                documents=(
                    Document(name="Giấy chứng sinh"),
                    Document(name="Lưu ý: mang bản chính", role=DocumentRole.NOTE),
                )
            ),
        ),
    )

    text = passage(procedure)

    for part in (
        "Đăng ký khai sinh",
        "Lĩnh vực: Hộ tịch",
        "Cha, mẹ của trẻ",
        "Kết quả: Giấy khai sinh",
        "Giấy chứng sinh",
    ):
        assert part in text
    assert "Lưu ý" not in text
    assert ".." not in text


def test_a_bare_record_has_a_passage_and_sections_too():
    bare = Procedure(code="1.000001", name="Đăng ký khai sinh")

    assert passage(bare) == "Đăng ký khai sinh"
    assert sections(bare)["everything"].strip() == "Đăng ký khai sinh"
    assert sections(bare)["documents"] == sections(bare)["law"] == ""


def test_each_section_holds_its_own_part():
    procedure = make_procedure(
        "1.000001", "Đăng ký khai sinh", steps=(Step(text="Nộp hồ sơ."),), results=("Trích lục",)
    )

    found = sections(procedure)

    assert found["documents"] == "Tờ khai"
    assert found["steps"] == "Nộp hồ sơ."
    assert "Trích lục" in found["standing"]
    assert {"Đăng ký khai sinh", "Tờ khai", "Nộp hồ sơ.", "Trích lục"} <= set(everything(procedure))
