"""One real process: `motcua serve`, asked over HTTP."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

# All made up.
PLANTED = ("001195012345", "012345678", "0912345678", "29A-123.45", "H26.12-250701-0001", "ten.toi@thu.example.vn")
SECRET_WORDS = "chuyện riêng nhà tôi"


@dataclass
class Served:
    client: httpx.Client
    printed: list[str]
    pid: int


@contextmanager
def serving(home, *options):
    """Run the server on a free port; give a client, what is printed, and the process."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PORT"},
        "MOTCUA_HOME": str(home),
        "PYTHONUNBUFFERED": "1",
    }
    printed: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk.cli", "serve", "--port", "0", "--no-starter", *options],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            address = None
            for line in process.stdout:
                printed.append(line)
                if found := re.search(r"http://\S+", line):
                    address = found[0]
                    break
            assert address, "".join(printed)
            reader = threading.Thread(target=lambda: printed.extend(process.stdout), daemon=True)
            reader.start()
            with httpx.Client(base_url=address, timeout=60) as client:
                yield Served(client, printed, process.pid)
        finally:
            process.terminate()
            process.wait(30)


def test_a_citizen_asks_and_asks_on(home):
    with serving(home) as served:
        first = served.client.post("/api/v1/ask", json={"question": "lam giay khai sinh cho con can gi"}).json()
        second = served.client.post(
            "/api/v1/ask", json={"question": "còn lệ phí?", "conversation": first["conversation"]}
        ).json()

    assert first["procedure"]["code"] == "1.001193"
    assert first["facet"] == "documents"
    assert first["citations"]
    assert second["procedure"]["code"] == "1.001193"
    assert second["facet"] == "fee"


def test_personal_data_stands_in_no_log_and_no_column(home):
    with serving(home) as served:
        for planted in PLANTED:
            response = served.client.post(
                "/api/v1/ask", json={"question": f"{SECRET_WORDS} {planted} làm giấy khai sinh"}
            )
            assert response.status_code == 200
        served.client.post("/api/v1/ask", json={"question": f"{SECRET_WORDS} 0912345678", "colour": 1})

    logged = "".join(served.printed)
    assert SECRET_WORDS not in logged
    stored = "\n".join(_texts(home / "motcua.db"))
    assert SECRET_WORDS in stored
    for planted in PLANTED:
        assert planted not in logged
        assert planted not in stored
    # Nor in what SQLite keeps beside the database.
    for file in home.glob("motcua.db*"):
        assert not any(planted.encode() in file.read_bytes() for planted in PLANTED)


def test_a_port_that_is_taken_is_told_plainly(home):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        ran = subprocess.run(
            [sys.executable, "-m", "kiosk.cli", "serve", "--no-starter", "--port", str(port)],
            env={**os.environ, "MOTCUA_HOME": str(home)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert ran.returncode == 1
    assert str(port) in ran.stderr
    assert "Traceback" not in ran.stderr


def test_what_only_training_and_importing_need_is_not_loaded_while_serving(home):
    with serving(home) as served:
        served.client.post("/api/v1/ask", json={"question": "làm giấy khai sinh cần gì"})
        mapped = Path(f"/proc/{served.pid}/maps").read_text()

    libraries = {
        part for part in mapped.split("/") if part in {"torch", "sklearn", "matplotlib", "lxml", "onnxruntime"}
    }
    assert libraries == {"onnxruntime"}


def _texts(path):
    with closing(sqlite3.connect(path)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in database.execute(f'SELECT * FROM "{table}"'):
                yield from (value for value in row if isinstance(value, str))
