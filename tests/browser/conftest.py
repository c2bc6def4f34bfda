"""The real service on a free port, Debian's Chromium, and a page that is watched."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
PHONE = {"width": 390, "height": 844}
# The background traffic of a browser is not ours; a closed network would only log it as errors.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Targets of at least 24 px are a rule of WCAG 2.2 that axe leaves off unless asked.
AXE_OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}

TAKEN_AWAY = re.compile(r"net::ERR_(INTERNET_DISCONNECTED|FAILED)")


def pytest_collection_modifyitems(items):
    """Mark every test of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Chat:
    """The web chat as a citizen meets it, and what went wrong behind it."""

    page: Page
    address: str
    console_errors: list[str] = field(default_factory=list)
    foreign_requests: list[str] = field(default_factory=list)
    held: list[Route] = field(default_factory=list)

    @property
    def question(self) -> Locator:
        return self.page.locator("#question")

    @property
    def newest_reply(self) -> Locator:
        return self.page.locator(".exchange:last-child .slip")

    def open(self, path: str = "/") -> None:
        """Open the page and wait until the centre is known."""
        self.page.goto(self.address + path)
        self.page.locator(".masthead__sample").wait_for()

    def ask(self, text: str) -> None:
        """Type a question, send it and wait for its reply."""
        self.question.fill(text)
        with self.next_reply():
            self.question.press("Enter")

    @contextmanager
    def next_reply(self) -> Iterator[None]:
        """Wait until what is done inside has been answered."""
        replies = self.page.locator(".slip").count()
        yield
        self.page.locator(".slip").nth(replies).wait_for()

    def hold_questions(self) -> None:
        """Let no question reach the service, so that the page stays as it is while it waits."""

        def hold(route: Route) -> None:
            self.held.append(route)

        self.page.route("**/api/v1/ask", hold)

    def accessibility_faults(self) -> str:
        """Return what axe objects to, empty when nothing."""
        results = Axe().run(self.page, options=AXE_OPTIONS)
        return results.generate_report() if results.violations_count else ""

    def watch(self) -> None:
        """Keep what the page logs as an error and what it asks of other hosts."""
        own = urlsplit(self.address).netloc

        def request(url: str) -> None:
            if urlsplit(url).netloc not in {own, ""}:
                self.foreign_requests.append(url)

        def log(kind: str, text: str) -> None:
            # A network that the test takes away is logged by the browser itself.
            if kind == "error" and not TAKEN_AWAY.search(text):
                self.console_errors.append(text)

        self.page.on("request", lambda sent: request(sent.url))
        self.page.on("console", lambda message: log(message.type, message.text))
        self.page.on("pageerror", lambda error: self.console_errors.append(str(error)))


@pytest.fixture(scope="session")
def service(tmp_path_factory) -> Iterator[str]:
    """The address of `motcua serve` with the starter edition and a home of its own."""
    assert (ROOT / "kiosk/static/index.html").is_file(), "The web app is not built. Run: make setup"
    home = tmp_path_factory.mktemp("home")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    log = home / "service.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "kiosk.cli", "serve", "--port", "0"],
            cwd=ROOT,
            env=environment | {"MOTCUA_HOME": str(home)},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        yield _address_of(process, log)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _address_of(process: subprocess.Popen[str], log: Path) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            address = found.group()
            break
    # The address is printed before the first request is taken.
    while process.poll() is None:
        try:
            httpx.get(f"{address}/api/v1/health", timeout=5).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return address
    return pytest.fail(f"The service ended before it served:\n{log.read_text()[-4000:]}")


# For one file of tests at a time: while Playwright runs, no test elsewhere can have an event loop of its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not Path(CHROMIUM).exists():
        pytest.skip("CHROMIUM IS MISSING: the web chat is not tested. On Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_chat(service, browser):
    """Opens the chat in a browser window of its own; at the end nothing may have gone wrong behind it."""
    opened: list[Chat] = []

    def open_in(viewport: dict[str, int] = PHONE, path: str = "/", **window: str) -> Chat:
        context = browser.new_context(viewport=viewport, locale="vi-VN", **window)
        chat = Chat(context.new_page(), service)
        chat.page.set_default_timeout(15_000)
        chat.watch()
        opened.append(chat)
        chat.open(path)
        return chat

    yield open_in

    for chat in opened:
        # A request that a test holds back is let go before its window closes.
        for route in chat.held:
            route.abort()
        chat.page.context.close()
        assert chat.console_errors == []
        assert chat.foreign_requests == []


@pytest.fixture
def chat(open_chat) -> Chat:
    """The chat on a phone."""
    return open_chat()
