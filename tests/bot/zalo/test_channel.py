"""What is sent, and what Zalo's answers mean for a message."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Blocked, ChannelMisconfigured, RateLimited, Refused, Uncertain, Unreachable
from bot.messages import Destination, Media, Outgoing, OutgoingKind, Template
from bot.zalo import codes, times
from tests.peers.zalo import OA_ID, USER

NOTICE = Outgoing(
    "Hồ sơ H01.1 đã có kết quả.",
    kind=OutgoingKind.NOTICE,
    template=Template("7895417a7d3f9461cd2e", (("ma_ho_so", "H01.1"),)),
)
PARAMETERS = [{"name": "ma_ho_so", "require": True, "type": "STRING", "maxLength": 30, "minLength": 0}]


@pytest.fixture(autouse=True)
def known_template(zalo):
    zalo.templates["7895417a7d3f9461cd2e"] = PARAMETERS
    zalo.last_interaction[USER] = zalo.now


def wrote(zalo, **ago):
    """The citizen wrote some time ago, as both sides know."""
    zalo.last_interaction[USER] = zalo.now - timedelta(**ago)
    return Destination(USER, zalo.last_interaction[USER])


async def send(channel, destination, outgoing):
    return [await channel.send(destination, json.loads(json.dumps(one))) for one in channel.render(outgoing)]


async def test_a_reply_goes_out_within_seven_days(zalo, channel):
    await send(channel, wrote(zalo, minutes=1), Outgoing("một"))
    await send(channel, wrote(zalo, days=6, hours=23), Outgoing("hai"))

    assert zalo.texts() == ["một", "hai"]


async def test_after_seven_days_zalo_is_not_even_asked(zalo, channel):
    with pytest.raises(Refused):
        await send(channel, wrote(zalo, days=8), Outgoing("trễ quá"))

    assert (zalo.sent, zalo.refused) == ([], [])


async def test_zalos_own_count_of_the_seven_days_holds(zalo, channel):
    wrote(zalo, days=8)

    with pytest.raises(Refused, match="-230"):
        await send(channel, Destination(USER), Outgoing("trễ quá"))


async def test_a_notice_is_plain_while_that_costs_nothing_and_a_template_after(zalo, channel):
    await send(channel, wrote(zalo, hours=47), NOTICE)
    assert (zalo.texts(), zalo.notices) == (["Hồ sơ H01.1 đã có kết quả."], [])

    await send(channel, wrote(zalo, hours=49), NOTICE)
    await send(channel, wrote(zalo, days=90), NOTICE)
    await send(channel, Destination(USER), NOTICE)

    assert len(zalo.texts()) == 1
    assert [notice["template_data"] for notice in zalo.notices] == [{"ma_ho_so": "H01.1"}] * 3
    assert {notice["path"] for notice in zalo.notices} == {"/v3.0/oa/message/template"}


async def test_a_notice_whose_window_zalo_has_closed_goes_out_as_a_template(zalo, channel):
    zalo.last_interaction[USER] = zalo.now - timedelta(days=8)

    await send(channel, Destination(USER, zalo.now), NOTICE)

    assert len(zalo.notices) == 1


async def test_a_notice_to_a_telephone_is_the_same_notice_however_often_it_is_sent(zalo, channel):
    notice = replace(NOTICE, template=replace(NOTICE.template, phone="0900 000 000"))
    zalo.next_failures = ["cut after"]

    # An answer that never came is no doubt here: the tracking id tells Zalo that it has it.
    with pytest.raises(Unreachable):
        await send(channel, Destination(USER), notice)
    await send(channel, Destination(USER), notice)

    (sent,) = zalo.notices
    assert (sent["phone"], sent["path"]) == ("84900000000", "/message/template")
    assert len(sent["tracking_id"]) <= 48


async def test_the_same_words_sent_rightly_twice_arrive_twice(zalo, channel):
    for reference in ("một", "hai", "hai"):
        template = replace(NOTICE.template, phone="0900000000", reference=reference)
        await send(channel, Destination(USER), replace(NOTICE, template=template))

    assert len(zalo.notices) == 2


async def test_a_template_is_compared_with_what_it_takes_before_it_is_billed(zalo, channel):
    too_long = replace(NOTICE, template=replace(NOTICE.template, values=(("ma_ho_so", "H" * 31),)))
    missing = replace(NOTICE, template=replace(NOTICE.template, values=()))
    unknown = replace(NOTICE, template=replace(NOTICE.template, name="1"))

    for notice, reason in ((too_long, "longer than 30"), (missing, "missing"), (unknown, "-109")):
        with pytest.raises(Refused, match=reason) as refused:
            await send(channel, Destination(USER), notice)
        assert "HHH" not in refused.value.reason
    assert zalo.notices == []


async def test_the_tokens_of_templates_are_renewed_as_well(zalo, channel):
    await send(channel, Destination(USER), NOTICE)
    zalo.access.clear()

    await send(channel, Destination(USER), replace(NOTICE, template=replace(NOTICE.template, phone="0900000000")))

    assert -124 in {code for code, _ in zalo.refused}
    assert len(zalo.notices) == 2


async def test_a_visitor_without_a_name_is_answered(zalo, channel):
    await send(channel, Destination("anonymous:v42:c77", zalo.now), Outgoing("Chào bạn"))

    assert zalo.sent[0]["recipient"] == {"anonymous_id": "v42", "conversation_id": "c77"}


@pytest.mark.parametrize(
    ("failure", "meant"),
    [
        (-32, RateLimited),
        ("429", RateLimited),
        (-211, RateLimited),
        (-234, RateLimited),
        (-224, RateLimited),  # the administrator must act; what waits, waits
        (-200, Unreachable),
        ("500", Unreachable),
        ("403", Unreachable),  # by whatever stands before Zalo: it says so in words of its own
        ("504", Uncertain),
        ("cut before", Uncertain),
        ("cut after", Uncertain),
        (-213, Blocked),
        (-244, Refused),  # this kind of message; others still arrive
        (-248, Refused),
        (-999, Refused),
    ],
)
async def test_what_zalo_answers_is_told_apart(zalo, channel, failure, meant):
    zalo.next_failures = [failure]

    with pytest.raises(meant) as error:
        await channel.send(Destination(USER), {"message": {"text": "Chào bạn"}})

    assert "Chào" not in error.value.reason


async def test_a_server_that_is_not_there_surely_received_nothing(zalo, open_account):
    await_nobody = {"BOT_ZALO_OA_API_BASE": "http://127.0.0.1:9"}

    async with open_account(**await_nobody) as channel:
        with pytest.raises(Unreachable):
            await channel.send(Destination(USER), {"message": {"text": "Chào bạn"}})


def test_a_quota_waits_for_tomorrow_and_the_night_for_the_morning():
    evening = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)  # 22:00 in Vietnam
    early = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)  # 01:00 in Vietnam

    assert timedelta(seconds=times.seconds_to_morning(evening)) == timedelta(hours=8, minutes=5)
    assert timedelta(seconds=times.seconds_to_morning(early)) == timedelta(hours=5, minutes=5)
    assert timedelta(seconds=times.seconds_to_tomorrow_morning(early)) == timedelta(hours=29, minutes=5)
    assert codes.error(-234, at=evening).retry_after >= times.seconds_to_morning(evening)


async def test_a_template_that_may_not_be_sent_to_a_citizen_is_no_reason_to_keep_answers_back(zalo, channel):
    for failure in (-213, -244):
        zalo.next_failures = [failure]

        with pytest.raises(Refused):
            await send(channel, Destination(USER), NOTICE)


def test_only_what_concerns_all_of_the_account_stops_all_of_it(zalo):
    assert codes.error(-32, at=zalo.now).is_whole_account
    assert codes.error(-209, at=zalo.now).is_whole_account
    assert not codes.error(-218, at=zalo.now).is_whole_account


async def test_a_voice_message_is_brought(zalo, channel):
    zalo.sounds["1.aac"] = b"sound"

    assert await channel.fetch(Media(f"{zalo.address}/sounds/1.aac")) == b"sound"


@pytest.mark.parametrize(
    "reference", ["http://169.254.169.254/latest", "file:///etc/passwd", "http://127.0.0.1:1/", "", "http://[", "x"]
)
async def test_a_voice_message_is_brought_from_nowhere_else(channel, reference):
    with pytest.raises(Refused):
        await channel.fetch(Media(reference))


async def test_a_voice_message_that_has_expired_is_refused(zalo, channel):
    with pytest.raises(Refused):
        await channel.fetch(Media(f"{zalo.address}/sounds/gone.aac"))


async def test_what_the_settings_lack_is_named_and_no_secret_is(zalo, open_account):
    with pytest.raises(ChannelMisconfigured) as error:
        async with open_account(BOT_ZALO_APP_ID="", BOT_ZALO_APP_SECRET="bí mật", BOT_ZALO_OA_API_BASE="zalo"):
            pass

    for name in ("BOT_ZALO_APP_ID", "BOT_ZALO_APP_SECRET", "BOT_ZALO_OA_API_BASE"):
        assert name in str(error.value)
    assert "bí mật" not in str(error.value)


def test_the_account_is_the_official_accounts(channel):
    assert channel.account == OA_ID
