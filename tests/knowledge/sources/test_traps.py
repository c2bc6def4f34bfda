"""The eight traps of the portal's data, each with a record of our own that shows the same shape."""

import pytest

from knowledge.errors import RecordRejected
from knowledge.procedures import DocumentRole, FeeRule, TimeUnit
from knowledge.scope import Scope
from knowledge.sources import portal_api
from tests.knowledge.sources.making import (
    fee,
    method,
    paper,
    portal_record,
    read_portal,
    write_lines,
)


def only_fee(folder, value, text="", *, beside="", **more):
    procedure = read_portal(folder, executionMethods=[method(fees=[fee(value, text, **more)], text=beside)])
    [found] = procedure.methods[0].fees
    return found


def test_trap_1_a_fee_of_0_is_not_free_where_the_council_decides(tmp_path):
    found = only_fee(tmp_path, 0, "Mức thu cụ thể do Hội đồng nhân dân tỉnh quyết định. Miễn lệ phí cho hộ nghèo.")

    assert found.rule is FeeRule.PROVINCE
    assert found.amount is None
    assert "Miễn lệ phí cho hộ nghèo" in found.note


def test_trap_1_a_fee_of_0_whose_text_names_a_sum_is_that_sum(tmp_path):
    found = only_fee(tmp_path, 0, "40.000 đồng/giấy chứng nhận")

    assert (found.rule, found.amount, found.currency, found.per) == (FeeRule.AMOUNT, 40000, "VND", "giấy chứng nhận")


def test_trap_1_a_fee_of_0_whose_text_names_several_sums_is_told_in_words(tmp_path):
    text = "- Tại phường: 25.000 đồng/giấy; - Tại xã: 10.000 đồng/giấy"

    assert only_fee(tmp_path, 0, text).model_dump(include={"rule", "note"}) == {
        "rule": FeeRule.DESCRIBED,
        "note": text.removeprefix("- "),
    }


@pytest.mark.parametrize("value", [0, None, "", "0"])
def test_trap_1_a_fee_of_nothing_without_words_is_not_stated(tmp_path, value):
    assert only_fee(tmp_path, value).rule is FeeRule.UNSTATED


def test_trap_1_an_exemption_for_some_is_not_free_for_all(tmp_path):
    assert only_fee(tmp_path, 0, "Miễn lệ phí cho người thuộc gia đình có công.").rule is FeeRule.DESCRIBED


def test_trap_2_the_currency_is_taken_from_the_text_where_the_form_says_dong(tmp_path):
    found = only_fee(tmp_path, 10, "/bản", currencyName="Việt Nam Đồng", beside="Tại cơ quan đại diện: 10 USD/bản.")

    assert (found.amount, found.currency, found.per) == (10, "USD", "bản")


def test_trap_2_a_sum_without_any_currency_that_is_too_small_to_be_dong_is_doubted(tmp_path):
    found = only_fee(tmp_path, 15, "Nuôi lại")

    assert (found.rule, found.amount, found.currency) == (FeeRule.DESCRIBED, None, "")
    assert "15" in found.note
    assert "không rõ đơn vị tiền" in found.note


def test_trap_2_a_sum_that_lost_its_thousands_is_the_sum_of_the_text(tmp_path):
    assert only_fee(tmp_path, 40, "Lệ phí cấp giấy: 40.000 đồng/giấy").amount == 40000


def test_trap_3_the_time_may_be_whole_broken_or_prose(tmp_path):
    prose = "Không quá 15 ngày kể từ ngày nhận đủ hồ sơ hợp lệ."
    times = [method(time=7), method(time=3.5), method(time=prose, unit="OTHER"), method(time=0, unit="DAY")]

    whole, broken, told, nothing = (way.time for way in read_portal(tmp_path, executionMethods=times).methods)

    assert (whole.unit, whole.value) == (TimeUnit.WORKING_DAY, 7)
    assert (broken.unit, broken.value) == (TimeUnit.WORKING_DAY, 3.5)
    assert (told.unit, told.value, told.text) == (TimeUnit.DESCRIBED, None, prose)
    assert nothing is None


def test_trap_3_a_time_of_1_other_is_the_same_day_where_the_text_says_so(tmp_path):
    text = "Trả kết quả ngay trong ngày tiếp nhận hồ sơ."
    [way] = read_portal(tmp_path, executionMethods=[method(time=1, unit="OTHER", text=text)]).methods

    assert (way.time.unit, way.time.value, way.time.text) == (TimeUnit.SAME_DAY, None, text)


