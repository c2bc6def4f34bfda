"""Words of ours that the official fields no longer bear out are not said."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from knowledge import database, editions, embedding, importing
from knowledge.library import Library
from knowledge.procedures import Duration, Facet, Fee, FeeRule, Language, Method, Procedure, SubmissionMethod, TimeUnit
from knowledge.settings import STARTER, KnowledgeSettings
from nlu import answers
from nlu.dialogue import ConversationState
from nlu.local_dialogue import LocalDialogue
from nlu.replies import Outcome
from tests.knowledge.sources.making import method, portal_record, write_json

WORDS = {
    "plain": {
        "name": "Giấy nuôi ong",
        "summary": "Xin nuôi ong ở vườn nhà.",
        "facets": {"time": "Chờ 3 ngày thôi.", "fee": "Bạn làm miễn phí.", "place": "Bạn ra quầy của xã."},
        "spoken": {"time": "Bác chờ ba ngày thôi.", "place": "Bác ra quầy của xã."},
    },
    "english": {"name": "Bee permit", "facets": {"time": "It takes 3 days."}},
}


def lasting(days, fee=FeeRule.FREE, **fields):
    time = Duration(unit=TimeUnit.WORKING_DAY, value=days)
    way = Method(method=SubmissionMethod.COUNTER, time=time, fees=(Fee(rule=fee, kind="lệ phí"),))
    return Procedure(code="1.900001", name="Đăng ký nuôi ong", methods=(way,), **{**WORDS, **fields})


NEWER = lasting(7, FeeRule.PROVINCE, worded_on=date(2026, 4, 1))


def test_words_that_the_fields_bear_out_are_said():
    assert "Chờ 3 ngày thôi." in answers.compose(lasting(3), Facet.TIME).text


@pytest.mark.parametrize("language", list(Language))
def test_a_facet_whose_number_stands_in_no_field_any_more_is_composed_from_the_fields(language):
    answer = answers.compose(NEWER, Facet.TIME, language=language)

    assert "7" in answer.text
    assert "3" not in answer.text
    assert "ba ngày" not in answer.spoken
    assert [citation.field for citation in answer.citations] == ["methods"]


def test_a_time_is_not_borne_out_by_the_same_number_of_something_else():
    steps = ({"text": "Bạn nộp 3 bản, 15.000 đồng mỗi bản."},)
    words = {"facets": {"time": "Chờ 3 ngày thôi.", "fee": "Bạn nộp 15.000 đồng."}}
    newer = lasting(7, FeeRule.PROVINCE, plain=words, steps=steps, worded_on=date(2026, 4, 1))

    assert answers.unsettled(newer) == ("plain.fee", "plain.time", "english.time")


def test_free_is_not_said_any_more_where_no_fee_of_the_newer_record_is_free():
    answer = answers.compose(NEWER, Facet.FEE)

    assert "miễn phí" not in answer.text
    assert "Hội đồng nhân dân tỉnh" in answer.text


def test_what_the_newer_record_bears_out_is_still_said_in_our_words():
    assert "Bạn ra quầy của xã." in answers.compose(NEWER, Facet.PLACE).text
    assert answers.compose(NEWER, Facet.TIME).text.startswith("Giấy nuôi ong: ")


def test_a_name_of_ours_whose_number_is_gone_gives_way_to_the_official_one():
    record = lasting(3, plain={"name": "Giấy nuôi ong mẫu NO7"}, worded_on=date(2026, 4, 1))

    assert answers.compose(record, Facet.TIME).text.startswith("Đăng ký nuôi ong: ")


def test_it_is_told_which_words_are_not_said_any_more():
    assert answers.unsettled(NEWER) == ("plain.fee", "plain.time", "english.time")
    assert answers.unsettled(lasting(3)) == ()


def test_a_foreign_number_that_is_only_spoken_takes_the_written_words_with_it():
    record = lasting(3, plain={"facets": {"time": "Chờ 3 ngày thôi."}, "spoken": {"time": "Bác chờ chín ngày."}})

    answer = answers.compose(record, Facet.TIME)

    assert "Chờ 3 ngày thôi." not in answer.text
    assert "chín" not in answer.spoken


def test_an_edition_may_hold_words_that_lag_behind_and_none_that_never_were_true():
    assert answers.audit([NEWER]).is_clean
    assert {failure.facet for failure in answers.audit([lasting(7)]).failures} == {Facet.TIME}


def test_a_citizen_hears_the_newer_fact_after_a_newer_record_was_imported(tmp_path):
    ours = STARTER / "cu-tru" / "1.002755.yml"
    theirs = portal_record(
        "1.002755", name="Gia hạn tạm trú", executionMethods=[method(time=9)], updatedAt=1793000000000
    )
    settings = KnowledgeSettings(home=tmp_path, database_url="")
    engine = database.connect(settings.database)
    database.create_all(engine)
    sessions = database.sessions(engine)
    with sessions.begin() as session:
        importing.run(session, [ours, write_json(tmp_path / "portal.json", theirs)])
    built = editions.build(sessions, settings, embedding.bundled())
    editions.publish(sessions, settings, built.number, skip_check="a test")
    engine.dispose()
    library = Library(settings, embedding.bundled())

    turn = asyncio.run(LocalDialogue(library).respond("1", "gia hạn tạm trú mất bao lâu", ConversationState()))
    library.close()

    assert turn.reply.outcome is Outcome.ANSWERED
    assert "9 ngày làm việc" in turn.reply.text
    assert turn.reply.text.startswith("Gia hạn tạm trú: ")
