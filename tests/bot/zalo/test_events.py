"""The events of the vendor's text, and what each is to us."""

from __future__ import annotations

import json

import pytest

from bot.channel import ChannelName
from bot.errors import WebhookRefused
from bot.messages import IncomingKind, Unsupported
from bot.zalo import events
from tests.peers.zalo import OA_ID, USER

TIMESTAMP = "1609984527174"


def body(name, **parts):
    given = {
        "app_id": "360846524940903967",
        "user_id_by_app": "552177279717587730",
        "event_name": name,
        "timestamp": TIMESTAMP,
        "sender": {"id": USER},
        "recipient": {"id": OA_ID},
    } | parts
    return json.dumps({key: value for key, value in given.items() if value is not None}).encode()


def read(name, **parts):
    (update,) = events.read(body(name, **parts), account=OA_ID)
    return update


def message(**parts):
    return {"msg_id": "96d3cdf3af150460909", "text": ""} | parts


def attached(kind, **payload):
    return message(attachments=[{"type": kind, "payload": payload}])


def test_a_text_is_a_question():
    update = read("user_send_text", message=message(text="lệ phí khai sinh?"))

    assert update.channel is ChannelName.ZALO
    assert (update.account, update.chat, update.update_id) == (OA_ID, USER, "96d3cdf3af150460909")
    assert (update.kind, update.text) == (IncomingKind.TEXT, "lệ phí khai sinh?")


def test_a_pressed_button_comes_back_as_the_text_that_it_sends():
    update = read("user_send_text", message=message(text="Đăng ký khai sinh cần giấy tờ gì?"))

    assert (update.kind, update.text) == (IncomingKind.TEXT, "Đăng ký khai sinh cần giấy tờ gì?")


@pytest.mark.parametrize(
    ("text", "kind"),
    [("/xoadulieu", IncomingKind.ERASE), ("nghe", IncomingKind.SPEAK), ("#menu", IncomingKind.GREET)],
)
def test_a_command_is_typed(text, kind):
    assert read("user_send_text", message=message(text=text)).kind is kind


def test_a_voice_message_names_where_it_lies():
    update = read("user_send_audio", message=attached("audio", url="https://voice-aac-dl.zdn.vn/1.aac"))

    assert update.kind is IncomingKind.VOICE
    assert update.media.reference == "https://voice-aac-dl.zdn.vn/1.aac"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("user_send_image", Unsupported.IMAGE),
        ("user_send_gif", Unsupported.IMAGE),
        ("user_send_file", Unsupported.FILE),
        ("user_send_sticker", Unsupported.STICKER),
        ("user_send_location", Unsupported.LOCATION),
        ("user_send_video", Unsupported.VIDEO),
        ("user_send_business_card", Unsupported.CONTACT),
        ("user_send_link", Unsupported.OTHER),
        ("user_send_hologram", Unsupported.OTHER),
        ("user_send_text", Unsupported.OTHER),  # with nothing in it
        ("user_send_audio", Unsupported.OTHER),  # that lies nowhere
    ],
)
def test_what_cannot_be_read_is_told_apart(name, what):
    update = read(name, message=message())

    assert (update.kind, update.unsupported) == (IncomingKind.UNSUPPORTED, what)


def test_what_a_group_says_is_not_kept():
    update = read("user_send_group_text", recipient={"id": "7710034"}, message=message(text="chuyện riêng của nhóm"))

    assert (update.unsupported, update.chat, update.text) == (Unsupported.GROUP, "7710034", "")


def test_a_follower_is_greeted_and_one_who_leaves_is_left_alone():
    follower = {"sender": None, "recipient": None, "oa_id": OA_ID, "follower": {"id": USER}, "source": "oa_profile"}

    assert (read("follow", **follower).kind, read("follow", **follower).chat) == (IncomingKind.GREET, USER)
    assert read("unfollow", **follower).kind is IncomingKind.BLOCKED


def test_the_id_of_an_update_which_outlives_an_erasure_names_nobody():
    names = ("follow", "user_withdraw", "unfollow")

    ids = {read(name, sender=None, recipient=None, oa_id=OA_ID, user_id=USER).update_id for name in names}

    assert len(ids) == 3
    assert not [one for one in ids if USER in one]


