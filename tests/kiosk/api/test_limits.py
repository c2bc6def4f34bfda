from __future__ import annotations

import pytest

from kiosk.api.errors import ApiError
from kiosk.api.limits import RateLimit


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_a_minute_later_one_may_ask_again(clock):
    limit = RateLimit(conversation=1, address=10, clock=clock)
    limit.count(conversation="a", address="1")
    clock.now = 59.9
    with pytest.raises(ApiError):
        limit.count(conversation="a", address="1")

    clock.now = 60.0

    limit.count(conversation="a", address="1")


def test_new_conversations_do_not_get_round_the_limit_of_an_address(clock):
    limit = RateLimit(conversation=10, address=2, clock=clock)
    limit.count(conversation="a", address="1")
    limit.count(conversation="b", address="1")

    with pytest.raises(ApiError):
        limit.count(conversation="c", address="1")

    limit.count(conversation="c", address="2")


def test_a_refused_question_does_not_count(clock):
    limit = RateLimit(conversation=1, address=2, clock=clock)
    limit.count(conversation="a", address="1")
    for _ in range(5):
        with pytest.raises(ApiError):
            limit.count(conversation="a", address="1")

    limit.count(conversation="b", address="1")
