"""Trees that were grown by scikit-learn and are walked without it."""

import numpy as np
import pytest

from knowledge import judging
from knowledge.judging import Judged
from knowledge.ranking import SIGNALS
from knowledge.trees import Trees

CHANCE = np.random.default_rng(3)
TABLE = CHANCE.normal(size=(300, len(SIGNALS)))
HOLDS = TABLE[:, 0] * TABLE[:, 1] + CHANCE.normal(0, 0.3, 300) > 0


@pytest.fixture(scope="module")
def grown():
    judged = [
        Judged(list(row), np.zeros(2, np.float32), "", bool(holds), False, "", 1.0, sets_threshold=True, fold=place % 5)
        for place, (row, holds) in enumerate(zip(TABLE, HOLDS, strict=True))
    ]
    return judging.learn(judged, most_wrong=0.05).sureness


def test_they_tell_what_the_library_that_grew_them_tells(grown):
    model = judging._fit(TABLE, HOLDS, np.ones(len(HOLDS)))

    told = [grown.probability(row) for row in TABLE]

    assert told == pytest.approx(model.predict_proba(TABLE)[:, 1].tolist(), abs=1e-6)


def test_they_hear_what_no_sum_of_signals_tells(grown):
    """Two signals that mean something only together: a weight for each would tell nothing."""
    right = np.array([grown.probability(row) > 0.5 for row in TABLE]) == HOLDS

    assert right.mean() > 0.8


def test_they_are_read_as_they_were_written(grown):
    again = Trees.from_data(grown.to_data())

    assert [again.probability(row) for row in TABLE] == pytest.approx(
        [grown.probability(row) for row in TABLE], abs=0.01
    )
