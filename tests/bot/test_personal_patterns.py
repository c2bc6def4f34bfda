"""The quick look before the patterns: it may let too much through, and never too little."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.personal_patterns import FAMILIES

EACH = [
    pytest.param(family, pattern, id=f"{number}-{place}")
    for number, family in enumerate(FAMILIES)
    for place, (pattern, _) in enumerate(family.kinds)
]


@pytest.mark.parametrize(("family", "pattern"), EACH)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_a_pattern_finds_is_possible_at_the_quick_look(family, pattern, data):
    text = data.draw(st.from_regex(pattern))

    assert family.is_possible(text) or not re.search(pattern, text)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_question_without_numbers_needs_no_pattern_at_all(family):
    assert not family.is_possible("lam giay khai sinh cho con can gi")
