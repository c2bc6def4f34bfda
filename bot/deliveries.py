"""The body of a webhook as the JSON object that a network promises."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.errors import WebhookRefused


def opened(raw: bytes) -> Mapping[str, Any]:
    """Return the object in a body; an empty one for an empty body, with which networks probe an address.

    Raise WebhookRefused 400 where the body is anything else.
    """
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise WebhookRefused(400, "The delivery is no JSON.") from None
    if not isinstance(body, dict):
        raise WebhookRefused(400, "The delivery is no JSON object.")
    return body
