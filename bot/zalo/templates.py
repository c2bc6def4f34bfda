"""Template messages: notices whose form Zalo has approved, to a follower or to a telephone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.errors import Refused
from bot.zalo.api import ZaloApi

_LONGEST_TRACKING = 48
_REMEMBERED = timedelta(hours=1)


@dataclass(frozen=True)
class Notice:
    """What `rendering.render` had sealed: a template, and plain words for those who wrote lately."""

    name: str
    values: Mapping[str, str]
    phone: str
    message: Mapping[str, Any] | None
    reference: str = ""

    @classmethod
    def read(cls, opened: str) -> Notice:
        """Return a notice that was opened again."""
        notice = json.loads(opened)
        template = notice["template"]
        reference = template.get("reference", "")
        return cls(template["name"], template["values"], template["phone"], notice.get("message"), reference)


class Templates:
    """Sends templates of one account."""

    def __init__(self, api: ZaloApi, clock: Callable[[], datetime]) -> None:
        self._api, self._clock = api, clock
        self._known: dict[str, tuple[datetime, Sequence[Mapping[str, Any]]]] = {}

    async def send(self, chat: str, notice: Notice) -> str:
        """Send a notice as a template and return Zalo's id of the message. Raise a SendError."""
        await self._check(notice)
        if notice.phone:
            return await self._send_to_phone(notice)
        body = {"user_id": chat, "template_id": notice.name, "template_data": dict(notice.values)}
        sent = await self._api.post("/v3.0/oa/message/template", body, is_template=True)
        return str(sent.get("message_id", ""))

    async def _send_to_phone(self, notice: Notice) -> str:
        body = {
            "phone": international(notice.phone),
            "template_id": notice.name,
            "template_data": dict(notice.values),
            "tracking_id": tracking_id(notice),
        }
        # The same tracking id again is the same message, so this one may be repeated without doubt.
        sent = await self._api.post("/message/template", body, is_zbs=True, is_template=True, is_repeatable=True)
        return str(sent.get("msg_id", ""))

    async def _check(self, notice: Notice) -> None:
        """Compare the values with what Zalo says that the template takes. Raise Refused before anything is billed."""
        for parameter in await self._parameters(notice.name):
            fault = _fault(parameter, notice.values)
            if fault:
                raise Refused(f"template {notice.name}: {fault}"[:200])

    async def _parameters(self, name: str) -> Sequence[Mapping[str, Any]]:
        known = self._known.get(name)
        if known is not None and self._clock() - known[0] < _REMEMBERED:
            return known[1]
        told = await self._api.get("/template/info/v2", {"template_id": name})
        listed = told.get("listParams")
        parameters = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        self._known[name] = (self._clock(), parameters)
        return parameters


def tracking_id(notice: Notice) -> str:
    """Return an id that is the same whenever this notice is sent again, and another for the next notice."""
    told = [notice.reference, notice.name, international(notice.phone), dict(notice.values)]
    whole = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return f"mc-{hashlib.sha256(whole.encode()).hexdigest()}"[:_LONGEST_TRACKING]


def international(phone: str) -> str:
    """Return a Vietnamese telephone number as Zalo takes it: 84 in the place of the first 0."""
    digits = "".join(c for c in phone if c.isdecimal())
    return f"84{digits[1:]}" if digits.startswith("0") else digits


def _fault(parameter: Mapping[str, Any], values: Mapping[str, str]) -> str:
    """Return what is wrong with the value of a parameter; empty for nothing. The value itself is not told."""
    name = str(parameter.get("name", ""))
    value = values.get(name, "")
    if not value:
        may_be_empty = not parameter.get("require") or bool(parameter.get("acceptNull"))
        return "" if may_be_empty else f"{name} is missing"
    longest, shortest = _number(parameter.get("maxLength")), _number(parameter.get("minLength"))
    if longest and len(value) > longest:
        return f"{name} is longer than {longest}"
    if shortest and len(value) < shortest:
        return f"{name} is shorter than {shortest}"
    return ""


def _number(given: object) -> int:
    return int(given) if isinstance(given, int | str) and str(given).isdecimal() else 0
