"""Whether a delivery is from Zalo."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.errors import WebhookRefused
from bot.zalo.settings import SignedWith, ZaloSettings
from bot.zalo.times import moment

logger = logging.getLogger(__name__)

_OLDEST = timedelta(hours=3)
"""Zalo's last retry comes within two hours; what is older is a recording of a delivery."""


def mac(first: str, raw: bytes, timestamp: str, secret: str) -> str:
    """Return the signature of a body: a plain SHA-256, not an HMAC."""
    return hashlib.sha256(first.encode() + raw + timestamp.encode() + secret.encode()).hexdigest()


def verify(raw: bytes, headers: Mapping[str, str], settings: ZaloSettings, *, at: datetime) -> None:
    """Return when Zalo sent this body. Raise WebhookRefused (401 unsigned, 403 wrongly signed or old, 400)."""
    given = headers.get("x-zevent-signature", "").strip()
    if not given:
        raise WebhookRefused(401, "The delivery is not signed.")
    timestamp = _timestamp(raw)
    if not _is_ours(given.removeprefix("mac=").strip(), raw, timestamp, settings):
        raise WebhookRefused(403, "The signature does not fit: check BOT_ZALO_APP_ID and BOT_ZALO_OA_SECRET.")
    sent_at = moment(timestamp)
    if sent_at is None or at - sent_at > _OLDEST:
        raise WebhookRefused(403, "The delivery is older than any retry: check the clock of this machine.")


def _is_ours(given: str, raw: bytes, timestamp: str, settings: ZaloSettings) -> bool:
    firsts = {
        SignedWith.APP: (settings.app_id,),
        SignedWith.OA: (settings.oa_id,),
        SignedWith.EITHER: (settings.app_id, settings.oa_id),
    }[settings.signed_with]
    secret = settings.oa_secret.get_secret_value()
    for first in firsts:
        if hmac.compare_digest(mac(first, raw, timestamp, secret).encode(), given.encode()):
            if settings.signed_with is SignedWith.EITHER:
                which = SignedWith.APP if first == settings.app_id else SignedWith.OA
                logger.info("A signature begins with this id", extra={"signed_with": which.value})
            return True
    return False


def _timestamp(raw: bytes) -> str:
    try:
        return str(json.loads(raw)["timestamp"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise WebhookRefused(400, "The delivery is no JSON object with a timestamp.") from None
