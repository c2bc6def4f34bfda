"""Looking up once what is asked for often."""

import pytest

from knowledge.errors import CentreNotFound, StorageUnavailable
from knowledge.remembered import Remembered


@pytest.fixture
def asked():
    return []


def remembered(asked, *, seconds):
    def look_up(key):
        if key == "none":
            raise CentreNotFound(key)
        asked.append(key)
        return f"{key} {len(asked)}"

    return Remembered(look_up, seconds=seconds)


def test_what_was_just_looked_up_is_not_looked_up_again(asked):
    known = remembered(asked, seconds=60)

    assert [known.of("a"), known.of("b"), known.of("a")] == ["a 1", "b 2", "a 1"]
    assert asked == ["a", "b"]


def test_after_its_time_it_is_looked_up_anew(asked):
    known = remembered(asked, seconds=-1)

    assert [known.of("a"), known.of("a")] == ["a 1", "a 2"]


def test_a_failure_is_not_remembered(asked):
    known = remembered(asked, seconds=60)

    for _ in range(2):
        with pytest.raises(CentreNotFound):
            known.of("none")


def test_while_the_database_is_away_what_was_looked_up_last_is_told():
    answers = ["a", StorageUnavailable("sqlite:///x", OSError("gone"))]

    def look_up(key):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    known = Remembered(look_up, seconds=-1)

    assert [known.of("centre"), known.of("centre")] == ["a", "a"]


def test_it_does_not_grow_without_end(asked):
    known = remembered(asked, seconds=60)

    for number in range(5000):
        known.of(number)

    assert len(known._kept) <= 1000
