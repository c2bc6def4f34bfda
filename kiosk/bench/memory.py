"""How much memory what serves holds after a morning's questions, the process of the dialogue included."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from kiosk.bench import homes, processors, questions
from kiosk.settings import Settings
from knowledge import embedding
from knowledge.library import Library


@dataclass(frozen=True)
class MemoryFigures:
    """What was measured, in mebibytes, of all processes together."""

    questions: int
    processes: int
    resident: float
    proportional: float
    peak: float


def measure(settings: Settings, *, turns: int) -> MemoryFigures:
    """Start a server of its own, ask it that many questions over HTTP and read its memory. Raise EditionError."""
    with homes.copied(settings.knowledge) as home:
        library = Library(home, embedding.of(home.encoder))
        asked = list(questions.conversations(library.current(), turns=turns))
        library.close()
        with _server(home.home) as (process, address), httpx.Client(base_url=address, timeout=60) as client:
            for conversation in asked:
                known: str | None = None
                for question in conversation:
                    reply = client.post("/api/v1/ask", json={"question": question, "conversation": known})
                    known = reply.raise_for_status().json()["conversation"]
            folders = [Path("/proc") / str(pid) for pid in processors.tree(process.pid)]
            statuses = [(folder / "status").read_text() for folder in folders]
            shared = [(folder / "smaps_rollup").read_text() for folder in folders]
    return MemoryFigures(
        questions=sum(map(len, asked)),
        processes=len(folders),
        resident=sum(_mebibytes(status, "VmRSS") for status in statuses),
        proportional=sum(_mebibytes(one, "Pss") for one in shared),
        peak=sum(_mebibytes(status, "VmHWM") for status in statuses),
    )


@contextmanager
def _server(home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `motcua serve` on a free port and give its address."""
    environment = os.environ | {
        "MOTCUA_HOME": str(home),
        "MOTCUA_DATABASE_URL": "",
        "MOTCUA_KIOSK_ADDRESS_QUESTIONS_PER_MINUTE": "1000000",
    }
    command = [sys.executable, "-m", "kiosk.cli", "serve", "--port", "0", "--no-starter"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            assert process.stdout is not None
            address = re.search(r"http://\S+", process.stdout.readline())
            if address is None:
                message = "the server did not start"
                raise RuntimeError(message)
            yield process, address[0]
        finally:
            process.terminate()


def _mebibytes(text: str, name: str) -> float:
    found = re.search(rf"^{name}:\s+(\d+) kB$", text, re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024
