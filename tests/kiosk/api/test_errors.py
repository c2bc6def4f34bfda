from __future__ import annotations

import logging

import httpx
import pytest
from fastapi import FastAPI

from kiosk.api import errors


@pytest.fixture
def client():
    app = FastAPI()
    errors.install(app)

    @app.get("/fault")
    async def fault():
        raise RuntimeError("chuyện riêng của người hỏi")

    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")


async def test_a_fault_nobody_foresaw_leaves_in_our_shape_and_its_text_nowhere(client, caplog):
    caplog.set_level(logging.DEBUG)

    response = await client.get("/fault")

    assert response.status_code == 500
    assert response.json()["error"]["code"] == "internal_error"
    assert "quầy" in response.json()["error"]["what_to_do"]
    logged = "\n".join(f"{vars(record)}" for record in caplog.records)
    assert "Request failed" in logged
    assert "RuntimeError" in logged
    assert "chuyện riêng" not in logged + response.text
