from datetime import date

import pytest

from knowledge import differences
from knowledge.differences import DifferenceKind, FieldChange
from knowledge.procedures import Facet, Fee, FeeRule, Method, Procedure, SubmissionMethod, Wording

BIRTH = Procedure(
    code="1.001193",
    name="Đăng ký khai sinh",
    aliases=("giấy khai sinh", "khai sinh"),
    methods=(Method(method=SubmissionMethod.COUNTER, fees=(Fee(rule=FeeRule.AMOUNT, amount=5000),)),),
)


def fields_between(**changes):
    return list(differences.of_records(BIRTH, BIRTH.model_copy(update=changes)))


def test_equal_records_do_not_differ():
    assert fields_between() == []


def test_a_changed_field_is_told_with_both_values():
    assert fields_between(name="Khai sinh") == [FieldChange("name", "Đăng ký khai sinh", "Khai sinh")]


def test_a_field_inside_a_list_is_told_by_its_place():
    method = Method(method=SubmissionMethod.COUNTER, fees=(Fee(rule=FeeRule.AMOUNT, amount=8000),))

    assert fields_between(methods=(method,)) == [FieldChange("methods[1].fees[1].amount", "5000.0", "8000.0")]


def test_entries_that_came_or_went_are_told_one_by_one():
    assert fields_between(aliases=("giấy khai sinh", "gks", "giấy khai sanh")) == [
        FieldChange("aliases", "khai sinh", None),
        FieldChange("aliases", None, "gks"),
        FieldChange("aliases", None, "giấy khai sanh"),
    ]


def test_what_was_empty_is_told_as_nothing():
    assert fields_between(note="mới") == [FieldChange("note", None, "mới")]


@pytest.mark.parametrize(
    ("changes", "is_official"),
    [
        ({"methods": ()}, True),
        ({"name": "Khai sinh"}, True),
        ({"plain": Wording(facets={Facet.FEE: "Miễn phí."})}, False),
        ({"aliases": ("khai sinh",)}, False),
        ({"worded_on": date(2026, 4, 1)}, False),
    ],
)
def test_a_field_of_the_publisher_is_told_apart_from_words_of_ours(changes, is_official):
    assert {change.is_official for change in fields_between(**changes)} == {is_official}


def test_a_long_text_is_cut():
    (change,) = fields_between(description="dài " * 200)

    assert len(change.after) == 160
    assert change.after.endswith("…")


def test_a_text_of_several_lines_is_told_in_one():
    assert fields_between(note="một\n  hai") == [FieldChange("note", None, "một hai")]


def test_a_compound_value_is_told_without_its_empty_parts():
    (change,) = fields_between(methods=())

    assert change.before.startswith("{method: counter, fees: {rule: amount, amount: 5000.0")
    assert "note" not in change.before


def test_only_records_that_differ_are_read():
    before = {"1": "a", "2": "b", "3": "c"}
    after = {"1": "a", "2": "x", "4": "d"}
    read = []

    def reader(name):
        def read_one(code):
            read.append((name, code))
            return Procedure(code=code, name=f"{name} {code}")

        return read_one

    found = list(differences.between(before, after, read_before=reader("old"), read_after=reader("new")))

    assert [(d.code, d.kind) for d in found] == [
        ("2", DifferenceKind.CHANGED),
        ("3", DifferenceKind.REMOVED),
        ("4", DifferenceKind.ADDED),
    ]
    assert found[0].fields == (FieldChange("name", "old 2", "new 2"),)
    assert read == [("new", "2"), ("old", "2"), ("old", "3"), ("new", "4")]
