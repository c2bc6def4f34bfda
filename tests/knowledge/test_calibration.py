"""What was learned and is kept in a file."""

import json
import math

import numpy as np
import pytest

from knowledge.calibration import SIGNALS, Calibration, Thresholds
from knowledge.errors import KnowledgeError
from knowledge.features import HAS_WAYS, NAMES
from knowledge.figure_weights import FigureWeights
from knowledge.trees import Trees
from knowledge.word_weights import WordWeights

MARGIN = SIGNALS.index("margin")
CALIBRATION = Calibration(
    weights=FigureWeights({NAMES[0]: 2.0, NAMES[3]: -1.0}, with_ways={NAMES[0]: 0.5}),
    sureness=Trees(-0.5, ((MARGIN, 2.0, 0.0, (MARGIN, 2.5, 1.5, 4.0)), 0.25)),
    thresholds=Thresholds(answer=0.6, near=0.2),
    unclearness=Trees(-1.0),
    openness=WordWeights({"lại": 1.5}, -0.5),
    learned_from={"a set": {"questions": 40}},
)


def test_a_calibration_is_read_as_it_was_written(tmp_path):
    (tmp_path / "calibration.json").write_text(CALIBRATION.to_json(), "utf-8")

    assert Calibration.read(tmp_path / "calibration.json") == CALIBRATION


def damaged(part, value):
    return json.dumps(json.loads(CALIBRATION.to_json()) | {part: value})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        damaged("thresholds", {"answer": 0.5}),
        damaged("thresholds", {"answer": 0.5, "near": 0.1, "far": 0}),
        damaged("thresholds", {"answer": "high", "near": 0.1}),
        damaged("weights", 3),
        damaged("weights", {"name_vector": "much"}),
        damaged("weights", {"name_vector": math.nan}),
        damaged("weights", {"name_vector": None}),
        damaged("weights_with_ways", {"name_vector": "more"}),
        damaged("sureness", {"intercept": 0}),
        damaged("sureness", {"intercept": 0, "trees": [["luck", 1, 0, 1]]}),
        damaged("unclearness", {"intercept": 0, "trees": [["margin", 1, 0]]}),
        damaged("unclearness", {"intercept": None, "trees": []}),
        damaged("openness", {"weights": {"lại": "much"}, "intercept": 0}),
    ],
)
def test_a_file_that_is_no_calibration_is_named_with_what_mends_it(tmp_path, text):
    path = tmp_path / "calibration.json"
    path.write_text(text, "utf-8")

    with pytest.raises(
        KnowledgeError, match=r"calibration\.json: this is not a calibration .*motcua knowledge calibrate"
    ):
        Calibration.in_use(path)


def test_a_file_that_is_no_text_is_named(tmp_path):
    path = tmp_path / "calibration.json"
    path.write_bytes(b"\xff\xfe\x00\x01")

    with pytest.raises(KnowledgeError, match="this is not a calibration"):
        Calibration.read(path)


def test_without_a_file_of_ones_own_the_shipped_one_is_used(tmp_path):
    assert Calibration.in_use(tmp_path / "calibration.json") == Calibration.bundled()


def test_what_is_shipped_knows_only_figures_and_signals_that_exist():
    shipped = Calibration.bundled()

    assert set(shipped.weights.weights) | set(shipped.weights.with_ways) <= set(NAMES)
    assert shipped.unclearness is not None
    assert set(shipped.voices) == {"others", "nobodys"}
    assert 0 < shipped.thresholds.near < shipped.thresholds.answer < 1


def test_a_figure_weighs_what_was_learned_and_one_that_is_new_nothing():
    figures = np.zeros((2, len(NAMES)))
    figures[0, 0], figures[1, 3], figures[:, 5] = 1, 1, 100

    assert CALIBRATION.rank(figures).tolist() == [2.0, -1.0]


def test_a_record_with_ways_to_ask_is_weighed_otherwise():
    figures = np.zeros((2, len(NAMES)))
    figures[:, 0], figures[1, HAS_WAYS] = 1, 1

    assert CALIBRATION.rank(figures).tolist() == [2.0, 2.5]


@pytest.mark.parametrize("size", [-1e9, -1, 0, 1, 1e9])
def test_a_probability_is_one_whatever_the_signals(size):
    assert 0 <= CALIBRATION.probability([size] * len(SIGNALS)) <= 1


def test_a_probability_is_what_the_leaves_add_up_to():
    near, far = ([float(value) if n == MARGIN else 0.0 for n in range(len(SIGNALS))] for value in (2, 3))

    assert CALIBRATION.probability(near) == pytest.approx(1 / (1 + math.exp(0.25)))
    assert CALIBRATION.probability(far) == pytest.approx(1 / (1 + math.exp(-3.75)))


def test_a_file_of_an_earlier_version_is_told_apart(tmp_path):
    path = tmp_path / "calibration.json"
    path.write_text('{"weights": {}, "signals": {}, "thresholds": {"answer": 0.5, "near": 0.1}}', "utf-8")

    with pytest.raises(KnowledgeError, match="of an earlier version"):
        Calibration.read(path)


def test_the_file_can_be_read_by_a_person():
    data = json.loads(CALIBRATION.to_json())

    assert data["thresholds"] == {"answer": 0.6, "near": 0.2, "unclear": 1.0}
    assert CALIBRATION.to_json().count("\n") > 10
