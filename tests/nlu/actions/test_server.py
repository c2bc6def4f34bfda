"""The actions behind rasa-sdk's endpoint, asked as a real Rasa server of release 3.6.21 asks."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time

import httpx
import pytest

from knowledge.procedures import Facet

# The actions of the recorded assistant, and ours that do the same part.
_OURS = {
    "action_hoi_dap": "action_answer",
    "validate_tra_cuu_form": "validate_procedure_form",
    "action_tra_cuu": "action_dossier",
}


@pytest.fixture(scope="module")
def recorded(shared_data):
    lines = (shared_data / "rasa" / "wire.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def actions_url(dialogue_settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "MOTCUA_HOME": str(dialogue_settings.home)}
    command = [sys.executable, "-m", "kiosk.cli", "actions", "--port", str(port)]
    with subprocess.Popen(command, env=environment) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(process, f"{url}/health")
            yield url
        finally:
            process.terminate()


def _wait_for(process, url):
    for _ in range(600):
        assert process.poll() is None, "the server ended before it answered"
        try:
            httpx.get(url)
        except httpx.ConnectError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("The server did not answer within a minute.")


def _request(action, text, **slots):
    tracker = {"sender_id": "u", "slots": slots, "latest_message": {"text": text, "metadata": {}}, "events": []}
    return {"next_action": action, "sender_id": "u", "tracker": tracker, "version": "3.6.21", "domain": {}}


def test_the_recorded_requests_are_answered_in_the_recorded_shape(actions_url, recorded):
    assert len(recorded) == 5
    for exchange in recorded:
        request = dict(exchange["request"], next_action=_OURS[exchange["request"]["next_action"]])

        response = httpx.post(f"{actions_url}{exchange['path']}", json=request, timeout=30)

        assert response.status_code == 200, response.text
        assert response.json().keys() == exchange["response"].keys()
        for event in response.json()["events"]:
            assert {"event", "timestamp", "name"} <= event.keys()
        shapes = [message.keys() for message in exchange["response"]["responses"]]
        for message in response.json()["responses"]:
            assert not shapes or message.keys() == shapes[0]


def test_the_actions_of_the_recorded_assistant_are_not_ours(actions_url, recorded):
    response = httpx.post(f"{actions_url}/webhook", json=recorded[0]["request"])

    assert response.status_code == 404
    assert response.json()["action_name"] == "action_hoi_dap"


def test_an_answer_carries_the_reply_and_sets_the_slots(actions_url):
    response = httpx.post(
        f"{actions_url}/webhook", json=_request("action_answer", "đăng ký kết hôn cần gì", language="vi"), timeout=30
    ).json()

    (message,) = response["responses"]
    assert message["custom"]["reply"]["outcome"] == "answered"
    assert {"procedure": "1.000894", "facet": "documents"}.items() <= {
        event["name"]: event["value"] for event in response["events"]
    }.items()


def test_a_bare_facet_starts_the_form(actions_url):
    events = httpx.post(f"{actions_url}/webhook", json=_request("action_answer", "lệ phí bao nhiêu")).json()["events"]

    assert {"event": "followup", "timestamp": None, "name": "procedure_form"} in events
    assert {"event": "slot", "timestamp": None, "name": "facet", "value": Facet.FEE.value} in events


def test_health_and_the_names_of_the_actions_are_told(actions_url):
    assert httpx.get(f"{actions_url}/health").json() == {"status": "ok"}
    assert {"name": "action_answer"} in httpx.get(f"{actions_url}/actions").json()
