"""One exchange with a network over HTTP, its failures told apart: did the message surely not arrive, or perhaps?"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, TypedDict, Unpack

import httpx

from bot.errors import RateLimited, Refused, Uncertain, Unreachable

_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_LARGEST_SOUND = 20 * 1024 * 1024
_PATIENCE_SECONDS = 20.0

# It logs the address of each request, in which some networks want a token.
logging.getLogger("httpx").setLevel(logging.WARNING)


def client() -> httpx.AsyncClient:
    """Return a client for one network; whoever opens it closes it."""
    return httpx.AsyncClient(timeout=_PATIENCE_SECONDS, limits=httpx.Limits(max_connections=50))


class Request(TypedDict, total=False):
    """What a call carries, in the words of the library."""

    json: object
    data: Mapping[str, str]
    params: Mapping[str, str]
    headers: Mapping[str, str]
    timeout: float


async def call(
    client: httpx.AsyncClient, method: str, url: str, *, is_repeatable: bool = False, **request: Unpack[Request]
) -> Mapping[str, Any]:
    """Return the JSON object that a network answers with, whatever its status.

    Raise Unreachable, RateLimited, or Uncertain; never the last for a call that may be repeated.
    """
    doubt = Unreachable if is_repeatable else Uncertain
    # No error is chained below: those of the library hold the request, and it the token.
    try:
        response = await client.request(method, url, **request)
    except _NEVER_LEFT as error:
        raise Unreachable(type(error).__name__) from None
    except httpx.TransportError as error:
        raise doubt(type(error).__name__) from None
    if response.status_code == 429:
        raise RateLimited(_retry_after(response), is_whole_account=True)
    if response.status_code == 504:
        # The gateway gave up waiting; what stands behind it may not have.
        raise doubt("HTTP 504")
    if response.status_code >= 500:
        raise Unreachable(f"HTTP {response.status_code}")
    try:
        answer = response.json()
    except ValueError:
        # Whatever turned it away stands before the network; only a success may have gone through.
        is_turned_away = response.status_code >= 300
        raise (Unreachable if is_turned_away else doubt)(f"HTTP {response.status_code} without JSON") from None
    if not isinstance(answer, dict):
        raise doubt(f"HTTP {response.status_code} without a JSON object")
    return answer


async def fetch(client: httpx.AsyncClient, url: str, *, trusted: str) -> bytes:
    """Return a sound that lies at an https address, or on the host of the trusted one. Raise Unreachable or Refused."""
    if not _is_trusted(url, trusted):
        raise Refused("the sound lies at an address that is not trusted")
    sound = bytearray()
    try:
        async with client.stream("GET", url) as response:
            if response.status_code >= 500:
                raise Unreachable(f"HTTP {response.status_code}")
            if response.status_code != 200:
                raise Refused(f"HTTP {response.status_code}")
            async for piece in response.aiter_bytes():
                sound += piece
                if len(sound) > _LARGEST_SOUND:
                    raise Refused("the sound is too large")
    except httpx.TransportError as error:
        raise Unreachable(type(error).__name__) from None
    return bytes(sound)


def _is_trusted(url: str, trusted: str) -> bool:
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        return False
    return address.scheme == "https" or address.netloc == httpx.URL(trusted).netloc


def _retry_after(response: httpx.Response) -> float:
    given = response.headers.get("retry-after", "")
    return float(given) if given.isdecimal() else 5.0
