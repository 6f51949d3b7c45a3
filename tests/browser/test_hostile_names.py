"""Names that would do harm, and names that are hard to draw, are shown as what they are: text. On every screen."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from graph.records import Batch, relation
from graph.store.embedded import EmbeddedStore
from pages.screens import SCREENS
from tests.browser.app import App
from tests.browser.conftest import Server
from tests.support.hostile import NAMES
from tests.support.networks import both, organisation, sent

KINDS = ("pro", "werkgever", "jongerenloket", "uwv", "zorgaanbieder", "sociale_dienst")
MIDDLE = "middle"
TABS = {
    "organisatie": ("Samenwerking", "Doorverwijzingen", "Rol in de regio", "Hiaten", "Notities en veranderingen"),
}
OTHERWISE = {
    "netwerk": ("Dezelfde organisaties in een tabel", "Matrix", "Wat veranderde er?", "Meenemen"),
    "werkgeversketen": ("Wie wint, wie betaalt?", "Alle cijfers"),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A region in which everybody has such a name, works with all others, and sends people to the next."""
    home = tmp_path_factory.mktemp("hostile")
    entities = [
        organisation(one, kind, name, gm_code="GM0828", stages=("opstap",), provenance=NAMES["html"])
        for (one, name), kind in zip(NAMES.items(), KINDS, strict=True)
    ]
    entities.append(organisation(MIDDLE, "gemeente", "Het midden", gm_code="GM0828"))
    ties = [one for end in NAMES for one in both(MIDDLE, end)]
    ties.append(relation("levert_aan", "html", MIDDLE))
    ends = [*NAMES, MIDDLE]
    referrals = [
        sent(f"K-{case}", date(2025, 1, 1) + timedelta(days=at), one, other, life_domain="werk", target_group="pro")
        for at, (one, other) in enumerate(itertools.pairwise(ends))
        for case in range(12)
    ]
    with EmbeddedStore(home / "hostile.db") as store:
        store.write(Batch(tuple(entities), tuple(ties), tuple(referrals)), who=NAMES["html"], why=NAMES["markup"])
    running = Server(home / "hostile.db", home / "server.log")
    yield running
    running.stop()


@pytest.fixture
def obeyed(page: Page) -> Iterator[list[str]]:
    """What the browser did because a name told it to: nothing."""
    found: list[str] = []
    page.on("dialog", lambda dialog: (found.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


@pytest.mark.parametrize("one", NAMES)
def test_a_name_is_text_on_the_map_in_the_card_and_in_the_search(
    server: Server, page: Page, obeyed: list[str], one: str
) -> None:
    app = App(page, server.url)
    app.open("netwerk", org=one)
    expect(app.map.canvas).to_have_attribute("data-drawn", str(len(NAMES) + 1))
    expect(page.get_by_test_id("map-card").get_by_role("heading")).to_have_text(NAMES[one])
    page.get_by_role("combobox", name="Zoek een organisatie").fill(NAMES[one][:12])
    expect(page.get_by_role("option").first).to_contain_text(NAMES[one][:40])


@pytest.mark.parametrize("slug", [screen.slug for screen in SCREENS])
def test_no_screen_takes_a_name_for_anything_but_text(server: Server, page: Page, obeyed: list[str], slug: str) -> None:
    app = App(page, server.url)
    app.open(slug, org="html")
    for tab in TABS.get(slug, ()):
        page.get_by_role("tab", name=tab).first.click()
        app.settle()
    for way in OTHERWISE.get(slug, ()):
        app.option(way).first.click()
        app.settle()
    expect(page.locator("img[src=x]")).to_have_count(0)
    expect(page.locator("a[href*='example.org']")).to_have_count(0)
    expect(app.errors).to_have_count(0)
