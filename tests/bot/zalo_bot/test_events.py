from __future__ import annotations

import json

import pytest

from bot.errors import WebhookRefused
from bot.messages import IncomingKind, Unsupported
from bot.zalo_bot import events
from tests.peers.zalo_bot import USER, delivered, event, text


def read(bare, *, is_wrapped=False):
    raw, _ = delivered(bare, is_wrapped=is_wrapped)
    return events.read(raw, account="12345689")


@pytest.mark.parametrize("is_wrapped", [False, True])
def test_a_text_is_a_question_in_either_form(is_wrapped):
    (update,) = read(text("lệ phí khai sinh?", message_id="m1"), is_wrapped=is_wrapped)

    assert (update.kind, update.text) == (IncomingKind.TEXT, "lệ phí khai sinh?")
    assert (update.account, update.chat, update.update_id) == ("12345689", USER, "m1")


def test_a_command_is_typed():
    assert read(text("/xoadulieu"))[0].kind is IncomingKind.ERASE


def test_a_voice_message_names_where_it_lies():
    (update,) = read(event("message.voice.received", voice_url="https://f2-voice-aac-dl.zdn.vn/1.aac"))

    assert (update.kind, update.media.reference) == (IncomingKind.VOICE, "https://f2-voice-aac-dl.zdn.vn/1.aac")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("message.image.received", Unsupported.IMAGE),
        ("message.sticker.received", Unsupported.STICKER),
        ("message.unsupported.received", Unsupported.OTHER),  # also from people under protection
        ("message.hologram.received", Unsupported.OTHER),
        ("message.text.received", Unsupported.OTHER),  # with nothing in it
        ("message.voice.received", Unsupported.OTHER),  # that lies nowhere
    ],
)
def test_what_cannot_be_read_is_told_apart(name, what):
    (update,) = read(event(name))

    assert (update.kind, update.unsupported) == (IncomingKind.UNSUPPORTED, what)


def test_a_question_below_a_picture_is_asked():
    picture, question = read(event("message.image.received", photo_url="https://zdn.vn/1.jpg", caption="lệ phí?"))

    assert (picture.unsupported, question.kind, question.text) == (Unsupported.IMAGE, IncomingKind.TEXT, "lệ phí?")
    assert question.update_id == f"{picture.update_id}.1"


def test_what_a_group_says_is_not_kept():
    (update,) = read(text("chuyện riêng của nhóm", chat_type="GROUP"))

    assert (update.unsupported, update.text) == (Unsupported.GROUP, "")


@pytest.mark.parametrize(
    "bare",
    [
        {},
        {"event_name": "bot.promoted"},
        {"event_name": "message.text.received", "message": "?"},
        event("message.text.received", text="?", chat="x" * 200),
        event("message.text.received", text="?", **{"from": {"id": "1", "is_bot": True}}),
        {"ok": True, "result": None},
    ],
)
def test_what_is_not_for_us_is_taken_and_left(bare):
    assert read(bare) == ()


def test_an_empty_probe_is_taken():
    assert events.read(b"", account="1") == ()


@pytest.mark.parametrize("raw", [b"{", b"[]", b"null", b"\xff", json.dumps("?").encode()])
def test_what_is_no_event_is_refused(raw):
    with pytest.raises(WebhookRefused) as refused:
        events.read(raw, account="1")

    assert refused.value.status == 400
