"""The map in a real browser: municipalities, flows, borders and figures handed in, hostile files refused."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from graph.texts import texts
from tests.browser.app import App
from tests.browser.picture import Picture

NL = texts("nl")
OSS = "GM0828"
SQUARE = [[160_000, 415_000], [170_000, 415_000], [170_000, 425_000], [160_000, 425_000], [160_000, 415_000]]


@pytest.fixture
def drawn(app: App, page: Page) -> Picture:
    app.open("kaart")
    found = Picture(page)
    found.wait()
    return found


def hand_in(page: Page, which: int, name: str, content: bytes) -> None:
    """Choose a file under "Grenzen en eigen cijfers"."""
    page.get_by_text(NL("kaart.files"), exact=True).click()
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").nth(which).set_input_files(file)  # type: ignore[arg-type]


def test_a_click_on_a_municipality_shows_it(app: App, drawn: Picture, page: Page) -> None:
    expect(drawn.marks).to_have_count(10)
    drawn.mark(OSS).click()
    expect(app.heading("Oss")).to_be_visible()
    expect(page).to_have_url(re.compile(f"plaats={OSS}"))
    expect(page.get_by_role("link", name=NL("kaart.to_coverage"))).to_have_attribute(
        "href", re.compile(f"gemeente={OSS}")
    )


def test_arrows_walk_over_the_map(app: App, drawn: Picture, page: Page) -> None:
    drawn.mark("GM0865").focus()  # Vught, in the west
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("plaats=GM"))
    assert app.params["plaats"] != "GM0865"


def test_a_flow_is_an_arc_that_can_be_asked(app: App, page: Page) -> None:
    app.open("kaart", laag="stromen", plaats="GM0828>GM0796")
    Picture(page).wait()
    expect(app.heading("Oss → 's-Hertogenbosch")).to_be_visible()
    expect(Picture(page).mark("GM0828>GM0796")).to_have_attribute("aria-pressed", "true")


def test_borders_in_rd_are_drawn_and_what_lacks_is_a_circle(drawn: Picture, page: Page) -> None:
    one = {"type": "Feature", "properties": {"statcode": OSS}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
    hand_in(page, 0, "grenzen.geojson", json.dumps({"type": "FeatureCollection", "features": [one]}).encode())
    expect(page.get_by_text(NL("kaart.borders_converted"))).to_be_visible()
    expect(drawn.paper.locator("path.frame")).to_have_count(1)
    expect(drawn.paper.locator("circle.frame")).to_have_count(9)
    expect(drawn.marks).to_have_count(10)


def test_a_file_that_is_no_geojson_gets_a_sentence(app: App, drawn: Picture, page: Page) -> None:
    hand_in(page, 0, "grenzen.geojson", b"<script>alert(1)</script>")
    expect(app.errors).to_contain_text(NL("kaart.borders_not_json"))
    expect(drawn.marks).to_have_count(10)


def test_own_figures_become_a_layer_with_their_source(app: App, page: Page) -> None:
    app.open("kaart", laag="cijfers")
    hand_in(page, 1, "cijfers.csv", b"gm_code;<b>Kans</b>\nGM0828;31,5\nGM0796;12\n")
    picture = Picture(page)
    expect(picture.mark(OSS)).to_have_attribute("aria-label", "Oss, <b>Kans</b>: 31,5")
    expect(page.get_by_text(NL("kaart.source_figure", file="cijfers.csv")).first).to_be_visible()
