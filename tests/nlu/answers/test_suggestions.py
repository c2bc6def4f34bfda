"""A button is understood as it is meant."""

from __future__ import annotations

import pytest

from knowledge.procedures import Case, CaseTag, Document, Facet, Language, Procedure
from nlu import answers
from nlu.answers import suggestions, words

_ASKED = [facet for facet in Facet if facet is not Facet.OVERVIEW]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("facet", _ASKED)
def test_what_a_facet_button_sends_asks_for_that_facet(understander, facet, language):
    assert understander.understand(words.of(facet, language).send).intent == f"ask_{facet}"


@pytest.mark.parametrize(("facet", "in_english"), [(facet, flag) for facet in suggestions.WHOLE for flag in (0, 1)])
def test_what_a_see_all_button_sends_asks_for_all_of_that_facet(understander, facet, in_english):
    said = understander.understand(suggestions.WHOLE[facet][in_english].send)

    assert said.wants_all
    assert said.facet is facet


def test_what_a_case_button_sends_leads_to_the_papers_of_that_case(understander):
    record = Procedure(
        code="9.000096",
        name="Thử",
        cases=(
            Case(name="Nhà của mình", tags=(CaseTag.OWNED,), documents=(Document(name="Giấy tờ nhà"),)),
            Case(name="Nhà thuê", tags=(CaseTag.RENTED,), documents=(Document(name="Hợp đồng thuê"),)),
        ),
    )
    button = answers.compose(record, Facet.DOCUMENTS).suggestions[0]

    said = understander.understand(button.send)
    answer = answers.compose(record, said.facet, cases=frozenset(said.cases), asked=said.text)

    assert button.title == "Nhà thuê"
    assert "Hợp đồng thuê" in answer.text
    assert "Giấy tờ nhà" not in answer.text
