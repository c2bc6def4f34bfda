"""Headers that keep the page to itself: nothing from elsewhere, no frame around it."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeaders:
    """Puts the headers on every response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its response."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers["Cache-Control"] = _caching(scope["path"], status=message["status"])
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


def _caching(path: str, *, status: int) -> str:
    # What citizens asked is not kept by a browser or a proxy on a shared machine.
    if path.startswith("/api/"):
        return "no-store"
    # The names of these files change with their content; the page itself is asked for again each time.
    is_lasting = path.startswith("/assets/") and status == 200
    return "public, max-age=31536000, immutable" if is_lasting else "no-cache"
