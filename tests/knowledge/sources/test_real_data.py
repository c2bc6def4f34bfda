"""The whole portal of July 2026: what its records become. Figures that change tell that reading has changed."""

from collections import Counter

import pytest

from knowledge.errors import RecordRejected
from knowledge.procedures import DocumentRole, FeeRule, Level, Procedure, TimeUnit
from knowledge.sources import portal_api


@pytest.fixture(scope="module")
def records(shared_data):
    return list(portal_api.read(shared_data / "procedures" / "portal_2026-07.jsonl.gz"))


@pytest.fixture(scope="module")
def procedures(records):
    return {record.code: record for record in records if isinstance(record, Procedure)}


def test_all_records_are_read_but_the_deleted_one_and_the_second_of_a_code(records, procedures):
    rejected = [record for record in records if isinstance(record, RecordRejected)]

    assert (len(records), len(procedures)) == (5665, 5663)
    assert sorted(str(record.code) for record in rejected) == ["1.014325", "1.014955-Xoa"]


def test_levels_are_those_that_were_counted_in_the_source(procedures):
    levels = Counter(level for procedure in procedures.values() for level in procedure.levels)

    assert levels[Level.COMMUNE] == 1120
    assert sum(procedure.levels == (Level.COMMUNE,) for procedure in procedures.values()) == 697
    assert (
        sum(procedure.is_nationwide and Level.COMMUNE in procedure.levels for procedure in procedures.values()) == 781
    )


def test_no_fee_of_0_became_free_without_words(procedures):
    fees = [fee for procedure in procedures.values() for way in procedure.methods for fee in way.fees]

    assert all(fee.note for fee in fees if fee.rule is FeeRule.FREE)
    assert all(fee.amount and fee.currency for fee in fees if fee.rule is FeeRule.AMOUNT)
    assert all(fee.amount is None for fee in fees if fee.rule is not FeeRule.AMOUNT)
    assert not [fee for fee in fees if fee.currency == "VND" and fee.amount is not None and fee.amount < 100]


def test_no_name_is_shouted_and_none_has_a_line_break(procedures):
    assert not [name for p in procedures.values() if (name := p.name).isupper() or "\n" in name]


def test_most_procedures_have_several_steps_though_most_sources_have_one_element(procedures):
    assert sum(len(procedure.steps) > 1 for procedure in procedures.values()) > 4500
    assert all(procedure.steps for procedure in procedures.values())


def test_almost_every_legal_document_has_its_number(procedures):
    found = [basis for procedure in procedures.values() for basis in procedure.legal_basis]

    assert len([basis for basis in found if basis.number]) / len(found) > 0.99


@pytest.mark.parametrize("code", ["1.004873", "1.000656"])
def test_trap_1_the_council_of_the_province_decides(procedures, code):
    assert {fee.rule for way in procedures[code].methods for fee in way.fees} == {FeeRule.PROVINCE}


def test_trap_1_the_sum_of_the_text_is_taken(procedures):
    fees = [fee for way in procedures["1.115759"].methods for fee in way.fees]

    assert fees
    assert all(fee.rule in (FeeRule.AMOUNT, FeeRule.DESCRIBED) for fee in fees)


def test_trap_2_dollars_are_dollars(procedures):
    fees = [fee for way in procedures["2.000815"].methods for fee in way.fees]

    assert [(fee.amount, fee.currency, fee.per) for fee in fees] == [(2000, "VND", "trang"), (10, "USD", "bản")]


def test_trap_3_the_same_day_is_found_in_the_steps(procedures):
    assert {way.time.unit for way in procedures["1.001193"].methods if way.time} == {TimeUnit.SAME_DAY}


def test_trap_5_only_the_mixed_up_record_is_marked(procedures):
    assert [code for code, procedure in procedures.items() if "lẫn dòng" in procedure.note] == ["1.001193"]


def test_permanent_residence_reads_as_its_source(procedures):
    residence = procedures["1.004222"]

    assert [(way.method.value, way.time.value, way.fees[0].amount) for way in residence.methods] == [
        ("online", 7, 10000),
        ("counter", 7, 20000),
    ]
    assert len(residence.steps) == 5
    assert len(residence.cases) == 7
    assert residence.cases[0].documents[0].role is DocumentRole.NOTE
    assert residence.decision.number == "1523/QĐ-BCA-C06"
    assert residence.decision.issued_on.isoformat() == "2026-03-26"


def test_a_wedding_is_free_also_where_copies_cost(procedures):
    assert {fee.rule for way in procedures["1.000894"].methods for fee in way.fees} == {FeeRule.FREE}
