"""Many lists of numbers in one array."""

import numpy as np
import pytest

from knowledge.lists import Lists

HELD = Lists.of([[4, 2, 4], [], [2], [0, 1, 2]])


def test_each_number_stands_once_in_its_list():
    assert [found.tolist() for found in HELD] == [[4, 2], [], [2], [0, 1, 2]]
    assert HELD.lengths().tolist() == [2, 0, 1, 3]
    assert HELD.owners().tolist() == [0, 0, 2, 3, 3, 3]


@pytest.mark.parametrize(
    ("chosen", "owners", "numbers"),
    [([3, 0], [0, 0, 0, 1, 1], [0, 1, 2, 4, 2]), ([1, 2, 1], [1], [2]), ([1], [], []), ([], [], [])],
)
def test_the_numbers_of_chosen_lists_come_in_the_order_that_was_chosen(chosen, owners, numbers):
    found = HELD.taken(np.array(chosen, np.int64))

    assert [part.tolist() for part in found] == [owners, numbers]


def test_lists_are_turned_about():
    assert [found.tolist() for found in HELD.inverted(6)] == [[3], [3], [0, 2, 3], [], [0], []]
    assert [found.tolist() for found in Lists.of([]).inverted(2)] == [[], []]
