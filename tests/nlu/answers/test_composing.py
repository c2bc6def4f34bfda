"""Answers from records: what is said first, what is never said, and where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from knowledge.procedures import CaseTag, Facet, Language, Procedure
from nlu import answers

_HERE = Path(__file__).parent


def read(name):
    return YAML(typ="safe").load((_HERE / name).read_text())


RECORDS = {record["code"]: Procedure.model_validate(record) for record in read("records.yml")}
BIRTH, COPIES, RESIDENCE, EMPTY, FREE, HOUSING = RECORDS.values()


@pytest.mark.parametrize(
    ("code", "facet", "language", "golden"),
    [
        (code, Facet(facet), Language(language), golden)
        for code, facets in read("golden.yml").items()
        for facet, languages in facets.items()
        for language, golden in languages.items()
    ],
)
def test_an_answer_reads_as_it_was_approved(code, facet, language, golden):
    answer = answers.compose(RECORDS[code], facet, language=language)

    assert {"text": answer.text, "spoken": answer.spoken} == golden


def test_a_form_comes_first_then_what_all_need_then_what_is_only_shown():
    text = answers.compose(BIRTH, Facet.DOCUMENTS).text

    order = [text.index(words) for words in ("Tờ khai", "Giấy chứng sinh", "Văn bản ủy quyền", "Mang theo", "tùy thân")]
    assert order == sorted(order)


def test_remarks_and_headings_of_the_source_are_no_papers():
    text = answers.compose(BIRTH, Facet.DOCUMENTS, is_full=True).text

    assert "không được đòi thêm" not in text
    assert "Các giấy tờ sau" not in text


def test_a_long_paper_is_cut_at_the_end_of_a_sentence_and_the_rest_can_be_asked_for():
    short = answers.compose(BIRTH, Facet.DOCUMENTS)
    full = answers.compose(BIRTH, Facet.DOCUMENTS, is_full=True)

    assert "nhờ người khác làm thay … (1 bản chính)" in short.text
    assert short.suggestions[0].title == "Xem tất cả giấy tờ"
    assert "cán bộ sẽ hỏi lại khi cần" in full.text
    assert full.suggestions[0].title != "Xem tất cả giấy tờ"


def test_at_most_seven_papers_stand_on_a_screen_until_all_are_asked_for():
    short = answers.compose(HOUSING, Facet.DOCUMENTS).text
    full = answers.compose(HOUSING, Facet.DOCUMENTS, is_full=True).text

    assert short.count("\n- ") == 7
    assert "Hồ sơ còn ghi thêm giấy tờ khác." in short
    assert full.count("\n- ") == 9


def test_a_fee_that_the_province_decides_is_never_free():
    answer = answers.compose(BIRTH, Facet.FEE)

    assert "Mức phí do Hội đồng nhân dân tỉnh quy định" in answer.text
    assert "không mất" not in answer.text


def test_free_is_said_only_where_the_source_says_it():
    free = [record.code for record in RECORDS.values() if "không mất lệ phí" in answers.compose(record, Facet.FEE).text]

    assert free == [FREE.code]


def test_sums_that_only_a_note_tells_apart_are_told_with_the_note():
    text = answers.compose(COPIES, Facet.FEE).text

    assert "Tại Ủy ban nhân dân cấp xã: 2.000 đồng/trang; từ trang thứ 3 thu 1.000 đồng/trang." in text
    assert "Tại cơ quan đại diện: 10 USD/bản." in text


def test_what_differs_by_method_is_said_by_method_and_what_does_not_is_said_once():
    fee, time = answers.compose(RESIDENCE, Facet.FEE).text, answers.compose(RESIDENCE, Facet.TIME).text

    assert "Nộp trực tiếp tại quầy: Lệ phí là 20.000 đồng/lần đăng ký." in fee
    assert "Nộp qua mạng: Lệ phí là 10.000 đồng/lần đăng ký." in fee
    assert time.count("7 ngày làm việc") == 1


@pytest.mark.parametrize("facet", [facet for facet in Facet if facet is not Facet.OVERVIEW])
@pytest.mark.parametrize("language", list(Language))
def test_what_a_record_lacks_is_said_and_never_filled(facet, language):
    answer = answers.compose(EMPTY, facet, language=language)

    assert not answer.is_complete
    assert ("chưa ghi" in answer.text) is (language is Language.VIETNAMESE)
    assert not any(figure.isdigit() for figure in answer.text)


def test_our_words_go_before_the_official_ones_and_are_spoken_to_an_elder():
    answer = answers.compose(RESIDENCE, Facet.DOCUMENTS)

    assert "Tờ khai, mẫu CT01 (nhận tại quầy)" in answer.text
    assert "Bác mang tờ khai lấy tại quầy" in answer.spoken


def test_a_case_that_the_question_names_is_answered_from_its_own_papers():
    answer = answers.compose(RESIDENCE, Facet.DOCUMENTS, cases=frozenset({CaseTag.RENTED}))

    assert "Hợp đồng thuê nhà (2 bản sao), khi nhà không phải của bạn" in answer.text
    assert "Giấy tờ nhà đất" not in answer.text


def test_a_case_is_known_by_its_name_too():
    answer = answers.compose(RESIDENCE, Facet.DOCUMENTS, asked="giay to can co: nha thue, muon hoac o nho")

    assert "Hợp đồng thuê nhà" in answer.text


def test_the_other_cases_are_offered():
    titles = [suggestion.title for suggestion in answers.compose(RESIDENCE, Facet.DOCUMENTS).suggestions]

    assert "Nhà thuê, mượn hoặc ở nhờ" in titles


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_there_are_at_most_five_buttons_and_none_leads_to_what_the_record_lacks(record):
    for facet in Facet:
        suggestions = answers.compose(record, facet, related={"9.000001": "Khai sinh"}).suggestions

        assert len(suggestions) <= 5
        assert len({suggestion.title for suggestion in suggestions}) == len(suggestions)
        if record is EMPTY:
            assert "Lệ phí" not in [suggestion.title for suggestion in suggestions]


def test_a_related_procedure_is_offered_by_its_name():
    suggestions = answers.compose(RESIDENCE, Facet.FEE, related={"9.000001": "Đăng ký khai sinh"}).suggestions

    assert suggestions[-1].send == "Đăng ký khai sinh"


def test_each_field_that_was_used_is_cited_with_what_stands_behind_it():
    citations = answers.compose(BIRTH, Facet.DOCUMENTS).citations

    assert {citation.field for citation in citations} == {"cases", "agencies", "methods", "steps"}
    first = citations[0]
    assert (first.code, first.decision, first.legal_basis) == ("9.000001", "163/QĐ-BTP", ("60/2014/QH13",))
    assert first.checked_on == BIRTH.checked_on
    assert first.url == "https://example.vn/khai-sinh"


def without_our_words(record, facet):
    """The record as if we had written nothing on a facet."""
    kept = {
        key: {name: text for name, text in getattr(record.plain, key).items() if name is not facet}
        for key in ("facets", "spoken")
    }
    return record.model_copy(update={"plain": record.plain.model_copy(update=kept)})


def test_words_of_ours_with_a_foreign_number_never_leave():
    planted = RESIDENCE.plain.model_copy(update={"facets": {Facet.FEE: "Bạn nộp 25.000 đồng."}})
    record = RESIDENCE.model_copy(update={"plain": planted})

    answer = answers.compose(record, Facet.FEE)

    assert "25.000" not in answer.text
    assert answer == answers.compose(without_our_words(record, Facet.FEE), Facet.FEE)


def test_a_foreign_number_that_is_only_spoken_never_leaves():
    planted = RESIDENCE.plain.model_copy(update={"spoken": {Facet.DOCUMENTS: "Bác mang mười hai bản."}})
    record = RESIDENCE.model_copy(update={"plain": planted})

    answer = answers.compose(record, Facet.DOCUMENTS)

    assert "mười hai" not in answer.spoken
    assert answer == answers.compose(without_our_words(record, Facet.DOCUMENTS), Facet.DOCUMENTS)


def test_a_number_of_ours_that_stands_elsewhere_in_the_record_brings_its_field_along():
    ours = RESIDENCE.plain.model_copy(update={"facets": {Facet.DOCUMENTS: "Sau 7 ngày bạn nhận kết quả."}})
    record = RESIDENCE.model_copy(update={"plain": ours, "receiving_address": ""})

    assert "methods" in {citation.field for citation in answers.compose(record, Facet.DOCUMENTS).citations}


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
@pytest.mark.parametrize("language", list(Language))
def test_what_is_spoken_is_short_and_free_of_brackets_and_codes(record, language):
    for facet in Facet:
        spoken = answers.compose(record, facet, language=language).spoken

        assert not set("()[]/•\n") & set(spoken)
        assert "CT01" not in spoken
        assert len(spoken.split()) <= 110


def test_vietnamese_words_stand_beside_the_english_name():
    text = answers.compose(RESIDENCE, Facet.FEE, language=Language.ENGLISH).text

    assert text.startswith("Permanent residence registration (Đăng ký thường trú (nhập hộ khẩu))")
    assert "20,000 VND per registration" in text
