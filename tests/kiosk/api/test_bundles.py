from __future__ import annotations

from knowledge import bundles


async def test_the_life_events_are_listed_in_both_languages(client):
    told = (await client.get("/api/v1/bundles")).json()
    english = (await client.get("/api/v1/bundles", params={"language": "en"})).json()

    assert [one["id"] for one in told] == [bundle.id for bundle in bundles.bundled().every]
    assert {"id": "child_born", "name": "Mới sinh con"} in told
    assert {"id": "child_born", "name": "A child is born"} in english


async def test_a_life_event_tells_its_steps_and_each_paper_with_what_it_serves(client):
    told = (await client.get("/api/v1/bundles/child_born")).json()

    # The edition of these tests holds one record of this event; another authority's business needs none.
    assert [step["code"] or step["authority"] for step in told["steps"]] == ["1.001193", "vaccination"]
    assert {code for paper in told["papers"] for code in paper["codes"]} == {"1.001193"}
    assert any(paper["name"] == "Giấy chứng sinh" and paper["is_handed_in"] for paper in told["papers"])
    assert told["advice"]


async def test_an_unknown_life_event_is_not_found(client):
    response = await client.get("/api/v1/bundles/khong-co")

    assert response.status_code == 404
    assert response.json()["error"]["code"] == "bundle_not_found"
