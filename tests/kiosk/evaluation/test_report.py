"""The figures of a question set, by form."""

import json

import pytest

from kiosk.evaluation import report
from knowledge.noise import Form
from knowledge.questions import Question

ASKED = (
    Question("xin giấy độc thân ở đâu", ("1.004873",)),
    Question("đăng ký kết hôn cần gì", ("1.004873",)),  # labelled wrongly: a miss
    Question("thời tiết hôm nay"),
)


@pytest.fixture(scope="module")
def measured(starter_search):
    return report.measure(starter_search, ASKED)


def test_every_form_is_measured(measured, starter_search):
    assert [figures.form for figures in measured.figures] == [form.value for form in Form]
    assert measured.threshold == starter_search.calibration.thresholds.answer
    written = measured.figures[0]
    assert (written.questions, written.recall_at_1, written.coverage) == (3, 0.5, 1.0)
    assert written.wrong_answer_rate == 0.5
    assert written.abstention_rate == pytest.approx(1 / 3, abs=1e-4)


def test_progress_counts_all_forms(starter_search):
    told = []

    report.measure(starter_search, ASKED[:2], progress=lambda *step: told.append(step))

    assert told == [(n, 6) for n in range(1, 7)]


def test_json_holds_figures_curves_and_misses(measured):
    told = json.loads(report.to_json(measured))

    assert set(told) == {"threshold", "figures", "curves", "misses"}
    assert set(told["curves"]) == {form.value for form in Form}
    assert [miss["question"] for miss in told["misses"]] == ["đăng ký kết hôn cần gì", "thời tiết hôm nay"]
    assert told["misses"][0]["found"][0] == "1.000894"


def test_no_question_makes_empty_figures(starter_search):
    told = json.loads(report.to_json(report.measure(starter_search, ())))

    assert told["figures"][0]["questions"] == 0
    assert told["curves"]["as written"] == []
