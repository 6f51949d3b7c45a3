"""Names that would do harm as HTML, and names that are hard to draw, are shown as what they are: text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from graph.records import Batch
from graph.store.embedded import EmbeddedStore
from tests.browser.app import App
from tests.browser.conftest import Server
from tests.support.networks import both, organisation

NAMES = {
    "html": "<img src=x onerror=alert(1)>",
    "formula": "=cmd()|' /C calc'!A0",
    "long": "Zeer lange naam " * 18,  # the store takes 300 characters
    "right-to-left": "مركز العمل",
    "emoji": "👩🏽‍🏭 Werkplaats",
    "middle": "Het midden",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("hostile")
    with EmbeddedStore(home / "hostile.db") as store:
        ties = [one for end in NAMES if end != "middle" for one in both("middle", end)]
        entities = tuple(organisation(one, name=name.strip()) for one, name in NAMES.items())
        store.write(Batch(entities=entities, relations=tuple(ties)), who="test", why="test")
    running = Server(home / "hostile.db", home / "server.log")
    yield running
    running.stop()


@pytest.mark.parametrize("one", [name for name in NAMES if name != "middle"])
def test_a_name_is_text_on_the_map_in_the_card_and_in_the_search(server: Server, page: Page, one: str) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    app = App(page, server.url)
    app.open("netwerk", org=one)
    expect(app.map.canvas).to_have_attribute("data-drawn", str(len(NAMES)))
    expect(page.get_by_test_id("map-card").get_by_role("heading")).to_have_text(NAMES[one].strip())
    page.get_by_role("combobox", name="Zoek een organisatie").fill(NAMES[one][:12])
    expect(page.get_by_role("option").first).to_contain_text(NAMES[one].strip()[:40])
    assert asked == []
