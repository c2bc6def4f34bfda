"""Learning what each figure weighs, from choices among candidates."""

import numpy as np
import pytest

from knowledge.features import HAS_WAYS, NAMES
from knowledge.weighing import Choice, weigh

NAME, WAY = NAMES.index("name_vector"), NAMES.index("way_vector")


def choices(count, *, has_ways, told_by, seed=7):
    """Return choices among five candidates whose right one has the largest of one figure, the others being noise."""
    random = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        figures = np.zeros((5, len(NAMES)))
        figures[:, [NAME, WAY]] = random.normal(size=(5, 2))
        figures[:, HAS_WAYS] = has_ways
        right = np.arange(5) == figures[:, told_by].argmax()
        made.append(Choice(figures, right))
    return made


def share_found(weights, asked):
    return np.mean([choice.right[weights.scores(choice.figures).argmax()] for choice in asked])


def test_what_tells_the_right_one_weighs_most():
    weights = weigh(choices(60, has_ways=0, told_by=NAME))

    assert weights.weights["name_vector"] > 5 * abs(weights.weights["way_vector"])
    assert share_found(weights, choices(100, has_ways=0, told_by=NAME, seed=8)) > 0.9


def test_records_with_ways_to_ask_may_be_told_by_something_else_than_those_without():
    weights = weigh([*choices(300, has_ways=0, told_by=NAME), *choices(300, has_ways=1, told_by=WAY)])

    assert share_found(weights, choices(100, has_ways=0, told_by=NAME, seed=8)) > 0.9
    assert share_found(weights, choices(100, has_ways=1, told_by=WAY, seed=8)) > 0.9


@pytest.mark.parametrize("is_right_known", [True, False])
def test_between_a_record_with_ways_and_one_without_the_right_kind_is_learned(is_right_known):
    random = np.random.default_rng(3)
    mixed = []
    for _ in range(60):
        figures = np.zeros((2, len(NAMES)))
        figures[:, NAME] = random.normal(loc=40, size=2)  # far from the middle, as cosines are
        figures[1, HAS_WAYS] = 1
        mixed.append(Choice(figures, np.array([not is_right_known, is_right_known])))

    assert share_found(weigh(mixed), mixed) > 0.9


def test_a_choice_that_counts_for_more_pulls_harder():
    by_name, by_way = choices(40, has_ways=0, told_by=NAME), choices(40, has_ways=0, told_by=WAY, seed=9)
    heavy = [Choice(choice.figures, choice.right, weight=20) for choice in by_way]

    weights = weigh([*by_name, *heavy])

    assert weights.weights["way_vector"] > 2 * weights.weights["name_vector"]
