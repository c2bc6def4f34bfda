"""A record of ours is held against the portal's."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge import embedding
from knowledge.comparison import Aspect, Likeness, compare
from knowledge.comparison.aspects import explanations
from knowledge.procedures import (
    Agency,
    Case,
    Decision,
    Document,
    DocumentRole,
    Duration,
    Fee,
    FeeRule,
    LegalBasis,
    Method,
    Procedure,
    Source,
    SubmissionMethod,
    TimeUnit,
)

PORTAL = Procedure(
    code="1.900001",
    name="Thủ tục đăng ký nuôi ong",
    cases=(
        Case(
            documents=(
                Document(name="Tờ khai đăng ký nuôi ong theo mẫu quy định tại Thông tư 01/2020", originals=1, copies=0),
                Document(name="Giấy chứng nhận quyền sử dụng đất nơi đặt tổ (bản sao)", originals=0, copies=1),
                Document(name="Văn bản ủy quyền theo quy định của pháp luật (nếu có)", originals=1, copies=0),
            )
        ),
    ),
    methods=(
        Method(
            method=SubmissionMethod.COUNTER,
            time=Duration(unit=TimeUnit.WORKING_DAY, value=3),
            fees=(Fee(rule=FeeRule.AMOUNT, amount=15000, currency="VND"),),
        ),
    ),
    agencies=(Agency(name="Ủy ban nhân dân cấp Xã"),),
    legal_basis=(LegalBasis(number="01/2020/TT-BNN"), LegalBasis(number="32/2018/QH14")),
    decision=Decision(number="10/QĐ-BNN"),
    source=Source(updated_on=date(2026, 4, 1)),
)
OURS = PORTAL.model_copy(
    update={
        "cases": (
            Case(
                documents=(
                    Document(name="Tờ khai nuôi ong (nhận tại quầy)", originals=1, copies=0),
                    Document(name="Bản sao sổ đỏ, giấy tờ đất nơi đặt tổ ong", originals=0, copies=1),
                    Document(name="Giấy ủy quyền, khi nhờ người khác làm thay", originals=1, copies=0),
                    Document(name="Cán bộ tự tra nơi cư trú", role=DocumentRole.NOTE),
                )
            ),
        ),
        "agencies": (Agency(name="UBND xã, phường"),),
    }
)


@pytest.fixture(scope="module")
def likeness():
    return Likeness(embedding.bundled())


def told(comparison):
    return [(one.aspect, str(one)) for one in comparison.discrepancies]


def ours_with(**changes):
    return OURS.model_copy(update=changes)


def with_papers(record, *papers):
    return record.model_copy(update={"cases": (Case(documents=papers),)})


def test_the_same_facts_in_other_words_do_not_differ(likeness):
    assert told(compare(OURS, PORTAL, likeness)) == []


def test_a_paper_that_one_side_lacks_is_told_and_so_is_the_number(likeness):
    papers = OURS.cases[0].documents
    ours = with_papers(OURS, *papers[:2], Document(name="Hai ảnh chân dung nền trắng"))

    assert told(compare(ours, PORTAL, likeness)) == [
        (Aspect.PAPERS, "paper: ours Hai ảnh chân dung nền trắng, portal (nothing)"),
        (Aspect.PAPERS, "paper: ours (nothing), portal Văn bản ủy quyền theo quy định của pháp luật (nếu có)"),
    ]
    assert told(compare(with_papers(OURS, *papers[:2]), PORTAL, likeness))[-1] == (
        Aspect.PAPERS,
        "number of papers: ours 2, portal 3",
    )


def test_other_numbers_of_originals_and_copies_are_told(likeness):
    first, *others = OURS.cases[0].documents
    ours = with_papers(OURS, first.model_copy(update={"originals": 2, "copies": 1}), *others)

    assert told(compare(ours, PORTAL, likeness)) == [
        (Aspect.PAPERS, "originals and copies of “Tờ khai nuôi ong (nhận tại quầy)”: ours 2 + 1, portal 1 + 0")
    ]


def test_numbers_that_the_portal_leaves_open_are_not_held_against_ours(likeness):
    open_ = (paper.model_copy(update={"originals": None, "copies": None}) for paper in PORTAL.cases[0].documents)

    assert told(compare(OURS, with_papers(PORTAL, *open_), likeness)) == []


def test_a_row_of_the_portal_that_says_that_nothing_is_laid_down_is_no_paper(likeness):
    papers = (*PORTAL.cases[0].documents, Document(name="Chưa có quy định cụ thể.", originals=1, copies=0))

    assert told(compare(OURS, with_papers(PORTAL, *papers), likeness)) == []


def test_another_number_of_cases_is_told_once_and_papers_may_stand_in_several(likeness):
    tent, house = (OURS.cases[0].model_copy(update={"name": name}) for name in ("Ong ở lều", "Ong ở nhà"))

    assert told(compare(ours_with(cases=(tent, house)), PORTAL, likeness)) == [
        (Aspect.PAPERS, "number of cases: ours 2, portal 1")
    ]


def test_times_and_fees_are_told_for_all_ways_that_differ_alike(likeness):
    counter = PORTAL.methods[0]
    online = counter.model_copy(update={"method": SubmissionMethod.ONLINE})
    theirs = PORTAL.model_copy(update={"methods": (counter, online)})
    changes = {
        "time": Duration(unit=TimeUnit.DAY, value=3),
        "fees": (Fee(rule=FeeRule.PROVINCE, note="Mức phí do tỉnh quy định."),),
    }
    ours = ours_with(methods=tuple(method.model_copy(update=changes) for method in theirs.methods))

    assert told(compare(ours, theirs, likeness)) == [
        (Aspect.TIMES, "time (counter, online): ours 3 day, portal 3 working_day"),
        (Aspect.FEES, "fee (counter, online): ours province, portal 15.000 VND"),
    ]


def test_a_time_in_words_differs_only_where_it_counts_something_else(likeness):
    def lasting(text):
        method = PORTAL.methods[0].model_copy(update={"time": Duration(unit=TimeUnit.DESCRIBED, text=text)})
        return {"methods": (method,)}

    theirs = PORTAL.model_copy(update=lasting("Không quá 05 ngày, phải xác minh: 10 ngày"))

    assert told(compare(ours_with(**lasting("5 ngày, hoặc 10 ngày khi đi xác minh")), theirs, likeness)) == []
    assert told(compare(ours_with(**lasting("5 ngày, hoặc 12 ngày")), theirs, likeness)) == [
        (Aspect.TIMES, "time (counter): ours 12, 5, portal 10, 5")
    ]


def test_an_unstated_fee_is_no_fee_that_differs(likeness):
    silent = {"methods": (PORTAL.methods[0].model_copy(update={"fees": ()}),)}
    said = {"methods": (PORTAL.methods[0].model_copy(update={"fees": (Fee(rule=FeeRule.UNSTATED),)}),)}

    assert told(compare(ours_with(**said), PORTAL.model_copy(update=silent), likeness)) == []


def test_ways_agencies_and_laws_that_one_side_lacks_are_told(likeness):
    ours = ours_with(
        methods=(*OURS.methods, Method(method=SubmissionMethod.POST)),
        agencies=(*OURS.agencies, Agency(name="Công an cấp xã")),
        legal_basis=(LegalBasis(number="Luật số 32/2018/QH14"), LegalBasis(number="13/2020/NĐ-CP")),
    )

    assert told(compare(ours, PORTAL, likeness)) == [
        (Aspect.PLACES, "way to hand in: ours post, portal (nothing)"),
        (Aspect.PLACES, "agency: ours Công an cấp xã, portal (nothing)"),
        (Aspect.LAWS, "law: ours 13/2020/NĐ-CP, portal (nothing)"),
        (Aspect.LAWS, "law: ours (nothing), portal 01/2020/TT-BNN"),
    ]


def test_a_law_whose_number_the_portal_cuts_off_is_the_same_law(likeness):
    cut = PORTAL.model_copy(update={"legal_basis": (LegalBasis(number="01/2020/TT-B"), PORTAL.legal_basis[1])})

    assert told(compare(OURS, cut, likeness)) == []


def test_name_decision_and_a_newer_record_of_the_portal_are_told(likeness):
    theirs = PORTAL.model_copy(
        update={
            "name": "Thủ tục đăng ký nuôi ong rừng",
            "decision": Decision(number="11/QĐ-BNN"),
            "source": Source(updated_on=date(2026, 6, 1)),
        }
    )

    assert told(compare(OURS, theirs, likeness)) == [
        (Aspect.OTHER, "name: ours Thủ tục đăng ký nuôi ong, portal Thủ tục đăng ký nuôi ong rừng"),
        (Aspect.OTHER, "decision: ours 10/QĐ-BNN, portal 11/QĐ-BNN"),
        (Aspect.OTHER, "updated on: ours 2026-04-01, portal 2026-06-01"),
    ]


def test_a_record_that_the_portal_lacks_is_told(likeness):
    assert told(compare(OURS, None, likeness)) == [(Aspect.OTHER, "record: ours 1.900001, portal (nothing)")]


def test_a_difference_is_explained_by_the_line_of_the_note_that_names_its_aspect(likeness):
    changes = {
        "agencies": (*OURS.agencies, Agency(name="Công an cấp xã")),
        "decision": Decision(number="12/QĐ-BNN"),
        "note": "Nơi làm: công an xem nơi đặt tổ.",
    }

    found = compare(ours_with(**changes), PORTAL, likeness)

    assert found.explained == {Aspect.PLACES: "công an xem nơi đặt tổ."}
    assert [one.aspect for one in found.unexplained] == [Aspect.OTHER]


@pytest.mark.parametrize(
    ("note", "explained"),
    [
        ("Giấy tờ: một.\nLệ phí: hai.", {Aspect.PAPERS: "một.", Aspect.FEES: "hai."}),
        ("Giấy tờ: một. Lệ phí: hai.", {Aspect.PAPERS: "một.", Aspect.FEES: "hai."}),  # as YAML folds lines
        ("Căn cứ: một.\nCăn cứ: hai.", {Aspect.LAWS: "một. hai."}),
        ("Giấy tờ:", {}),
        ("Mức thu trong mục Lệ phí: hai.", {}),
        ("Cổng ghi hai mức.", {}),
    ],
)
def test_a_note_explains_what_its_lines_begin_with(note, explained):
    assert explanations(note) == explained
