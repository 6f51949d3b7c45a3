"""Every screen in a real browser, on a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from graph.texts import texts
from pages.screens import SCREENS
from tests.browser.app import App
from tests.browser.conftest import PHONE


@pytest.mark.parametrize("slug", [screen.slug for screen in SCREENS])
def test_a_phone_need_not_scroll_sideways(app: App, page: Page, slug: str) -> None:
    page.set_viewport_size(PHONE)
    app.open(slug)
    wide = """() => [document.scrollingElement, document.querySelector('[data-testid=stMain]')]
        .map(box => box.scrollWidth - box.clientWidth)"""
    assert page.evaluate(wide) == [0, 0]


def test_the_root_leads_to_the_first_screen(app: App) -> None:
    app.open()
    expect(app.title).to_have_text(texts("nl")(SCREENS[0].title))


def test_the_selection_follows_over_the_screens(app: App, page: Page) -> None:
    app.open("regio", doelgroep="pro", soort="mbo|pro")
    app.go_to("Netwerk")
    app.settle()
    app.expect_params(doelgroep="pro", soort="mbo|pro")


def test_a_copied_link_shows_the_same_view(app: App, page: Page, elsewhere: App) -> None:
    app.open("regio", van="2025-01-01", tot="2025-12-31", doelgroep="pro", soort="mbo")
    expect(
        page.get_by_text("Noordoost-Brabant · 2025 · Jongeren van praktijkonderwijs · Mbo-instellingen")
    ).to_be_visible()
    counts = page.get_by_test_id("stMetricValue").all_inner_texts()
    elsewhere.page.goto(page.url)
    elsewhere.settle()
    assert elsewhere.page.get_by_test_id("stMetricValue").all_inner_texts() == counts


def test_the_language_can_be_switched_and_stays(app: App, page: Page) -> None:
    app.open("regio")
    app.speak("en")
    expect(app.title).to_have_text("Region")
    app.go_to("Network")
    app.settle()
    app.expect_params(taal="en")


def test_choosing_a_kind_narrows_the_screen_and_the_link(app: App, page: Page) -> None:
    app.open("regio")
    page.get_by_role("button", name="Selectie").click()
    app.choose(page.get_by_role("combobox", name="Soorten organisaties"), "Mbo-instellingen")
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("5")
    app.expect_params(soort="mbo")
