"""`GET /zalo_verifier<code>.html`: how Zalo checks that the address of a webhook is ours."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from kiosk.api.errors import ApiError

router = APIRouter(include_in_schema=False)

_CODE = re.compile(r"[A-Za-z0-9_-]+")
_PAGE = (
    '<!doctype html><html><head><meta name="zalo-platform-site-verification" content="{code}"></head>'
    "<body>{code}</body></html>\n"
)


@router.get("/zalo_verifier{code}.html")
async def verify_domain(code: str, request: Request) -> HTMLResponse:
    """Show the code that the operator was given, and no other."""
    given: str = request.app.state.zalo_verifier
    if not _CODE.fullmatch(given) or code != given:
        raise ApiError(404, "not_found", "Không có trang này.", "Kiểm tra lại BOT_ZALO_VERIFIER.")
    return HTMLResponse(_PAGE.format(code=given))
