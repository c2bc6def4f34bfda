"""One exchange with a network over HTTP, its failures told apart: did the message surely not arrive, or perhaps?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypedDict, Unpack
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx

from bot.errors import RateLimited, Refused, Uncertain, Unreachable

Client = aiohttp.ClientSession
"""What holds the connections to a network. It spends a sixth of what httpx does on a message."""

_NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)
_BROKEN = (aiohttp.ClientError, TimeoutError, OSError)
# A gateway's own, and two of Cloudflare's: it had handed the message over.
_GAVE_UP_WAITING = frozenset({504, 520, 524})
_LARGEST_SOUND = 20 * 1024 * 1024
_PATIENCE_SECONDS = 20.0


def client() -> Client:
    """Return a client for one network, to be made where the loop runs; whoever opens it closes it."""
    # The certificates that httpx brings: a small container has none of its own.
    connector = aiohttp.TCPConnector(limit=50, ssl=httpx.create_ssl_context())
    return aiohttp.ClientSession(connector=connector, timeout=patience(_PATIENCE_SECONDS))


@lru_cache(256)
def proxy_of(scheme: str, host: str) -> str | None:
    """Return the proxy that the environment names for a host; the library would look it up in a thread at each call."""
    return None if proxy_bypass(host) else getproxies().get(scheme)


def _way(url: str) -> str | None:
    address = urlsplit(url)
    return proxy_of(address.scheme, address.hostname or "")


def patience(seconds: float) -> aiohttp.ClientTimeout:
    """Return how long each step of a call may take."""
    return aiohttp.ClientTimeout(total=None, connect=seconds, sock_connect=seconds, sock_read=seconds)


class Request(TypedDict, total=False):
    """What a call carries, in the words of the library."""

    json: object
    data: Mapping[str, str]
    params: Mapping[str, str]
    headers: Mapping[str, str]
    timeout: aiohttp.ClientTimeout


async def call(
    client: Client, method: str, url: str, *, is_repeatable: bool = False, **request: Unpack[Request]
) -> Mapping[str, Any]:
    """Return the JSON object that a network answers with, whatever its status.

    Raise Unreachable, RateLimited, or Uncertain; never the last for a call that may be repeated.
    """
    doubt = Unreachable if is_repeatable else Uncertain
    # No error is chained below: those of the library hold the request, and it the token.
    try:
        async with client.request(method, url, proxy=_way(url), allow_redirects=False, **request) as response:
            body = await response.read()
    except _NEVER_LEFT as error:
        raise Unreachable(type(error).__name__) from None
    except _BROKEN as error:
        raise doubt(type(error).__name__) from None
    if response.status == 429:
        raise RateLimited(_retry_after(response), is_whole_account=True)
    if response.status in _GAVE_UP_WAITING:
        # What stands behind the gateway may not have.
        raise doubt(f"HTTP {response.status}")
    if response.status >= 500:
        raise Unreachable(f"HTTP {response.status}")
    try:
        answer = json.loads(body)
    except ValueError:
        # Whatever turned it away stands before the network; only a success may have gone through.
        is_turned_away = response.status >= 300
        raise (Unreachable if is_turned_away else doubt)(f"HTTP {response.status} without JSON") from None
    if not isinstance(answer, dict):
        raise doubt(f"HTTP {response.status} without a JSON object")
    return answer


async def fetch(client: Client, url: str, *, trusted: str) -> bytes:
    """Return a sound that lies at an https address, or on the host of the trusted one. Raise Unreachable or Refused."""
    if not _is_trusted(url, trusted):
        raise Refused("the sound lies at an address that is not trusted")
    sound = bytearray()
    try:
        async with client.get(url, proxy=_way(url), allow_redirects=False) as response:
            if response.status >= 500:
                raise Unreachable(f"HTTP {response.status}")
            if response.status != 200:
                raise Refused(f"HTTP {response.status}")
            async for piece in response.content.iter_any():
                sound += piece
                if len(sound) > _LARGEST_SOUND:
                    raise Refused("the sound is too large")
    except _BROKEN as error:
        raise Unreachable(type(error).__name__) from None
    return bytes(sound)


def _is_trusted(url: str, trusted: str) -> bool:
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        return False
    return address.scheme == "https" or address.netloc == httpx.URL(trusted).netloc


def _retry_after(response: aiohttp.ClientResponse) -> float:
    given = response.headers.get("retry-after", "")
    return float(given) if given.isdecimal() else 5.0
