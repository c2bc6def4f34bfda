"""A plan of what to learn from."""

import json
from contextlib import ExitStack
from pathlib import Path

import pytest

from knowledge import plans
from knowledge.errors import QuestionsUnreadable
from knowledge.noise import Form
from knowledge.plans import SetPlan, Workbench, choose
from knowledge.questions import Question
from knowledge.settings import STARTER
from knowledge.vectors import VectorCache
from tests.fakes import HashEmbedder


@pytest.fixture
def bench(tmp_path, starter_search):
    return Workbench(tmp_path, HashEmbedder(), VectorCache(tmp_path / "vectors.db"), starter_search)


def write(tmp_path, text, name="plan.yml"):
    (tmp_path / name).write_text(text, "utf-8")
    return tmp_path / name


def test_a_file_of_questions_is_a_plan_of_one_set(tmp_path):
    file = write(tmp_path, '{"question": "a"}', "mine.jsonl")

    assert plans.read(file).sets == (SetPlan(name="mine", questions=file),)


def test_a_plan_says_what_counts_for_how_much(tmp_path):
    plan = plans.read(
        write(
            tmp_path,
            "sets:\n"
            "  - {name: one, questions: q.jsonl, kind: written, communal: true, weight: 2, forms: [teencode]}\n"
            "  - {name: two, records: [a.yml], scope: {level: commune, citizens: true}, threshold: false}\n",
        )
    )

    one, two = plan.sets
    assert (one.questions, one.weight, one.forms) == (Path("q.jsonl"), 2, (Form.TEENCODE,))
    assert two.records == (Path("a.yml"),)
    assert two.scope.scope().citizens
    assert not two.threshold


def test_the_plan_that_is_shipped_can_be_read():
    shipped = Path(plans.__file__).parent / "calibration-plan.yml"

    assert {part.name for part in plans.read(shipped).sets}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sets: []",
        "sets: [{}]",
        "sets: [{name: a, weight: 0}]",
        "sets: [{name: a, unknown: 1}]",
        "sets: [{name: a, scope: {level: village}}]",
        "sets: [{name: a, forms: [shouted]}]",
        "sets: [",
        "- a",
        "a: \x07",
    ],
)
def test_a_bad_plan_is_named(tmp_path, text):
    with pytest.raises(QuestionsUnreadable, match=r"plan\.yml: this is not a plan"):
        plans.read(write(tmp_path, text))


def test_a_plan_that_is_not_there_is_named(tmp_path):
    with pytest.raises(QuestionsUnreadable, match=r"none\.yml"):
        plans.read(tmp_path / "none.yml")


def test_a_set_takes_the_questions_it_names(starter_search):
    asked = (
        Question("đăng ký kết hôn", ("1.000894",), kind="written"),
        Question("lệ phí bao nhiêu", ("1.000894",), kind="written"),  # says nothing alone
        Question("đăng ký kết hôn", ("1.000894",), kind="teencode"),
        Question("mở nhà máy", ("9.999999",), kind="written", is_communal=False),
    )

    def texts(**plan):
        return [asked.index(q) for q in choose(SetPlan(name="x", **plan), asked, starter_search)]

    assert texts() == [0, 1, 2]
    assert texts(kind="written") == [0, 1]
    assert texts(alone=True) == [0, 2]
    assert texts(unanswerable=True) == [3]
    assert texts(communal=True) == [0, 1, 2]
    assert texts(communal=False) == []


def test_sets_are_gathered_with_their_searches(tmp_path, bench):
    row = {"question": "đăng ký kết hôn", "codes": ["1.000894"]}
    write(tmp_path, json.dumps(row), "q.jsonl")
    record = STARTER / "hon-nhan" / "1.000894.yml"
    plan = plans.Plan(
        sets=(
            SetPlan(name="published", questions=Path("q.jsonl")),
            SetPlan(name="apart", questions=Path("q.jsonl"), records=(record,), unanswerable=False),
            SetPlan(name="shipped"),
            SetPlan(name="not to answer", questions=Path("q.jsonl"), unanswerable=True, records=(record,)),
        )
    )

    with ExitStack() as stack:
        published, apart, shipped, unanswerable = plans.gather(plan, bench, stack)

        assert published.searcher is shipped.searcher is bench.published
        assert [entry.code for entry in apart.searcher.catalogue.entries] == ["1.000894"]
        assert unanswerable.searcher is apart.searcher
        assert len(shipped.questions) > 100
        assert not unanswerable.questions
        assert not unanswerable.teaches_ranking


def test_names_are_asked_as_people_in_a_hurry_do(starter_procedures):
    asked = plans.of_names(starter_procedures)

    assert {question.codes[0] for question in asked} <= {procedure.code for procedure in starter_procedures}
    assert len(asked) > len(starter_procedures)
    assert max(len(question.text.split()) for question in asked) <= 6
    assert any(question.text.startswith("lệ phí ") for question in asked)


def test_a_set_without_records_needs_a_published_edition(tmp_path, bench):
    nothing = Workbench(bench.data, bench.embedder, bench.cache, None)

    with pytest.raises(QuestionsUnreadable, match="'lone' names no records, and no edition is published"):
        plans.gather(plans.Plan(sets=(SetPlan(name="lone"),)), nothing, ExitStack())