@pytest.mark.parametrize("name", ["user_send_image", "user_send_video", "user_send_file", "anonymous_send_image"])
def test_a_question_beside_a_picture_is_asked(name):
    said = message(text="lệ phí khai sinh?", conversation_id="c1")

    picture, question = events.read(body(name, message=said), account=OA_ID)

    assert (picture.kind, question.kind) == (IncomingKind.UNSUPPORTED, IncomingKind.TEXT)
    assert question.text == "lệ phí khai sinh?"
    assert question.update_id == f"{picture.update_id}.1"
    assert question.chat == picture.chat


def test_a_question_with_a_link_in_it_is_a_question_and_a_bare_link_is_none():
    asked = read("user_send_link", message=message(text="trang https://dichvucong.gov.vn này làm sao?"))
    bare = read("user_send_link", message=message(text="https://dichvucong.gov.vn"))

    assert (asked.kind, asked.text) == (IncomingKind.TEXT, "trang https://dichvucong.gov.vn này làm sao?")
    assert bare.kind is IncomingKind.UNSUPPORTED


def test_a_visitor_whose_name_is_too_long_to_be_kept_is_not_answered_at_another_address():
    visit = message(text="lệ phí?", conversation_id="c" * 40)

    assert events.read(body("anonymous_send_text", sender={"id": "v" * 40}, message=visit), account=OA_ID) == ()


def test_whoever_opens_the_chat_is_greeted():
    assert read("user_click_chatnow", sender=None, recipient=None, oa_id=OA_ID, user_id=USER).kind is IncomingKind.GREET


def test_a_request_to_forget_a_person_erases():
    assert read("user_withdraw", sender=None, recipient=None, oa_id=OA_ID, user_id=USER).kind is IncomingKind.WITHDRAW


def test_a_person_who_writes_from_zalos_desk_takes_over_and_our_own_echo_does_not():
    sent = {"recipient": {"id": USER}, "message": message(text="Chào anh, tôi là cán bộ")}

    update = read("oa_send_text", sender={"id": OA_ID, "admin_id": "99"}, **sent)

    assert (update.kind, update.chat, update.text) == (IncomingKind.STAFF_WROTE, USER, "")
    assert events.read(body("oa_send_text", sender={"id": OA_ID}, **sent), account=OA_ID) == ()


def test_a_visitor_without_a_name_is_answered_where_he_wrote():
    visit = message(text="lệ phí?", conversation_id="c77")

    update = read("anonymous_send_text", sender={"id": "v42"}, message=visit)

    assert (update.kind, update.chat) == (IncomingKind.TEXT, "anonymous:v42:c77")


@pytest.mark.parametrize(
    "raw",
    [
        body("user_received_message", message={"msg_id": "1"}),
        body("user_seen_message", message={"msg_ids": ["1"]}),
        body("user_reacted_message", message={"msg_id": "1", "react_icon": "/-heart"}),
        body("user_submit_info", info={"name": "Tên", "phone": "84912345678"}),
        body("change_template_status"),
        body("add_user_to_tag"),
        body("user_send_text"),  # without a message
        body("user_send_text", message=message(text="?"), recipient={"id": "1"}),  # to another account
        body("user_send_text", message="?"),
        body("user_send_text", message=message(text="?"), sender={"id": {"$ne": ""}}),
        body("follow", follower={"id": "x" * 200}, sender=None),
        body("oa_send_text", sender={"id": "1", "admin_id": "99"}),  # of another account
        b"{}",
    ],
)
def test_what_is_not_for_us_is_taken_and_left(raw):
    assert events.read(raw, account=OA_ID) == ()


@pytest.mark.parametrize("raw", [b"{", b"[]", b"null", b"\xff", b"[" * 100_000])
def test_what_is_no_event_is_refused(raw):
    with pytest.raises(WebhookRefused) as refused:
        events.read(raw, account=OA_ID)

    assert refused.value.status == 400


def test_an_id_longer_than_its_column_stays_one_id():
    first, second = (read("user_send_text", message=message(text="?", msg_id=f"{'m' * 200}{n}")) for n in range(2))

    assert len(first.update_id) <= 120
    assert first.update_id != second.update_id
