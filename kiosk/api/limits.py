"""What one visitor may take: the size of a request, and questions in a minute."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.api.errors import ApiError, response

_KEYS = 20_000  # visitors remembered at once; the one not seen longest is forgotten first


class RateLimit:
    """Counts questions of the last minute by conversation and by network address."""

    def __init__(self, *, conversation: int, address: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = {"conversation": conversation, "address": address}
        self._clock = clock
        self._asked: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()

    def count(self, *, conversation: str, address: str) -> None:
        """Count one question. Raise ApiError 429 where the minute is full."""
        now = self._clock()
        visitors = (("conversation", conversation), ("address", address))
        for kind, key in visitors:
            if len(self._recent(kind, key, now)) >= self._limits[kind]:
                raise ApiError(
                    429,
                    "too_many_questions",
                    "Bạn vừa hỏi rất nhiều câu trong một phút.",
                    "Chờ khoảng một phút rồi hỏi tiếp. Cần gấp, hãy hỏi cán bộ tại quầy.",
                )
        for kind, key in visitors:
            self._recent(kind, key, now).append(now)

    def _recent(self, kind: str, key: str, now: float) -> deque[float]:
        asked = self._asked.setdefault((kind, key), deque())
        self._asked.move_to_end((kind, key))
        while asked and asked[0] <= now - 60:
            asked.popleft()
        while len(self._asked) > _KEYS:
            self._asked.popitem(last=False)
        return asked


class BodyLimit:
    """Refuses a request body that is larger than anyone's question, before it is read whole."""

    def __init__(self, app: ASGIApp, *, kilobytes: int, elsewhere: Mapping[str, int] | None = None) -> None:
        self._app = app
        self._kilobytes, self._elsewhere = kilobytes, elsewhere or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        kilobytes = self._most_kilobytes(scope["path"])
        told = Headers(scope=scope).get("content-length", "0")
        if told.isdigit() and int(told) > kilobytes * 1024:
            await response(_too_large(kilobytes))(scope, receive, send)
            return

        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            if len(body) > kilobytes * 1024:
                await response(_too_large(kilobytes))(scope, receive, send)
                return
            if not message.get("more_body", False):
                break
        await self._app(scope, _replay(bytes(body), receive), send)

    def _most_kilobytes(self, path: str) -> int:
        return next((most for start, most in self._elsewhere.items() if path.startswith(start)), self._kilobytes)


def _too_large(kilobytes: int) -> ApiError:
    return ApiError(
        413,
        "request_too_large",
        f"Yêu cầu lớn hơn {kilobytes} kB.",
        "Viết ngắn lại: mỗi lần hỏi một việc, một hai câu là đủ.",
    )


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a receiver that gives the body already read, then what comes after it."""
    sent = False

    async def replayed() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
