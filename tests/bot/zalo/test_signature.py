from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.errors import WebhookRefused
from tests.peers.zalo import APP_ID, OA_ID


def refusal(channel, raw, headers):
    with pytest.raises(WebhookRefused) as refused:
        channel.verify(raw, headers)
    return refused.value.status


def test_what_zalo_signed_is_taken(zalo, channel):
    raw = zalo.text("lệ phí khai sinh bao nhiêu?")

    channel.verify(raw, zalo.signed(raw))


def test_the_signature_is_that_of_the_vendors_text():
    from bot.zalo.signature import mac

    # Worked out beside us: printf '%s' 'app{"timestamp":"1"}1secret' | sha256sum
    assert mac("app", b'{"timestamp":"1"}', "1", "secret") == (
        "f2207aa8519bcdb34bfdd3a03f120a8f7702c157f480313c9eaac4656d64bcbf"
    )


def test_what_is_unsigned_or_signed_otherwise_is_refused(zalo, channel):
    raw = zalo.text("lệ phí?")
    signed = zalo.signed(raw)

    assert refusal(channel, raw, {}) == 401
    assert refusal(channel, raw + b" ", signed) == 403
    assert refusal(channel, raw, signed | {"x-zevent-signature": "mac=" + "0" * 64}) == 403
    assert refusal(channel, raw, signed | {"x-zevent-signature": "mac=đ"}) == 403
    assert refusal(channel, raw, zalo.signed(raw, first=OA_ID)) == 403


@pytest.mark.parametrize("raw", [b"{", b"[]", b'"text"', b"{}", b"\xff\xfe", b"[" * 100_000])
def test_what_has_no_timestamp_cannot_be_read(channel, raw):
    assert refusal(channel, raw, {"x-zevent-signature": "mac=" + "0" * 64}) == 400


def test_a_retry_of_an_hour_ago_is_taken_and_a_recording_of_yesterday_is_not(zalo, channel):
    raw = zalo.text("lệ phí?")
    signed = zalo.signed(raw, retry=5)

    zalo.moved += timedelta(hours=2)
    channel.verify(raw, signed)
    zalo.moved += timedelta(hours=22)

    assert refusal(channel, raw, signed) == 403


async def test_a_signature_that_begins_with_the_accounts_id_is_taken_where_a_setting_says_so(zalo, open_account):
    raw = zalo.text("lệ phí?")

    async with open_account(BOT_ZALO_SIGNED_WITH="either") as either, open_account(BOT_ZALO_SIGNED_WITH="oa") as oa:
        either.verify(raw, zalo.signed(raw, first=OA_ID))
        either.verify(raw, zalo.signed(raw, first=APP_ID))
        oa.verify(raw, zalo.signed(raw, first=OA_ID))
        assert refusal(oa, raw, zalo.signed(raw, first=APP_ID)) == 403


def test_an_empty_probe_is_answered_and_nothing_is_read_from_it(channel):
    channel.verify(b"", {})

    assert channel.read(b" ") == ()


def test_a_timestamp_beyond_any_calendar_is_refused(zalo, channel):
    raw = json.dumps({"event_name": "follow", "timestamp": "9" * 30}).encode()

    assert refusal(channel, raw, zalo.signed(raw)) == 403
