"""What if, in a real browser: a scenario is built by hand, and a copied link shows the same one."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from graph.texts import texts
from tests.browser.app import App

NL = texts("nl")
GAP = "eenzijdige_relatie|am27-doorstroompunt-01|am27-maatschappelijk-03||"


def test_a_scenario_is_built_seen_and_shared(app: App, page: Page, elsewhere: App) -> None:
    app.open("steldat")
    app.choose(page.get_by_role("combobox", name=NL("steldat.tie_a")), "Praktijkschool Populierschakel (fictief)")
    app.choose(page.get_by_role("combobox", name=NL("steldat.tie_b")), "Mbo Noorderstroom 's-Hertogenbosch (fictief)")
    page.get_by_role("button", name=NL("steldat.add")).click()
    expect(page).to_have_url(re.compile(r"stel=tie%7Cam27-pro-01%7Cam27-mbo-01"))
    headline = page.get_by_role("heading", name="Als dit zo was")
    expect(headline).to_be_visible()
    expect(page.get_by_role("img", name="Kaart van de verschillen")).to_be_visible()
    elsewhere.page.goto(page.url)
    expect(elsewhere.heading("Als dit zo was")).to_have_text(headline.inner_text(), timeout=30_000)
    page.get_by_role("button", name=NL("steldat.undo")).click()
    expect(page.get_by_text(NL("steldat.no_steps"))).to_be_visible()
    expect(app.errors).to_have_count(0)


def test_an_open_gap_leads_to_a_step_that_is_filled_in(app: App, page: Page) -> None:
    app.open("hiaten", hiaat=GAP)
    expect(page.get_by_text(NL("gaps.eenzijdige_relatie_why"))).to_be_visible()
    page.get_by_test_id("stPageLink").get_by_role("link", name=NL("steldat.link")).click()
    expect(app.title).to_have_text(NL("steldat.title"))
    page.get_by_role("button", name=NL("steldat.add")).click()
    expect(page.get_by_text("1 hiaat verdwijnt").first).to_be_visible()