def test_trap_3_a_time_of_1_other_is_that_of_the_cases_where_they_tell_it(tmp_path):
    cases = [{"name": "Nuôi ong", "processingDay": {"qty": 5, "type": "WORKING_DAY"}}]
    [way] = read_portal(tmp_path, executionMethods=[method(time=1, unit="OTHER")], cases=cases).methods

    assert (way.time.unit, way.time.value) == (TimeUnit.WORKING_DAY, 5)


def test_trap_3_a_time_that_nothing_tells_stays_open(tmp_path):
    [way] = read_portal(tmp_path, executionMethods=[method(time=1, unit="OTHER")]).methods

    assert way.time is None


def test_trap_4_copies_of_provinces_are_told_from_the_nationwide_procedure(tmp_path):
    ministry = portal_record("1.900001")
    province = portal_record("1.900002", departmentPromulgateCode="H19", departmentPromulgateName="UBND Đồng Xanh")
    office = portal_record("1.900003", departmentPromulgateCode="H26.101")
    path = write_lines(tmp_path / "all.jsonl", ministry, province, office)

    read = list(portal_api.read(path))

    assert [procedure.is_nationwide for procedure in read] == [True, False, False]
    assert [procedure.code for procedure in read if Scope(publisher="ministry").includes(procedure)] == ["1.900001"]
    assert [procedure.code for procedure in read if Scope(publisher="H19").includes(procedure)] == ["1.900002"]


def test_trap_5_mixed_up_steps_are_kept_and_said(tmp_path):
    torn = (
        "- Người nuôi ong nộp hồ sơ đăng tâm Phục vụ hành chính công có thẩm quyền, hoàn tất việc ký tại Trung \nnộp."
    )
    procedure = read_portal(tmp_path, executionSteps=[{"name": "", "description": torn}])

    assert procedure.steps[0].text.startswith("Người nuôi ong nộp hồ sơ đăng tâm Phục vụ")
    assert "lẫn dòng" in procedure.note
    assert "lẫn dòng" not in read_portal(tmp_path).note


def test_trap_6_one_element_holds_all_the_steps(tmp_path):
    text = "Bước 1: Chuẩn bị tổ ong.\n Bước 2: Nộp hồ sơ:\n- Tại quầy.\n- Trên mạng.\t\n\tBước 3: Nhận giấy."
    procedure = read_portal(tmp_path, executionSteps=[{"name": "", "description": text}])

    assert [step.text for step in procedure.steps] == [
        "Chuẩn bị tổ ong.",
        "Nộp hồ sơ:\n- Tại quầy.\n- Trên mạng.",
        "Nhận giấy.",
    ]


def test_trap_6_what_stands_empty_at_the_top_is_found_where_it_is(tmp_path):
    ways = [method(fees=[fee(50000)])]
    procedure = read_portal(
        tmp_path, decisionNo="", fees=[], profileComponents=[], targetObjects=[], executionMethods=ways
    )

    assert procedure.decision.number == "77/QĐ-BOM"
    assert str(procedure.decision.issued_on) == "2026-01-16"
    assert procedure.methods[0].fees[0].amount == 50000
    assert procedure.cases[0].documents[0].name == "Đơn đăng ký nuôi ong"
    assert procedure.subjects == ("Công dân Việt Nam",)


def test_trap_7_a_name_in_capitals_is_lowered_and_a_broken_one_mended(tmp_path):
    shouted = read_portal(tmp_path, name="THỦ TỤC ĐĂNG KÝ NUÔI ONG Ở VIỆT NAM (CẤP XÃ)")
    broken = read_portal(tmp_path, name="\tĐăng ký nuôi ong thuộc thẩm \nquyền của xã.")

    assert shouted.name == "Thủ tục đăng ký nuôi ong ở Việt Nam (cấp xã)"
    assert broken.name == "Đăng ký nuôi ong thuộc thẩm quyền của xã"


def test_trap_7_required_false_does_not_make_a_paper_optional(tmp_path):
    [document] = (
        read_portal(tmp_path, executionCases=[{"name": "", "profileComponents": [paper("Đơn")]}]).cases[0].documents
    )

    assert document.role is DocumentRole.SUBMIT
    assert document.when == ""


def test_trap_8_a_second_record_of_a_code_never_takes_the_place_of_the_first(tmp_path):
    right = portal_record("1.900001", name="Xác nhận đàn ong")
    wrong = portal_record("1.900001", name="Đăng ký kết đàn")
    path = write_lines(tmp_path / "two.jsonl", right, wrong)

    first, second = portal_api.read(path)

    assert first.name == "Xác nhận đàn ong"
    assert isinstance(second, RecordRejected)
    assert second.code == "1.900001"
    assert second.place == f"{path}:2"
    assert f"{path}:1" in second.reason
