"""A store that is away: a clear sentence, and the screen goes on by itself when it is back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app import PATIENCE, App
from tests.browser.conftest import Server


@pytest.fixture
def unreachable(tmp_path: Path) -> Iterator[tuple[Server, Path]]:
    """A server whose store is in a folder that is not there (yet)."""
    folder = tmp_path / "share"
    server = Server(folder / "map.db", tmp_path / "server.log")
    yield server, folder
    server.stop()


def test_a_screen_waits_for_the_store_and_goes_on_by_itself(page: Page, unreachable: tuple[Server, Path]) -> None:
    server, folder = unreachable
    app = App(page, server.url)
    app.open("regio")
    expect(app.errors).to_have_count(1)
    expect(page.get_by_text(re.compile("elke 3 seconden"))).to_be_visible()
    folder.mkdir()
    expect(page.get_by_role("button", name="Laad de voorbeeldregio")).to_be_visible(timeout=PATIENCE)
    expect(app.errors).to_have_count(0)
