"""The gaps in a real browser: one opens at a click, and a copied link opens the same one."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from graph.texts import texts
from tests.browser.app import App

NL = texts("nl")


def card(page: Page, gap: str) -> Locator:
    """The first card of a gap of this type; the pills above the cards may have the same word in them."""
    return page.get_by_test_id("stButton").get_by_role("button", name=gap).first


def test_a_click_opens_a_gap_with_what_to_do(app: App, page: Page) -> None:
    app.open("hiaten")
    card(page, "Koude overdracht").click()
    expect(page).to_have_url(re.compile("hiaat=koude_overdracht"))
    expect(page.get_by_text(NL("gaps.koude_overdracht_action"))).to_be_visible()
    expect(page.get_by_text(NL("gaps.koude_overdracht_why"))).to_be_visible()


def test_a_copied_link_opens_the_same_gap(app: App, page: Page, elsewhere: App) -> None:
    app.open("hiaten")
    card(page, "Wachtlijst").click()
    expect(page).to_have_url(re.compile("hiaat=wachtlijst"))
    elsewhere.page.goto(page.url)
    expect(elsewhere.page.get_by_text(NL("gaps.wachtlijst_action"))).to_be_visible(timeout=30_000)


def test_a_party_shows_its_details_beside_the_gap(app: App, page: Page) -> None:
    app.open("hiaten")
    card(page, "Wachtlijst").click()
    expect(page.get_by_text(NL("gaps.wachtlijst_action"))).to_be_visible()
    app.settle()  # the one before is shut
    party = page.locator("[class*=st-key-party_]").get_by_role("button")
    expect(party).to_have_count(1)
    name = party.inner_text().split(" · ")[0].splitlines()[-1]
    party.click()
    expect(app.heading(name)).to_be_visible()


def test_the_number_behind_a_gap_leads_to_its_records(app: App, page: Page) -> None:
    app.open("hiaten")
    card(page, "Wachtlijst").click()
    page.get_by_test_id("stExpander").filter(has_text="Doorverwijzingen:").first.click()
    expect(page.get_by_text("regels uit uw gegevens").first).to_be_visible()


def test_who_could_work_together_is_worked_out_when_asked(app: App, page: Page) -> None:
    app.open("hiaten")
    page.get_by_text(NL("likely.show")).click()
    expect(page.get_by_text(NL("likely.few_title"))).to_be_visible()
    expect(page.get_by_text("Bij toeval zouden het er ongeveer").first).to_be_visible()
    expect(page.get_by_role("region", name=NL("likely.pairs_title"))).to_be_visible()
    expect(app.errors).to_have_count(0)
