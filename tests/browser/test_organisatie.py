"""The page of an organisation in a real browser: from a name to what breaks without it, and from partner to partner."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from graph.records import Batch, Entity, relation
from graph.store.embedded import EmbeddedStore
from pages.ui.demo import load_demo
from tests.browser.app import App
from tests.browser.conftest import Server

DESK, HOSTILE = "am27-werkcentrum-01", "<img src=x onerror=alert(1)> **vet** :red[x]"


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def test_from_a_mistyped_name_to_what_breaks_without_it(app: App, page: Page) -> None:
    app.open("organisatie")
    field = page.get_by_label("Zoek een organisatie")
    field.fill("werkcentrm")
    field.press("Enter")
    page.get_by_role("button", name="Werkcentrum Noordoost-Brabant").first.click()
    expect(app.heading("Werkcentrum Noordoost-Brabant")).to_be_visible()
    page.wait_for_url(lambda url: f"org={DESK}" in url)
    tab(page, "Rol in de regio")
    expect(page.get_by_text("wegen die mensen via haar liepen")).to_be_visible()


def test_the_map_leads_to_the_page_and_back_leads_to_the_map(app: App, page: Page) -> None:
    app.open("netwerk", org=DESK)
    page.get_by_role("link", name="Alles over deze organisatie").click()
    expect(app.title).to_have_text("Organisatie")
    expect(app.heading("Werkcentrum Noordoost-Brabant")).to_be_visible()
    page.go_back()
    expect(app.title).to_have_text("Netwerk")


def test_a_picked_partner_has_its_own_page(app: App, page: Page) -> None:
    app.open("organisatie", org=DESK)
    tab(page, "Samenwerking")
    table = page.get_by_test_id("stDataFrame").locator(".dvn-scroller").first
    expect(table).to_be_visible()
    table.click(position={"x": 16, "y": 55})
    page.wait_for_url(lambda url: f"org={DESK}" not in url and "org=" in url)
    expect(app.heading("Werkcentrum Noordoost-Brabant")).to_have_count(0)
    expect(app.errors).to_have_count(0)


def test_what_is_changed_on_the_spot_can_be_taken_back(tmp_path: Path, page: Page) -> None:
    with EmbeddedStore(tmp_path / "own.db") as store:
        load_demo(store, "nl")
    server = Server(tmp_path / "own.db", tmp_path / "server.log")
    try:
        app = App(page, server.url)
        app.open("organisatie", org=DESK)
        page.get_by_text("Verander deze gegevens").click()
        name = page.get_by_label("Naam", exact=True)
        name.fill("Werkcentrum Nieuw (fictief)")
        page.get_by_role("button", name="Bewaren").click()
        expect(app.heading("Werkcentrum Nieuw (fictief)")).to_be_visible()
        page.get_by_role("button", name="Ongedaan maken").first.click()
        expect(app.heading("Werkcentrum Noordoost-Brabant")).to_be_visible()
    finally:
        server.stop()


@pytest.fixture
def hostile(tmp_path: Path, page: Page) -> Iterator[App]:
    """A region in which everything is called as an attacker would call it."""
    path = tmp_path / "hostile.db"
    kinds = {"a": "mbo", "b": "werkgever", "c": "uwv"}
    entities = tuple(
        Entity(one, kind, f"{HOSTILE} {one}", {"provenance": HOSTILE, "kleur": HOSTILE}) for one, kind in kinds.items()
    )
    note = Entity("n", "notitie", HOSTILE, {"text": HOSTILE, "author_function": HOSTILE})
    ties = (relation("samenwerking", "a", "b"), relation("samenwerking", "c", "a"), relation("gaat_over", "n", "a"))
    with EmbeddedStore(path) as store:
        store.write(Batch((*entities, note), ties), who=HOSTILE, why=HOSTILE)
    server = Server(path, tmp_path / "server.log")
    yield App(page, server.url)
    server.stop()
    shutil.rmtree(tmp_path, ignore_errors=True)


def test_hostile_names_are_text_on_every_part(hostile: App, page: Page) -> None:
    hostile.open("organisatie", org="a")
    expect(page.get_by_role("heading", name=f"{HOSTILE} a", exact=True)).to_be_visible()
    for name in ("Samenwerking", "Doorverwijzingen", "Rol in de regio", "Hiaten", "Notities en veranderingen"):
        tab(page, name)
        hostile.settle()
        expect(page.locator("img[src=x]")).to_have_count(0)
    expect(page.get_by_text(HOSTILE, exact=True).first).to_be_visible()
