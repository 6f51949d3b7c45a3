"""The pictures and panels under the gaps in a real browser: a click tells what is behind a dot or a box."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from graph.texts import texts
from tests.browser.app import PATIENCE, App
from tests.browser.conftest import Server, serving_demo

NL = texts("nl")


def marks(page: Page, key: str) -> Locator:
    """The marks of one of the pictures of the screen, when it is drawn."""
    paper = page.locator(f".st-key-{key}").get_by_test_id("picture")
    expect(paper).to_have_attribute("data-drawn", re.compile("[1-9]"), timeout=PATIENCE)
    return paper.locator("[data-id]")


def test_a_dot_of_the_funnel_plot_tells_its_route_and_whether_it_gets_better(app: App, page: Page) -> None:
    app.open("hiaten")
    page.get_by_text(NL("control.show"), exact=True).click()
    dots = marks(page, "control_picture")
    expect(page.get_by_text(NL("control.choose"))).to_be_visible()
    chosen = dots.last.get_attribute("data-id")
    assert chosen
    dots.last.click()
    expect(page).to_have_url(re.compile("route="))
    expect(page.get_by_text(NL("control.choose"))).to_have_count(0)
    expect(page.get_by_text(re.compile("doorverwijzingen. Andere routes:")).first).to_be_visible()
    expect(page.get_by_text(NL("control.trend_parts"))).to_be_visible()
    page.reload()
    page.get_by_text(NL("control.show"), exact=True).click()
    again = page.locator(".st-key-control_picture").locator(f'[data-id="{chosen}"]')
    expect(again).to_have_attribute("aria-pressed", "true", timeout=PATIENCE)
    expect(app.errors).to_have_count(0)


def test_a_box_of_the_agreed_board_tells_who_hands_over(app: App, page: Page) -> None:
    app.open("hiaten")
    boxes = marks(page, "agreed_picture")
    expect(page.get_by_text(NL("agreed.choose"))).to_be_visible(timeout=PATIENCE)
    boxes.first.click()
    expect(page).to_have_url(re.compile("afspraak="))
    expect(page.get_by_text(NL("agreed.choose"))).to_have_count(0)
    expect(app.errors).to_have_count(0)


def test_how_firm_the_network_is_shows_when_asked_with_its_numbers(app: App, page: Page) -> None:
    app.open("hiaten")
    page.get_by_text(NL("structure.show"), exact=True).click()
    numbers = page.get_by_text(NL("structure.numbers_silos"), exact=True)
    expect(numbers).to_be_visible(timeout=PATIENCE)
    numbers.click()
    expect(page.get_by_role("region", name=NL("structure.numbers_silos"))).to_be_visible()
    expect(app.errors).to_have_count(0)


def test_an_opportunity_opens_and_the_gap_that_was_open_shuts(app: App, page: Page) -> None:
    app.open("hiaten")
    chance = page.locator("[class*=st-key-kans_]").get_by_role("button").first
    chance.click()
    expect(page).to_have_url(re.compile("hiaat=kans_"))
    app.settle()
    expect(page.get_by_text(re.compile("Kans: .*telt"))).to_be_visible()
    expect(page.get_by_text(re.compile("Ernst: .*telt"))).to_have_count(0)
    expect(app.errors).to_have_count(0)


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with the example region in a store that this test writes to."""
    yield from serving_demo(tmp_path_factory.mktemp("agreed"))


def test_an_agreement_is_made_in_the_room_and_taken_back(page: Page, own_server: Server) -> None:
    app = App(page, own_server.url)
    app.open("hiaten")
    page.get_by_text(NL("own_chain.title")).click(timeout=PATIENCE)
    page.get_by_role("button", name=NL("own_chain.new")).click()
    for label, name in (("from", "Zorgaanbieder"), ("to", "Schuldhulp")):
        app.choose(page.get_by_role("combobox", name=NL(f"own_chain.{label}")), name)
    page.get_by_role("button", name=NL("own_chain.save"), exact=True).click()
    expect(page.get_by_text(NL("own_chain.saved"))).to_be_visible(timeout=PATIENCE)
    line = page.get_by_text(NL("own_chain.line", sources="Zorgaanbieder", targets="Schuldhulp"))
    expect(line).to_be_visible()
    page.get_by_role("button", name=NL("own_chain.undo")).click()
    expect(line).to_have_count(0)
    expect(page.get_by_text(NL("own_chain.is_base"))).to_be_visible(timeout=PATIENCE)
    expect(app.errors).to_have_count(0)


def test_a_table_of_estimates_shows_where_young_people_are_in_nobodys_view(page: Page, own_server: Server) -> None:
    table = "gemeente;schatting;ondergrens;bovengrens\nGM0828;900;800;1000\nGM0755;30;20;40\n"
    app = App(page, own_server.url)
    app.open("hiaten")
    page.get_by_text(NL("estimates.title")).click(timeout=PATIENCE)
    file = {"name": "schatting.csv", "mimeType": "text/csv", "buffer": table.encode()}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files([file])
    page.get_by_role("button", name=NL("estimates.keep")).click(timeout=PATIENCE)
    told = NL("estimates.kept", count="2", name="schatting")
    expect(page.get_by_text(told)).to_be_visible(timeout=PATIENCE)
    gap = page.get_by_text(NL("gaps.buiten_beeld_found_place", place="Oss"))
    expect(gap.first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(NL("gaps.buiten_beeld_found_place", place="Boekel"))).to_have_count(0)
    expect(app.errors).to_have_count(0)
