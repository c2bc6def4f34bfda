"""What citizens get is counted: answers right and wrong, what is one tap away, and outcomes."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from kiosk.evaluation import conduct_show, shelf
from kiosk.evaluation.conduct import conduct
from knowledge.calibration import Calibration, Thresholds
from knowledge.noise import Form
from knowledge.questions import Question
from knowledge.settings import STARTER
from nlu.replies import Outcome

_BIRTH = STARTER / "khai-sinh" / "1.001193.yml"
_ASKED = (
    Question("làm giấy khai sinh cần giấy tờ gì", ("1.001193",)),
    Question("lệ phí xin giấy xác nhận độc thân", ("1.004873",)),
    Question("chứng thực bản sao từ bản chính mất bao lâu", ("2.000815",)),
    Question("đăng ký khai sinh cho con nộp ở đâu", ("1.004873",)),  # labelled wrong on purpose
    Question("thủ tục đăng ký khai sinh"),  # must not be answered, its label says
    Question("chào bạn", outcome="small_talk"),
    Question("cháy nhà rồi cứu với", outcome="small_talk"),  # labelled wrong on purpose
)


@pytest.fixture(scope="module")
def conducts(published):
    return conduct(published, _ASKED)


def test_every_question_is_asked_in_every_form_and_ends_in_one_outcome(conducts):
    assert list(conducts) == list(Form)
    for found in conducts.values():
        assert found.outcomes.total() == len(_ASKED)


def test_an_answer_is_right_by_the_label_and_wrong_against_it_or_where_none_may_be_given(conducts):
    found = conducts[Form.AS_WRITTEN]

    assert {one.question.text for one in found.wrong} == {
        "đăng ký khai sinh cho con nộp ở đâu",
        "thủ tục đăng ký khai sinh",
    }
    assert [one.score for one in found.wrong] == sorted((one.score for one in found.wrong), reverse=True)
    assert found.coverage == 1.0  # of the four that can be answered
    assert found.wrong_answer_rate == 2 / 5
    assert found.reachable == 3 / 4


def test_only_questions_that_name_an_outcome_count_towards_right_outcomes(conducts, published):
    assert conducts[Form.AS_WRITTEN].right_outcomes == 1 / 2
    assert conduct(published, _ASKED[:1])[Form.AS_WRITTEN].right_outcomes is None


def test_a_conversation_is_never_carried_into_the_next_question(published):
    facet_alone = Question("lệ phí bao nhiêu", ("1.001193",))

    found = conduct(published, [_ASKED[0], facet_alone])[Form.AS_WRITTEN]

    assert [one.outcome for one in found.conducted] == [Outcome.ANSWERED, Outcome.CLARIFICATION]
    assert not found.conducted[1].is_offered


def test_codes_that_share_a_name_are_one_hit(settings, tmp_path):
    twin = tmp_path / "9.000001.yml"
    twin.write_text(_BIRTH.read_text("utf-8").replace("1.001193", "9.000001", 1), "utf-8")
    shutil.copy(_BIRTH, tmp_path)

    with shelf.opened(settings, shelf.Choice(records=(tmp_path,))) as library:
        assert set(library.current().codes()) == {"1.001193", "9.000001"}
        for code in library.current().codes():
            asked = Question("làm giấy khai sinh cần giấy tờ gì", (code,))
            assert conduct(library, [asked])[Form.AS_WRITTEN].reachable == 1.0


def test_a_right_procedure_among_the_choices_is_one_tap_away(settings, tmp_path):
    # Nothing can be sure enough, so all that is near is offered.
    timid = replace(Calibration.bundled(), thresholds=Thresholds(answer=2.0, near=0.0))
    (tmp_path / "timid.json").write_text(timid.to_json(), "utf-8")

    # Who says the name of a procedure is answered all the same.
    unnamed = [
        Question(text, ("1.001193",))
        for text in (
            "em bé nhà tôi vừa chào đời, lên xã làm giấy tờ gì cho bé",
            "con tôi mới đẻ hôm qua thì ra xã khai báo ở đâu",
            "vợ tôi vừa sinh, giờ làm giấy tờ cho cháu thế nào",
        )
    ]
    with shelf.opened(settings, shelf.Choice(calibration=tmp_path / "timid.json")) as library:
        found = conduct(library, unnamed)[Form.AS_WRITTEN]

    assert found.answered == ()
    assert sum(map(found.offered_right, (Outcome.NEAR_PROCEDURES, Outcome.CLARIFICATION))) == 3
    assert (found.coverage, found.reachable) == (0.0, 1.0)


def test_the_figures_are_one_json_object(conducts):
    told = json.loads(conduct_show.to_json(conducts))

    as_written = told["figures"][0]
    assert as_written["form"] == "as written"
    assert as_written["questions"] == sum(as_written["outcomes"].values()) == len(_ASKED)
    assert (as_written["wrong"], as_written["wrong_answer_rate"], as_written["reachable"]) == (2, 0.4, 0.75)
    assert {row["question"] for row in told["wrong"] if row["form"] == "as written" and row["codes"] == []} == {
        "thủ tục đăng ký khai sinh"
    }


def test_a_person_reads_the_figures_and_the_wrong_answers(conducts, published, capsys):
    conduct_show.tables(conducts, published.current().records.names(), worst=1)

    told = capsys.readouterr().out
    assert "no tone marks" in told
    assert "0.400" in told
    assert told.count("right: ") == 1
