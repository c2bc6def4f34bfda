"""Every number of every answer stands in a field that the answer cites."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from knowledge.procedures import Case, Document, Facet, Fee, FeeRule, Language, Method, Procedure, SubmissionMethod
from knowledge.sources import portal_api
from nlu import answers, numbers
from nlu.answers.evidence import Evidence

_STARTER = Path(__file__).parents[3] / "knowledge" / "starter"
_EVERY = 25


def starter():
    reader = YAML(typ="safe")
    return [Procedure.model_validate(reader.load(path.read_text())) for path in sorted(_STARTER.glob("*/*.yml"))]


def test_every_number_in_the_answers_of_our_own_records_is_supported():
    records = starter()
    found = answers.audit(records)

    assert found.failures == ()
    assert found.total == found.supported > 0
    assert found.answers > len(records) * len(Facet) * len(Language)  # the long forms and the cases too


@pytest.mark.slow
def test_every_number_in_the_answers_of_real_portal_records_is_supported(shared_data):
    # Every 25th: `motcua evaluate` takes all 5,665.
    records = portal_api.read(shared_data / "procedures" / "portal_2026-07.jsonl.gz")
    procedures = [record for record in records if isinstance(record, Procedure)][::_EVERY]

    assert answers.audit(procedures).failures == ()


def test_the_audit_finds_a_planted_number_and_says_where():
    record = Procedure(
        code="9.000099",
        name="Thủ tục thử",
        methods=(Method(method=SubmissionMethod.COUNTER),),
        plain={"facets": {"fee": "Bạn nộp 77.000 đồng."}},
    )

    found = answers.audit([record])

    assert [(failure.code, failure.facet, failure.number) for failure in found.failures] == [
        ("9.000099", Facet.FEE, "77.000"),  # on the screen
        ("9.000099", Facet.FEE, "77000"),  # and aloud
    ]
    assert found.supported == found.total - 2
    assert not found.is_clean


_words = st.text(alphabet="abcdeghiklmnopqrstuvxyàáảãạăâêôơưđ ", min_size=3, max_size=30).filter(str.strip)


@given(
    amount=st.integers(min_value=1, max_value=10**9),
    copies=st.integers(min_value=1, max_value=99),
    note=_words,
    language=st.sampled_from(list(Language)),
    facet=st.sampled_from(list(Facet)),
)
def test_any_record_is_answered_with_its_own_numbers_only(amount, copies, note, language, facet):
    fee = Fee(rule=FeeRule.AMOUNT, kind="phí", amount=amount, currency="VND", per="trang", note=note)
    document = Document(name=f"Giấy {note}", originals=copies)
    record = Procedure(
        code="9.000098",
        name="Thủ tục thử",
        cases=(Case(documents=(document,)),),
        methods=(Method(method=SubmissionMethod.COUNTER, fees=(fee,)),),
    )

    answer = answers.compose(record, facet, language=language)

    evidence = Evidence(record)
    cited = frozenset().union(*(evidence.values(citation.field) for citation in answer.citations))
    assert numbers.values([answer.text, answer.spoken]) <= cited
    if facet is Facet.FEE:
        assert numbers.of_amount(amount) in numbers.values([answer.text])
        assert numbers.of_amount(amount) in numbers.values([answer.spoken])


def test_words_of_ours_are_no_evidence():
    record = Procedure(code="9.000097", name="Thử", plain={"facets": {"fee": "5.000 đồng"}}, methods=())

    assert Evidence(record).values("plain.facets.fee") == frozenset()
    assert Evidence(record).values("plain") == frozenset()


def test_the_numbers_of_a_record_are_read_once_and_forgotten_with_it():
    record = Procedure(code="9.000096", name="Cấp trong 3 ngày", methods=())
    first = Evidence(record).values("name")
    held = weakref.ref(record)

    assert first == {"3"}
    assert Evidence(record).values("name") is first
    assert Evidence(record.model_copy(update={"name": "Cấp trong 5 ngày"})).values("name") == {"5"}
    del record
    gc.collect()
    assert held() is None
