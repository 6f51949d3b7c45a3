"""The employer chain in a real browser: an outcome at once, and another when something is changed."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from graph.texts import texts
from tests.browser.app import PATIENCE, App

NL = texts("nl")
CHANCE = NL("werkgeversketen.chance_sentence", chance="")[:20]


def headline(page: Page) -> str:
    found = page.get_by_role("heading", level=3).filter(has_text=CHANCE)
    expect(found).to_be_visible(timeout=PATIENCE)
    return found.inner_text()


def test_the_outcome_stands_there_with_its_interval_and_its_chance(app: App, page: Page) -> None:
    app.open("werkgeversketen")
    assert re.search(r"\d+ en \d+", headline(page))
    expect(page.get_by_test_id("stMetric")).to_have_count(3)
    expect(page.get_by_text(NL("werkgeversketen.cautions"), exact=True)).to_be_visible()


def test_another_plan_gives_another_outcome_and_fits_in_a_link(app: App, page: Page, browser: Browser) -> None:
    app.open("werkgeversketen")
    before = headline(page)
    page.get_by_text(NL("werkgeversketen.handover_cold"), exact=True).click()
    page.get_by_role("button", name=NL("werkgeversketen.run"), exact=True).click()
    expect(page).to_have_url(re.compile("overdracht=cold"), timeout=PATIENCE)
    found = page.get_by_role("heading", level=3).filter(has_text=CHANCE)
    expect(found).not_to_have_text(before, timeout=PATIENCE)
    after = headline(page)
    with browser.new_context() as other:
        elsewhere = App(other.new_page(), app.url)
        elsewhere.page.goto(page.url)
        assert headline(elsewhere.page) == after


def test_every_assumption_says_where_it_comes_from(app: App, page: Page) -> None:
    app.open("werkgeversketen")
    headline(page)
    page.get_by_text(NL("werkgeversketen.assumptions"), exact=True).click()
    expect(page.get_by_text(NL("simulation.mark_assumption"), exact=True).first).to_be_visible()
    expect(page.get_by_role("button", name=NL("werkgeversketen.apply"))).to_be_visible()
