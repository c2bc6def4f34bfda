from __future__ import annotations

import json

import pytest

from kiosk.settings import KioskSettings, Settings
from knowledge.procedures import Language
from nlu.errors import DialogueUnavailable
from nlu.replies import Citation, Outcome, Reply
from tests.kiosk.conftest import opened

ASK = "/api/v1/ask"


def error_of(response):
    error = response.json()["error"]
    assert set(error) == {"code", "message", "what_to_do"}
    assert error["message"]
    assert error["what_to_do"]
    return error


async def test_a_question_gets_the_reply_with_what_it_rests_on(client):
    response = await client.post(ASK, json={"question": "lệ phí khai sinh?"})

    assert response.status_code == 200
    body = response.json()
    assert set(body) == {
        "outcome", "reply", "spoken", "language", "procedure", "facet", "candidates", "citations", "score",
        "suggestions", "milliseconds", "conversation",
    }  # fmt: skip
    assert body["outcome"] == "answered"
    assert body["procedure"] == {"code": "1.001193", "name": "Đăng ký khai sinh"}
    assert body["candidates"] == [{"code": "1.001193", "name": "Đăng ký khai sinh", "score": 0.93}]
    assert set(body["citations"][0]) == {"code", "field", "decision", "legal_basis", "checked_on", "url"}
    assert body["suggestions"] == [{"title": "Cần giấy tờ gì", "send": "Đăng ký khai sinh cần giấy tờ gì?"}]


async def test_the_conversation_that_is_sent_back_goes_on(client, dialogue):
    first = (await client.post(ASK, json={"question": "khai sinh"})).json()
    await client.post(ASK, json={"question": "còn lệ phí?", "conversation": first["conversation"]})

    assert dialogue.states[1].procedure == "1.001193"


async def test_a_question_without_a_conversation_starts_one(client, dialogue):
    first = (await client.post(ASK, json={"question": "khai sinh"})).json()
    second = (await client.post(ASK, json={"question": "còn lệ phí?"})).json()

    assert first["conversation"] != second["conversation"]
    assert dialogue.states[1].procedure is None


async def test_a_message_sent_again_after_a_lost_answer_counts_once(client, dialogue):
    asked = {"question": "khai sinh", "conversation": "c" * 20, "message_id": "1"}

    first = (await client.post(ASK, json=asked)).json()
    second = (await client.post(ASK, json=asked)).json()

    assert second["reply"] == first["reply"]
    assert dialogue.heard == ["khai sinh"]


async def test_the_language_is_told_to_the_dialogue(client, dialogue):
    await client.post(ASK, json={"question": "birth certificate", "language": "en"})

    assert dialogue.states[0].language is Language.ENGLISH


@pytest.mark.parametrize(
    "question", ["", "   ", "😀🎉", "\u200b", "<b>x</b>", "'; DROP TABLE messages; --", "\x00\x07"]
)
async def test_odd_words_reach_the_dialogue_and_get_its_reply(client, question):
    response = await client.post(ASK, json={"question": question})

    assert response.status_code == 200
    assert response.json()["reply"]


async def test_a_turn_that_fails_still_says_what_to_do(client, dialogue):
    dialogue.fault = DialogueUnavailable()

    response = await client.post(ASK, json={"question": "khai sinh"})

    assert response.status_code == 200
    assert response.json()["outcome"] == "error"


async def test_a_source_that_is_no_web_address_is_not_shown_as_a_link(client, dialogue):
    citation = Citation("1.001193", "methods", "", (), None, "javascript:alert(1)")
    dialogue.reply = Reply(Outcome.ANSWERED, "x", "x", citations=(citation,))

    response = await client.post(ASK, json={"question": "khai sinh"})

    assert response.json()["citations"][0]["url"] == ""


async def test_a_question_of_ten_thousand_characters_is_refused_with_the_limit(client, dialogue):
    response = await client.post(ASK, json={"question": "ê" * 10_000})

    assert response.status_code == 422
    assert error_of(response)["code"] == "question_too_long"
    assert "2000" in error_of(response)["message"]
    assert dialogue.heard == []


async def test_a_body_larger_than_any_question_is_refused_unread(client):
    response = await client.post(ASK, content=json.dumps({"question": "a" * 1_000_000}))

    assert response.status_code == 413
    assert error_of(response)["code"] == "request_too_large"


async def test_a_large_body_that_does_not_tell_its_size_is_refused_as_well(client):
    async def body():
        for _ in range(100):
            yield b"a" * 10_000

    response = await client.post(ASK, content=body())

    assert response.status_code == 413


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"", "thân yêu cầu"),
        (b"{", "ký tự"),
        (b"[]", "JSON"),
        (b"{}", "question"),
        (b'{"question": 5}', "question"),
        (b'{"question": null}', "question"),
        (b'{"question": "x", "colour": 1}', "colour"),
        (b'{"question": "x", "language": "fr"}', "language"),
        (b'{"question": "x", "conversation": "1"}', "conversation"),
        ('{"question": "bí mật 001195012345", "conversation": "../../etc"}'.encode(), "conversation"),
    ],
)
async def test_a_request_that_is_no_question_is_refused_with_its_place(client, body, place):
    response = await client.post(ASK, content=body, headers={"content-type": "application/json"})

    assert response.status_code == 422
    assert place in error_of(response)["message"]
    assert "bí mật" not in response.text


async def test_bytes_that_are_no_text_are_refused(client):
    response = await client.post(ASK, content=b'{"question": "\xff\xfe"}', headers={"content-type": "application/json"})

    assert response.status_code == 400
    assert "JSON" in error_of(response)["message"]


async def test_an_unknown_centre_is_refused(client):
    response = await client.post(ASK, json={"question": "khai sinh", "centre": "khong-co"})

    assert response.status_code == 404
    assert error_of(response)["code"] == "centre_not_found"


async def test_another_way_of_calling_is_refused_in_the_same_shape(client):
    response = await client.get(ASK)

    assert response.status_code == 405
    error_of(response)


async def test_an_unknown_address_of_the_interface_is_told_in_the_same_shape(client):
    response = await client.get("/api/v1/nothing")

    assert response.status_code == 404
    error_of(response)


async def test_one_conversation_that_asks_too_fast_is_asked_to_wait(home, dialogue):
    settings = Settings(kiosk=KioskSettings(conversation_questions_per_minute=2))
    async with opened(settings, dialogue) as client:
        asked = {"question": "khai sinh", "conversation": "c" * 20}
        statuses = [(await client.post(ASK, json=asked)).status_code for _ in range(3)]
        refused = await client.post(ASK, json=asked)
        other = await client.post(ASK, json={"question": "khai sinh"})

    assert statuses == [200, 200, 429]
    assert error_of(refused)["code"] == "too_many_questions"
    assert refused.headers["retry-after"]
    assert other.status_code == 200


async def test_nothing_published_is_told_plainly(dialogue):
    async with opened(Settings(), dialogue) as client:
        response = await client.post(ASK, json={"question": "khai sinh"})
        health = await client.get("/api/v1/health")

    assert response.status_code == 503
    assert error_of(response)["code"] == "no_edition"
    assert health.status_code == 503
    assert health.json()["status"] == "no_edition"
