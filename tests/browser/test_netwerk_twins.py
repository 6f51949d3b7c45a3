"""Under the map of Netwerk: the same selection as a matrix, at two moments, and to take along; and its layouts."""

from __future__ import annotations

from pathlib import Path

import pytest
from defusedxml import ElementTree
from playwright.sync_api import Page, expect

from tests.browser.app import App

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def twin(app: App, page: Page) -> App:
    app.open("netwerk")
    app.map.wait()
    return app


def see(app: App, name: str) -> None:
    app.option(name).first.click()
    app.settle()


def test_nothing_but_the_map_costs_the_browser_time_until_it_is_asked_for(twin: App, page: Page) -> None:
    expect(page.get_by_test_id("stDataFrame")).to_have_count(0)
    see(twin, "Dezelfde organisaties in een tabel")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    twin.expect_params(ook="table")


def test_a_link_shows_the_same_twin(app: App, page: Page) -> None:
    app.open("netwerk", ook="matrix")
    expect(page.get_by_role("img", name="Matrix van 250 bij 250")).to_be_visible()
    app.open("netwerk", ook="nothing")
    expect(app.errors).to_have_count(0)


def test_the_matrix_says_in_words_what_it_shows(twin: App, page: Page) -> None:
    see(twin, "Matrix")
    expect(page.get_by_text("Dezelfde matrix in een tabel")).to_be_visible()
    expect(page.get_by_role("img", name="Matrix van 250 bij 250")).to_be_visible()
    expect(twin.errors).to_have_count(0)


def test_the_years_pass_by_themselves_until_they_are_stopped(twin: App, page: Page) -> None:
    see(twin, "Wat veranderde er?")
    expect(page.get_by_role("img", name="Kaart van de verschillen")).to_be_visible()
    year = page.get_by_role("slider", name="Jaar")
    before = year.get_attribute("aria-valuetext") or ""
    page.get_by_role("button", name="Afspelen").click()
    expect(year).not_to_have_attribute("aria-valuetext", before)
    page.get_by_role("button", name="Stoppen").click()
    expect(page.get_by_role("button", name="Afspelen")).to_be_visible()
    expect(twin.errors).to_have_count(0)


def test_two_days_of_choice_are_compared(twin: App, page: Page) -> None:
    see(twin, "Wat veranderde er?")
    page.get_by_text("Twee dagen", exact=True).click()
    expect(page.get_by_label("Van", exact=True).last).to_be_visible()
    expect(page.get_by_role("img", name="Kaart van de verschillen")).to_have_count(1)


@pytest.mark.parametrize(("form", "button"), [("png", "Plaatje"), ("svg", "Tekening"), ("html", "Los blad")])
def test_the_picture_can_be_taken_along(twin: App, page: Page, form: str, button: str) -> None:
    see(twin, "Meenemen")
    with page.expect_download() as saved:
        page.get_by_role("button", name=button).click()
    assert saved.value.suggested_filename.endswith(f".{form}")
    content = Path(saved.value.path()).read_bytes()
    if form == "png":
        assert content.startswith(PNG)
        assert int.from_bytes(content[16:20], "big") == 3840  # pixels wide
    elif form == "svg":
        assert ElementTree.fromstring(content).tag.endswith("svg")
    else:
        assert content.lstrip().lower().startswith(b"<!doctype html>")


@pytest.mark.parametrize("layout", ["stage", "domain", "geographic", "municipality"])
def test_a_layout_is_chosen_and_stands_in_the_link(twin: App, page: Page, layout: str) -> None:
    before = twin.map.tell("place", "am27-uwv-01")
    page.get_by_role("button", name="Weergave").click()
    page.get_by_role("combobox", name="Indeling").select_option(value=layout)
    twin.expect_params(layout=layout)
    twin.map.wait_until_moved("am27-uwv-01", before)
    expect(twin.errors).to_have_count(0)
