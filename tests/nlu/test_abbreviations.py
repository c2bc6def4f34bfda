"""Abbreviations, opened."""

from __future__ import annotations

from nlu.abbreviations import opened


def test_offices_and_papers_are_opened_on_the_screen():
    assert opened("UBND xã cấp thẻ CCCD") == "Ủy ban nhân dân xã cấp thẻ căn cước công dân"


def test_what_stands_in_the_number_of_a_decision_stays():
    assert opened("Quyết định 12/QĐ-UBND") == "Quyết định 12/QĐ-UBND"


def test_a_currency_is_opened_only_for_the_ear():
    assert opened("10 USD") == "10 USD"
    assert opened("10 USD", aloud=True) == "10 đô la Mỹ"
