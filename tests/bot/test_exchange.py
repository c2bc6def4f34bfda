from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

import pytest

from bot import exchange


@asynccontextmanager
async def proxy():
    """Answer every request itself, and keep what was asked of it."""
    asked = []

    async def serve(reader, writer):
        asked.append((await reader.readuntil(b"\r\n")).decode().split()[1])
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\nConnection: close\r\n\r\n{"ok":true}')
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked


@pytest.fixture(autouse=True)
def _forgotten():
    """What was looked up in another test's environment holds for it alone."""
    exchange.proxy_of.cache_clear()
    yield
    exchange.proxy_of.cache_clear()


async def test_a_network_is_reached_through_the_proxy_that_the_environment_names(monkeypatch):
    async with proxy() as (address, asked), exchange.client() as client:
        monkeypatch.setenv("http_proxy", address)
        monkeypatch.delenv("no_proxy", raising=False)

        answer = await exchange.call(client, "GET", "http://mang.example/v1/gui")

    assert answer == {"ok": True}
    assert asked == ["http://mang.example/v1/gui"]


async def test_a_host_that_needs_no_proxy_is_reached_without_it(monkeypatch):
    async with proxy() as (address, asked), exchange.client() as client:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        monkeypatch.setenv("no_proxy", "127.0.0.1")

        await exchange.call(client, "GET", f"{address}/v1/gui")

    assert asked == ["/v1/gui"]
