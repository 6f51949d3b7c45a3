"""A real server and a real browser: the app on a free port with a store of its own, and Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from graph.store.embedded import EmbeddedStore
from pages.ui.demo import load_demo
from tests.browser.app import App

ROOT = Path(__file__).resolve().parent.parent.parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--in-process-gpu",
]
# A busy machine is slow, not wrong: how quick a click is, is measured elsewhere.
expect.set_options(timeout=30_000)
DESKTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium() -> str | None:
    """Where Chromium is: CHROMIUM, or a usual name on the path; first the one without windows, twice as quick."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next((found for name in names if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        reason = "Chromium is not installed: install it, or say where it is with CHROMIUM=/path/to/chromium."
        if os.environ.get("KETENKAART_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


class Server:
    """The app, running on its own port with its own store; ``module`` is what starts it."""

    def __init__(
        self, store: Path, log: Path, module: str = "streamlit run app.py", demo: str = "0", *, tried: bool = True
    ) -> None:
        """Start it and wait: for the server and, when ``tried``, until its script ran once."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        command = [sys.executable, "-m", *module.split(), "--server.port", str(self.port)]
        self._log = log.open("wb")
        self.process = subprocess.Popen(
            [*command, "--server.address", "localhost"],
            cwd=ROOT,
            env={**os.environ, "KETENKAART_STORE": f"sqlite:///{store}", "KETENKAART_DEMO": demo},
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        self._wait(f"{self.url}/_stcore/health")
        if tried:
            self._wait(f"{self.url}/_stcore/script-health-check")

    def _wait(self, url: str) -> None:
        until = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(url, timeout=30):  # noqa: S310 - our own server
                    return
            except (urllib.error.URLError, OSError) as error:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise AssertionError(f"the app does not start: see {self._log.name}") from error
                time.sleep(0.2)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
        self._log.close()


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with the example region."""
    yield from serving_demo(tmp_path_factory.mktemp("server"))


def serving_demo(home: Path) -> Iterator[Server]:
    """The app with the example region in a store in ``home``."""
    with EmbeddedStore(home / "demo.db") as store:
        load_demo(store, "nl")
    server = Server(home / "demo.db", home / "server.log")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody who keeps the browser open, so that the app's scripts are read and compiled once."""
    context = browser.new_context(viewport=DESKTOP, locale="nl-NL")
    yield context
    context.close()


@contextmanager
def new_window(visitor: BrowserContext) -> Iterator[Page]:
    """A browser window that fails the test when anything is asked of another machine."""
    window = visitor.new_page()
    elsewhere: list[str] = []

    def note(url: str) -> None:
        if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).hostname != "localhost":
            elsewhere.append(url)

    window.on("request", lambda request: note(request.url))
    window.on("websocket", lambda socket: note(socket.url))
    window.on("pageerror", lambda error: elsewhere.append(f"error in the page: {error}"))
    yield window
    window.close()
    assert elsewhere == []


@pytest.fixture
def page(visitor: BrowserContext) -> Iterator[Page]:
    """A window for this test alone."""
    with new_window(visitor) as window:
        yield window


@pytest.fixture
def elsewhere(visitor: BrowserContext, demo_server: Server) -> Iterator[App]:
    """Another visit, in a window of its own: what is copied from the first is all that both know."""
    with new_window(visitor) as window:
        yield App(window, demo_server.url)


@pytest.fixture
def app(page: Page, demo_server: Server) -> App:
    return App(page, demo_server.url)
