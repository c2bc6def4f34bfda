from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from kiosk.app import create_app
from kiosk.settings import Settings


@pytest.fixture
def page():
    async def page(path, code):
        app = create_app(replace(Settings(), values={"BOT_ZALO_VERIFIER": code}))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            return await client.get(path)

    return page


async def test_zalo_finds_the_code_that_it_gave(page):
    shown = await page("/zalo_verifierAb-9_x.html", "Ab-9_x")

    assert shown.status_code == 200
    assert '<meta name="zalo-platform-site-verification" content="Ab-9_x">' in shown.text


@pytest.mark.parametrize(("asked", "given"), [("guessed", "Ab-9_x"), ("", ""), ("<b>", "<b>")])
async def test_no_other_code_is_shown(page, asked, given):
    shown = await page(f"/zalo_verifier{asked}.html", given)

    assert shown.status_code == 404
