"""The network map: a click shows who it is, and the view stays where it was."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app import App

UWV = "am27-uwv-01"
UWV_NAME = "UWV Noordoost-Brabant (fictief)"


@pytest.fixture
def on_map(app: App) -> App:
    app.open("netwerk")
    app.map.wait()
    return app


def test_a_click_shows_the_details_beside_the_map(on_map: App) -> None:
    on_map.map.click(UWV)
    expect(on_map.heading(UWV_NAME)).to_be_visible()
    on_map.expect_params(org=UWV)


def test_zoom_and_position_stay_after_a_click(on_map: App, page: Page) -> None:
    page.get_by_role("button", name="Kleiner").click()
    page.get_by_role("button", name="Kleiner").click()
    before = on_map.map.view
    on_map.map.click(UWV)
    expect(on_map.heading(UWV_NAME)).to_be_visible()
    on_map.settle()
    assert on_map.map.view == before


def test_a_click_beside_the_organisations_lets_go(on_map: App, page: Page) -> None:
    on_map.map.click(UWV)
    expect(on_map.heading(UWV_NAME)).to_be_visible()
    on_map.map.canvas.click(position={"x": 3, "y": 3})
    expect(on_map.heading(UWV_NAME)).to_have_count(0)
    on_map.expect_params()


def test_choosing_outside_the_map_shows_in_the_map(on_map: App, page: Page) -> None:
    page.get_by_role("button", name=UWV_NAME).click()
    expect(on_map.heading(UWV_NAME)).to_be_visible()
    on_map.settle()
    assert on_map.map.chosen == UWV


def test_a_link_chooses_an_organisation_and_a_click_another(app: App) -> None:
    app.open("netwerk", org=UWV)
    app.map.wait()
    assert app.map.chosen == UWV
    app.map.click("am27-werkcentrum-01")
    expect(app.heading("Werkcentrum Noordoost-Brabant (fictief)")).to_be_visible()


def test_the_map_goes_by_keyboard_and_says_where_it_is(on_map: App, page: Page) -> None:
    on_map.map.canvas.focus()
    page.keyboard.press("ArrowRight")
    spoken = page.locator("[aria-live=polite]").filter(has_text="samenwerking")
    expect(spoken).to_have_count(1)
    name = (spoken.text_content() or "").splitlines()[0]
    page.keyboard.press("Enter")
    expect(on_map.heading(name)).to_be_visible()


def test_the_map_says_to_a_screen_reader_what_it_is(on_map: App) -> None:
    expect(on_map.map.canvas).to_have_attribute("aria-label", re.compile("^Kaart van 250 organisaties"))


def test_a_filter_changes_the_drawing_and_not_the_view(on_map: App, page: Page) -> None:
    before = on_map.map.view
    page.get_by_role("button", name="Verouderd").click()
    on_map.expect_params(status="confirmed|one_sided|unknown")
    on_map.settle()
    expect(on_map.map.canvas).to_have_attribute("data-drawn", "250")
    assert on_map.map.view == before
