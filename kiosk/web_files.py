"""The built web app, served at `/`; a clear page where it is not built."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.routing import Match, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"

_NOT_BUILT = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Một Cửa</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Trang hỏi đáp chưa được dựng</h1>
<p>Máy chủ đang chạy và trả lời tại <code>/api/v1/ask</code>, nhưng chưa có các tệp của trang này.</p>
<p>Người phụ trách chạy <code>make setup</code> trong thư mục mã nguồn (cần Node.js 20 trở lên),
rồi mở lại trang.</p>
<p lang="en">The web app is not built. Run <code>make setup</code> in the source folder, then reload.</p>
</main></body></html>
"""


class WebMount(Mount):
    """Serves every address but those of the interface, so that a wrong call there is told as one."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Tell whether the address is one of the web app."""
        if scope["path"].startswith("/api/"):
            return Match.NONE, {}
        return super().matches(scope)


def mount(app: FastAPI, folder: Path = FOLDER) -> None:
    """Serve the web app's files at `/`."""
    if (folder / "index.html").is_file():
        app.router.routes.append(WebMount("/", app=StaticFiles(directory=folder, html=True), name="web"))
        return

    @app.get("/", include_in_schema=False)
    async def not_built() -> HTMLResponse:
        return HTMLResponse(_NOT_BUILT, status_code=503)
