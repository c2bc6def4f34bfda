"""The stories held with a real Rasa server that drives our actions: `make rasa`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from nlu.rasa_dialogue import RasaDialogue
from nlu.understanding import project
from tests.nlu import stories

_RASA = os.environ.get("RASA")
_ROOT = Path(__file__).parents[2]
_READY_SECONDS = 300
_STORIES = stories.read()
# What Rasa does around the actions of the rules.
_OF_RASA = {"action_listen", "action_session_start", "procedure_form", "action_extract_slots"}

pytestmark = [
    pytest.mark.skipif(_RASA is None, reason="needs a Rasa environment: make rasa"),
    pytest.mark.timeout(1200),
]


@pytest.fixture(scope="module")
def server(dialogue_settings, tmp_path_factory) -> Iterator[str]:
    """A Rasa server trained on the project, and our actions behind it."""
    folder = tmp_path_factory.mktemp("rasa")
    actions, rasa = _free_port(), _free_port()
    endpoints = folder / "endpoints.yml"
    endpoints.write_text(f'action_endpoint:\n  url: "http://127.0.0.1:{actions}/webhook"\n', encoding="utf-8")
    _run(folder, "train", "--out", str(folder), "--fixed-model-name", "motcua", *_project("config", "domain", "data"))
    serve = [sys.executable, "-c", "from kiosk.cli import main; main()", "actions", "--port", str(actions)]
    run = [str(_RASA), "run", "--enable-api", "-i", "127.0.0.1", "-p", str(rasa), "-m", str(folder / "motcua.tar.gz")]
    run += ["--endpoints", str(endpoints), "--credentials", str(project.FOLDER / "credentials.yml")]
    with (
        _process(serve, folder / "actions.log", MOTCUA_HOME=str(dialogue_settings.home), PYTHONPATH=str(_ROOT)),
        _process(run, folder / "rasa.log", RASA_TELEMETRY_ENABLED="false"),
    ):
        _wait(f"http://127.0.0.1:{actions}/health", folder / "actions.log")
        _wait(f"http://127.0.0.1:{rasa}/status", folder / "rasa.log")
        yield f"http://127.0.0.1:{rasa}"


@pytest.mark.parametrize(("number", "story"), [*enumerate(_STORIES)], ids=[story.name for story in _STORIES])
async def test_a_story_goes_with_a_rasa_server_as_it_goes_locally(server, number, story):
    rasa = RasaDialogue(server, timeout_seconds=60)
    try:
        held = await stories.hold(rasa, story, str(number))
    finally:
        await rasa.close()

    assert stories.differences(held) == []
    assert _performed(server, str(number)) == [
        [action for action in step.actions if action not in _OF_RASA] for step in story.steps
    ]


def _performed(server: str, conversation: str) -> list[list[str]]:
    """Return the actions that the server's own tracker holds after each message."""
    tracker = httpx.get(f"{server}/conversations/{conversation}/tracker", params={"include_events": "ALL"}, timeout=60)
    turns: list[list[str]] = []
    for event in tracker.json()["events"]:
        if event["event"] == "user":
            turns.append([])
        elif event["event"] == "action" and turns and event["name"] not in _OF_RASA:
            turns[-1].append(event["name"])
    return turns


def _project(*parts: str) -> list[str]:
    paths = {"config": project.FOLDER / "config.yml"}
    return [text for part in parts for text in (f"--{part}", str(paths.get(part, project.FOLDER / part)))]


def _run(folder: Path, *command: str) -> None:
    done = subprocess.run(
        [str(_RASA), *command],
        cwd=folder,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


@contextmanager
def _process(command: list[str], log: Path, **environment: str) -> Iterator[None]:
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=log.parent, env={**os.environ, **environment}, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(url: str, log: Path) -> None:
    for _ in range(_READY_SECONDS):
        try:
            if httpx.get(url, timeout=2).is_success:
                return
        except httpx.HTTPError:
            time.sleep(1)
    pytest.fail(f"{url} is not ready:\n{log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
