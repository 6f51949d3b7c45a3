"""Questions to the network: the newcomer's road to who connects two groups, and the ways between two organisations."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.app import App


def test_who_connects_pro_schools_to_employers_in_oss_and_what_if_it_stops(app: App, page: Page) -> None:
    """Five actions: the screen, the question, two groups, one municipality."""
    app.open("netwerk")
    app.map.wait()
    app.option("Wie verbindt twee groepen?").first.click()
    app.choose(page.get_by_role("combobox", name="Eerste groep").first, "Scholen voor praktijkonderwijs")
    app.choose(page.get_by_role("combobox", name="Tweede groep").first, "Werkgevers")
    app.choose(page.get_by_role("combobox", name="Gemeente").last, "Oss")
    expect(page.get_by_text("hebben een weg van hooguit drie stappen")).to_be_visible()
    expect(page.get_by_text("hun enige weg kwijt")).to_be_visible()
    page.goto(page.url)  # a copied link asks the same
    expect(page.get_by_text("hebben een weg van hooguit drie stappen")).to_be_visible()


def test_the_ways_between_two_and_one_of_them_on_the_map(app: App, page: Page) -> None:
    app.open("netwerk", org="am27-uwv-01")
    app.map.wait()
    app.option("Hoe komt de een bij de ander?").first.click()
    app.choose(page.get_by_role("combobox", name="Naar").first, "Gemeente Oss (fictief)")
    expect(page.get_by_text("De kortste weg is")).to_be_visible()
    app.open("netwerk", weg="am27-uwv-01|am27-werkcentrum-01")
    app.map.wait()
    assert app.map.tell("state")["route"] == ["am27-uwv-01", "am27-werkcentrum-01"]
    assert set(app.map.tell("clear_in_sight")) == {"am27-uwv-01", "am27-werkcentrum-01"}
