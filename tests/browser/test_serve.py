"""``make run`` as a newcomer meets it: a first link into a fresh server, with nothing stored yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Server]:
    """An app started as ``make run`` starts it, over a store that does not exist yet."""
    server = Server(tmp_path / "new.db", tmp_path / "log.txt", module="pages.ui.serve", demo="1")
    yield server
    server.stop()


def test_the_first_link_finds_its_screen_and_the_example_region(fresh: Server, page: Page) -> None:
    page.goto(f"{fresh.url}/netwerk")
    expect(page.get_by_text("Voorbeeldgegevens").first).to_be_visible(timeout=30_000)
    expect(page.get_by_role("heading", name="Netwerk").first).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)
