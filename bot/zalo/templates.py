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
class SealedTemplate:
    """A template as it was opened again, to be sent."""

    name: str
    values: Mapping[str, str]
    phone: str

    @classmethod
    def read(cls, opened: str) -> SealedTemplate:
        """Return what `rendering.render` had sealed."""
        values = json.loads(opened)
        return cls(str(values["name"]), dict(values["values"]), str(values["phone"]))


class Templates:
    """Sends templates of one account."""

    def __init__(self, api: ZaloApi, clock: Callable[[], datetime]) -> None:
        self._api, self._clock = api, clock
        self._known: dict[str, tuple[datetime, Sequence[Mapping[str, Any]]]] = {}

    async def send(self, chat: str, template: SealedTemplate) -> str:
        """Send a template and return Zalo's id of the message. Raise a SendError."""
        await self._check(template)
        if template.phone:
            return await self._send_to_phone(template)
        body = {"user_id": chat, "template_id": template.name, "template_data": dict(template.values)}
        sent = await self._api.post("/v3.0/oa/message/template", body, is_template=True)
        return str(sent.get("message_id", ""))

    async def _send_to_phone(self, template: SealedTemplate) -> str:
        body = {
            "phone": international(template.phone),
            "template_id": template.name,
            "template_data": dict(template.values),
            "tracking_id": tracking_id(template),
        }
        # The same tracking id again is the same message, so this one may be repeated without doubt.
        sent = await self._api.post("/message/template", body, is_zbs=True, is_template=True, is_repeatable=True)
        return str(sent.get("msg_id", ""))

    async def _check(self, template: SealedTemplate) -> None:
        """Compare the values with what Zalo says that the template takes. Raise Refused before anything is billed."""
        for parameter in await self._parameters(template.name):
            fault = _fault(parameter, template.values)
            if fault:
                raise Refused(f"template {template.name}: {fault}"[:200])

    async def _parameters(self, name: str) -> Sequence[Mapping[str, Any]]:
        known = self._known.get(name)
        if known is not None and self._clock() - known[0] < _REMEMBERED:
            return known[1]
        told = await self._api.get("/template/info/v2", {"template_id": name})
        listed = told.get("listParams")
        parameters = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        self._known[name] = (self._clock(), parameters)
        return parameters


def tracking_id(template: SealedTemplate) -> str:
    """Return an id that is the same for the same notice to the same telephone."""
    whole = json.dumps([template.name, template.phone, dict(template.values)], ensure_ascii=False, sort_keys=True)
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
