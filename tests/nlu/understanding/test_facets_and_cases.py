"""What is asked and for whom, whole words only, with and without tone marks."""

from __future__ import annotations

import pytest

from knowledge.procedures import CaseTag, Facet, Language
from knowledge.vietnamese.text import fold
from nlu.answers import words


@pytest.mark.parametrize(
    ("message", "facet"),
    [
        ("làm giấy khai sinh cần gì", Facet.DOCUMENTS),
        ("đăng ký tạm trú lệ phí bao nhiêu", Facet.FEE),
        ("xin giấy độc thân mất bao lâu", Facet.TIME),
        ("nộp hồ sơ kết hôn ở đâu", Facet.PLACE),
        ("các bước tách hộ", Facet.STEPS),
        ("tải mẫu đơn ở đâu", Facet.FORM),  # asks for the form, whose place is only where to find it
        ("những ai được hưởng trợ cấp", Facet.WHO),
        ("giấy độc thân có giá trị bao lâu", Facet.RESULT),
        ("theo nghị định nào", Facet.LEGAL_BASIS),
        ("điều kiện đăng ký kết hôn", Facet.CONDITIONS),
        ("nộp qua mạng được không", Facet.ONLINE),
        ("làm online mất bao lâu", Facet.TIME),  # online is how, not what is asked
        ("cần giấy tờ gì và hết bao nhiêu tiền", Facet.DOCUMENTS),  # the first asked first
    ],
)
def test_the_facet_is_read_with_and_without_tone_marks(understander, message, facet):
    assert understander.understand(message).facet is facet
    assert understander.understand(fold(message)).facet is facet


@pytest.mark.parametrize(
    "message",
    [
        "phi công là nghề gì vậy",
        "tổ chức phi lợi nhuận",
        "mai táng phí cho người già",
        "đăng ký mẫu giáo",
        "mất giấy tờ tùy thân",
    ],
)
def test_a_part_of_another_word_asks_for_no_facet(understander, message):
    assert understander.understand(message).facet is None


@pytest.mark.parametrize(
    ("message", "case"),
    [
        ("mất giấy khai sinh", CaseTag.LOST),
        ("giấy bị rách nát", CaseTag.DAMAGED),
        ("quá hạn chưa làm khai sinh", CaseTag.LATE),
        ("kết hôn với người nước ngoài", CaseTag.FOREIGN),
        ("sinh con bên Nhật", CaseTag.ABROAD),
        ("đăng ký lại khai sinh", CaseTag.AGAIN),
        ("sai tên trong khai sinh", CaseTag.CORRECTION),
        ("làm khai sinh cho con nuôi", CaseTag.ADOPTED),
        ("chưa đăng ký kết hôn mà có con", CaseTag.UNMARRIED),
        ("nhờ người khác nộp hộ", CaseTag.AUTHORISED),
        ("ở trọ đăng ký tạm trú", CaseTag.RENTED),
    ],
)
def test_the_situation_is_read_with_and_without_tone_marks(understander, message, case):
    assert case in understander.understand(message).cases
    assert case in understander.understand(fold(message)).cases


@pytest.mark.parametrize(
    ("message", "case"),
    [
        ("làm hộ khẩu", CaseTag.AUTHORISED),  # "làm hộ" stands in it by chance
        ("làm hộ chiếu", CaseTag.AUTHORISED),
        ("làm mất bao lâu", CaseTag.LOST),
        ("mất bao nhiêu tiền", CaseTag.LOST),
        ("cha mẹ con nuôi", CaseTag.PARENT),  # the narrower situation says it all
    ],
)
def test_a_part_of_another_phrase_names_no_situation(understander, message, case):
    assert case not in understander.understand(message).cases


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("facet", [facet for facet in Facet if facet is not Facet.OVERVIEW])
def test_every_button_for_a_facet_is_understood_as_that_facet_of_the_same_procedure(understander, facet, language):
    understood = understander.understand(words.of(facet, language).send)

    assert understood.facet is facet
    assert not understood.subject


def test_teencode_and_abbreviations_are_read(understander):
    understood = understander.understand("lm gks cho con cần j, bnhiu tiền v")

    assert set(understood.facets) >= {Facet.DOCUMENTS, Facet.FEE}
    assert CaseTag.CHILD in understood.cases


def test_greeting_and_politeness_are_taken_off_a_question(understander):
    understood = understander.understand("Dạ em chào anh chị, cho em hỏi làm khai sinh cần gì ạ")

    assert understood.question == "làm khai sinh cần gì"
    assert understood.subject == "khai sinh"
