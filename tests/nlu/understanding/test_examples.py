"""The example that is nearest to a message."""

from __future__ import annotations

import pytest

from nlu.understanding.examples import NearestExamples
from nlu.understanding.phrases import split

EXAMPLES = NearestExamples(
    {"greet": ["xin chào", "chào bạn"], "thank": ["cảm ơn bạn"], "goodbye": ["chào nhé", "hẹn gặp lại"]}, {}
)


def ranked(text):
    return [(near.intent, near.similarity) for near in EXAMPLES.rank(split(text))]


@pytest.mark.parametrize(
    ("said", "intent"), [("xin chào", "greet"), ("cam on ban", "thank"), ("hẹn gặp lại", "goodbye")]
)
def test_an_example_as_it_stands_is_as_near_as_can_be(said, intent):
    assert ranked(said)[0] == (intent, pytest.approx(1.0))


def test_only_what_is_like_the_message_is_ranked_the_nearest_first():
    found = ranked("chào các bạn nhé")

    assert [intent for intent, _ in found] == ["goodbye", "greet", "thank"]
    assert [share for _, share in found] == sorted((share for _, share in found), reverse=True)
    assert ranked("lệ phí") == ranked("") == []


def test_of_what_is_equally_near_the_one_met_first_comes_first():
    both = NearestExamples({"yes": ["đúng rồi"], "no": ["sai rồi"]}, {})

    assert [near.intent for near in both.rank(split("rồi"))] == ["yes", "no"]
    assert [near.intent for near in both.rank(split("sai đúng"))] == ["no", "yes"]
