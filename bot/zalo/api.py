"""Calls to Zalo's interfaces with the account's token."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Unpack

from bot import exchange
from bot.exchange import Request
from bot.zalo import codes
from bot.zalo.settings import ZaloSettings
from bot.zalo.tokens import Tokens


class ZaloApi:
    """Zalo's two interfaces, that of the account and that of template messages, as one account sees them."""

    def __init__(
        self, settings: ZaloSettings, tokens: Tokens, client: exchange.Client, clock: Callable[[], datetime]
    ) -> None:
        self._settings, self._tokens, self._client, self._clock = settings, tokens, client, clock
        self._bases = {False: settings.oa_api_base.rstrip("/"), True: settings.zbs_base.rstrip("/")}

    async def post(
        self,
        path: str,
        body: Mapping[str, object],
        *,
        is_zbs: bool = False,
        is_template: bool = False,
        is_repeatable: bool = False,
    ) -> Mapping[str, Any]:
        """Return what a call gave. Raise a SendError."""
        url = f"{self._bases[is_zbs]}{path}"
        return await self._call("POST", url, is_template=is_template, is_repeatable=is_repeatable, json=body)

    async def get(self, path: str, query: Mapping[str, str]) -> Mapping[str, Any]:
        """Return what a question to the interface of templates gave. Raise a SendError, never Uncertain."""
        return await self._call("GET", f"{self._bases[True]}{path}", is_template=True, is_repeatable=True, params=query)

    async def _call(
        self, method: str, url: str, *, is_template: bool, is_repeatable: bool, **request: Unpack[Request]
    ) -> Mapping[str, Any]:
        async def call(token: str) -> Mapping[str, Any]:
            request["headers"] = self._headers(token)
            return await exchange.call(self._client, method, url, is_repeatable=is_repeatable, **request)

        token = await self._tokens.access()
        answer = await call(token)
        if _code(answer) in codes.TOKEN:
            # Refused for its token, so surely not delivered: once more with the next one.
            answer = await call(await self._tokens.renew(token))
        code = _code(answer)
        if code:
            raise codes.error(code, at=self._clock(), is_template=is_template)
        data = answer.get("data")
        return data if isinstance(data, dict) else {}

    def _headers(self, token: str) -> dict[str, str]:
        headers = {"access_token": token}
        if self._settings.proof:
            secret = self._settings.app_secret.get_secret_value().encode()
            headers["appsecret_proof"] = hmac.new(secret, token.encode(), hashlib.sha256).hexdigest()
        return headers


def _code(answer: Mapping[str, Any]) -> int:
    try:
        return int(answer.get("error") or 0)
    except (TypeError, ValueError):
        return -200
