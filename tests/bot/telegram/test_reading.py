from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channel import ChannelName
from bot.errors import WebhookRefused
from bot.messages import IncomingKind, Unsupported
from bot.telegram.reading import read
from knowledge.procedures import Language
from tests.peers.telegram import Telegram

ACCOUNT = "7000000001"
FILE = {"file_id": "f", "file_unique_id": "u"}
PHOTO = [{**FILE, "width": 90, "height": 90}]
VIDEO = {**FILE, "width": 90, "height": 90, "duration": 3}
STICKER = {**FILE, "type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False}


@pytest.fixture
def peer():
    return Telegram()


async def received(made):
    return read(json.dumps(await made).encode(), ACCOUNT)


async def test_a_text_is_read_with_who_and_where(peer):
    update = await peer.write(42, "lệ phí khai sinh?")

    (told,) = read(json.dumps(update).encode(), ACCOUNT)

    assert (told.channel, told.account, told.chat) == (ChannelName.TELEGRAM, ACCOUNT, "42")
    assert (told.kind, told.text) == (IncomingKind.TEXT, "lệ phí khai sinh?")
    assert told.update_id == str(update["update_id"])


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("/start", IncomingKind.GREET, ""),
        # A link such as t.me/bot?start=quay-3 adds a word.
        ("/start quay-3", IncomingKind.GREET, ""),
        ("/menu@mc_bot", IncomingKind.GREET, ""),
        ("/NGHE", IncomingKind.SPEAK, ""),
        ("/xoadulieu", IncomingKind.ERASE, ""),
        ("xóa dữ liệu của tôi", IncomingKind.ERASE, "xóa dữ liệu của tôi"),
        ("/gapcanbo", IncomingKind.TEXT, "Gặp cán bộ"),
        # A command that we do not know is read as words.
        ("/le_phi khai sinh", IncomingKind.TEXT, "le phi khai sinh"),
        ("phí 1/2 là gì", IncomingKind.TEXT, "phí 1/2 là gì"),
    ],
)
async def test_commands_are_read(peer, text, kind, says):
    (told,) = await received(peer.write(42, text))

    assert (told.kind, told.text) == (kind, says)


async def test_a_language_is_chosen_by_command(peer):
    (english,) = await received(peer.write(42, "/english"))
    (vietnamese,) = await received(peer.write(42, "/tiengviet"))

    assert (english.text, english.language) == ("English", Language.ENGLISH)
    assert vietnamese.language is Language.VIETNAMESE


async def test_an_edited_text_is_a_new_question(peer):
    (told,) = await received(peer.edit(42, "lệ phí khai tử"))

    assert (told.kind, told.text) == (IncomingKind.EDITED, "lệ phí khai tử")


async def test_a_command_that_an_edit_comes_to_is_obeyed(peer):
    (told,) = await received(peer.edit(42, "/xoadulieu"))

    assert told.kind is IncomingKind.ERASE


async def test_a_place_shared_live_is_declined_once_and_its_moves_are_not(peer):
    place = {"latitude": 10.7, "longitude": 106.6, "live_period": 600}
    (told,) = await received(peer.send(42, location=place))
    moved = await received(peer.tell("edited_message", peer.message(42, location=place, edit_date=1)))

    assert told.unsupported is Unsupported.LOCATION
    assert moved == ()


@pytest.mark.parametrize(
    ("content", "unsupported"),
    [
        ({"sticker": STICKER}, Unsupported.STICKER),
        ({"venue": {"location": {"latitude": 1, "longitude": 2}, "title": "a", "address": "b"}}, Unsupported.LOCATION),
        ({"contact": {"phone_number": "0912345678", "first_name": "A"}}, Unsupported.CONTACT),
        ({"photo": PHOTO}, Unsupported.IMAGE),
        ({"document": {**FILE, "mime_type": "application/pdf"}}, Unsupported.FILE),
        # A photo sent as a file is a photo.
        ({"document": {**FILE, "mime_type": "image/jpeg"}}, Unsupported.IMAGE),
        ({"video": VIDEO}, Unsupported.VIDEO),
        ({"video_note": {**FILE, "length": 9, "duration": 3}}, Unsupported.VIDEO),
        ({"animation": VIDEO, "document": FILE}, Unsupported.VIDEO),
        ({"dice": {"emoji": "🎲", "value": 3}}, Unsupported.OTHER),
    ],
)
async def test_what_cannot_be_read_is_named_and_not_kept(peer, content, unsupported):
    (told,) = await received(peer.send(42, **content))

    assert (told.kind, told.unsupported) == (IncomingKind.UNSUPPORTED, unsupported)
    assert (told.text, told.media) == ("", None)


async def test_the_question_under_a_photo_is_answered_beside(peer):
    update = await peer.send(42, photo=PHOTO, caption="giấy này làm ở đâu?")

    photo, question = read(json.dumps(update).encode(), ACCOUNT)

    assert photo.unsupported is Unsupported.IMAGE
    assert (question.kind, question.text) == (IncomingKind.TEXT, "giấy này làm ở đâu?")
    assert photo.update_id != question.update_id


async def test_a_voice_note_and_a_sound_file_are_heard(peer):
    (note,) = await received(peer.record(42, b"OggS", seconds=7))
    (sound,) = await received(peer.send(42, audio={**FILE, "duration": 9, "mime_type": "audio/mpeg"}))

    assert (note.kind, sound.kind) == (IncomingKind.VOICE, IncomingKind.VOICE)
    assert note.media is not None
    assert (note.media.reference, note.media.seconds, note.media.bytes) == ("voice0", 7.0, 4)


async def test_whoever_blocks_the_bot_is_known_to_have_left(peer):
    (told,) = await received(peer.block(42))

    assert (told.kind, told.chat) == (IncomingKind.BLOCKED, "42")


async def test_nothing_said_in_a_group_is_read(peer):
    (told,) = await received(peer.write(-100, "số của tôi là 0912345678"))

    assert (told.kind, told.unsupported, told.text) == (IncomingKind.UNSUPPORTED, Unsupported.GROUP, "")


async def test_what_says_nothing_to_us_is_nothing(peer):
    pinned = peer.message(42, pinned_message=peer.message(42, text="cũ"))
    of_a_bot = peer.message(42, text="tôi là máy") | {"from": {"id": 1, "is_bot": True, "first_name": "Máy"}}

    assert await received(peer.tell("message", pinned)) == ()
    assert await received(peer.tell("message", of_a_bot)) == ()
    assert await received(peer.tell("hologram", {"of": "tomorrow"})) == ()
    assert await received(peer.tell("message", {"of": "tomorrow"})) == ()
    assert await received(peer.tell("channel_post", peer.message(-100, text="tin"))) == ()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"a"',
        b"{}",
        b'{"update_id": "1"}',
        b'{"update_id": true}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_what_telegram_never_sends_is_refused(raw):
    with pytest.raises(WebhookRefused) as refused:
        read(raw, ACCOUNT)

    assert refused.value.status == 400


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["chat", "id", "text", "date", "from"]), inner)
    ),
    max_leaves=12,
)


@given(st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member"]), _JSON)
def test_no_update_however_odd_brings_the_reader_down(kind, content):
    read(json.dumps({"update_id": 1, kind: content}).encode(), ACCOUNT)
