from __future__ import annotations

import httpx
from fastapi import FastAPI

from kiosk import web_files


def client_of(folder):
    app = FastAPI()

    @app.post("/api/v1/ask")
    async def ask():
        return {}

    web_files.mount(app, folder)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")


async def test_the_web_app_is_served_at_the_root_with_its_files(tmp_path):
    (tmp_path / "index.html").write_text("<h1>Một Cửa</h1>", "utf-8")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "app.js").write_text("export {}", "utf-8")

    async with client_of(tmp_path) as client:
        page = await client.get("/")
        script = await client.get("/assets/app.js")

    assert "Một Cửa" in page.text
    assert script.headers["content-type"].startswith("text/javascript")


async def test_a_web_app_that_is_not_built_is_said_to_be_so(tmp_path):
    async with client_of(tmp_path / "missing") as client:
        page = await client.get("/")

    assert page.status_code == 503
    assert "make setup" in page.text


async def test_no_file_outside_the_folder_is_served(tmp_path):
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "index.html").write_text("x", "utf-8")
    (tmp_path / "secret.txt").write_text("kín", "utf-8")

    async with client_of(folder) as client:
        responses = [await client.get(path) for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt")]

    assert {response.status_code for response in responses} == {404}


async def test_a_wrong_call_of_the_interface_is_not_taken_for_a_file(tmp_path):
    (tmp_path / "index.html").write_text("x", "utf-8")

    async with client_of(tmp_path) as client:
        response = await client.get("/api/v1/ask")

    assert response.status_code == 405
