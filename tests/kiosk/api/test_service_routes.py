from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import datetime

import pytest

from kiosk.api.schemas import CentreOut
from kiosk.app import create_app
from kiosk.settings import Settings
from knowledge import centres
from knowledge.procedures import Language


async def test_the_centre_tells_its_name_address_and_hours(client):
    centre = (await client.get("/api/v1/centre")).json()

    assert set(centre) == {
        *("id", "name", "address", "telephone", "hours", "is_sample"),
        *("is_open", "next_opening", "closed_because"),
    }
    assert centre["id"] == "mau"
    assert centre["is_sample"] is True
    assert "thứ" in centre["hours"].lower()


async def test_the_centre_speaks_english_when_asked(client):
    centre = (await client.get("/api/v1/centre", params={"language": "en"})).json()

    assert "Monday" in centre["hours"]


@pytest.mark.parametrize(
    ("at", "is_open", "next_opening", "closed_because"),
    [
        ("2026-11-23T09:00", True, "2026-11-23T13:30:00+07:00", ""),
        ("2026-11-23T12:00", False, "2026-11-23T13:30:00+07:00", ""),
        ("2026-11-24T09:00", False, "2026-11-25T07:30:00+07:00", "Ngày Văn hóa Việt Nam"),
        ("2026-11-29T09:00", False, "2026-11-30T07:30:00+07:00", ""),
    ],
)
def test_the_centre_tells_whether_it_is_open_and_when_next(at, is_open, next_opening, closed_because):
    told = CentreOut.of(centres.sample(), Language.VIETNAMESE, at=datetime.fromisoformat(at)).model_dump(mode="json")

    assert (told["is_open"], told["next_opening"], told["closed_because"]) == (is_open, next_opening, closed_because)


async def test_an_unknown_centre_is_not_found(client):
    response = await client.get("/api/v1/centre", params={"id": "khong-co"})

    assert response.status_code == 404
    assert response.json()["error"]["code"] == "centre_not_found"


async def test_health_tells_the_published_edition(client):
    response = await client.get("/api/v1/health")

    assert response.status_code == 200
    assert response.json()["status"] == "ok"
    assert response.json()["edition"] == 1


async def test_every_response_forbids_what_comes_from_elsewhere(client):
    for path in ("/", "/api/v1/health", "/nothing"):
        response = await client.get(path)

        policy = response.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"


async def test_answers_are_kept_by_no_browser(client):
    response = await client.post("/api/v1/ask", json={"question": "khai sinh"})

    assert response.headers["cache-control"] == "no-store"


async def test_the_page_is_asked_for_again_after_an_update(client):
    response = await client.get("/")

    assert response.headers["cache-control"] == "no-cache"


async def test_the_interface_describes_itself(client):
    document = (await client.get("/api/v1/openapi.json")).json()

    assert set(document["paths"]) == {
        *("/api/v1/ask", "/api/v1/centre", "/api/v1/health"),
        *("/api/v1/bundles", "/api/v1/bundles/{bundle_id}"),
    }
    for path in document["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                if status != "200":
                    assert response["content"]["application/json"]["schema"]["$ref"].endswith("ErrorResponse")


def test_the_printed_document_is_the_one_that_is_served():
    printed = subprocess.run([sys.executable, "-m", "kiosk.api.openapi"], capture_output=True, check=True).stdout

    assert json.loads(printed) == json.loads(json.dumps(create_app(Settings()).openapi()))


async def test_no_page_of_the_process_loads_from_elsewhere(client):
    page = (await client.get("/")).text

    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)
