"""The chain in a real browser: a click on a bar or a flow shows what is behind it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from graph.schema import load_schema
from graph.texts import texts
from tests.browser.app import App
from tests.browser.conftest import PHONE

STAGES = load_schema().codes["stages"].codes
NL = texts("nl")
FREE_SPOT = """path => {
  const box = path.getBoundingClientRect();
  for (let across = 0.5; across < 0.96; across += 0.05)
    for (let down = 0.05; down < 0.96; down += 0.05) {
      const x = box.x + box.width * across, y = box.y + box.height * down;
      if (document.elementFromPoint(x, y) === path) return { x, y };
    }
  return null;
}"""
"""A point of a shape that no other shape covers."""


class Road:
    """The drawing of the chain."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.drawing = page.get_by_test_id("stEChartsChart")
        self.flows = self.drawing.locator("path[fill-opacity='0.32']")

    def wait(self) -> None:
        expect(self.flows.first).to_be_visible(timeout=30_000)

    def click(self, shape: Locator) -> None:
        """Click where nothing lies over the shape, once it stands still."""
        shape.scroll_into_view_if_needed()
        before = None
        while (now := shape.bounding_box()) != before:
            before = now
        spot = shape.evaluate(FREE_SPOT)
        assert spot is not None
        self.page.mouse.click(spot["x"], spot["y"])

    @property
    def bars(self) -> Locator:
        return self.drawing.locator("path[fill='#0072B2']:not([fill-opacity])")


@pytest.fixture
def road(app: App, page: Page) -> Road:
    app.open("keten")
    found = Road(page)
    found.wait()
    return found


def test_a_click_on_a_bar_shows_the_stage(app: App, road: Road, page: Page) -> None:
    road.click(road.bars.first)
    expect(page).to_have_url(re.compile(r"keten=\w+"))
    stage = STAGES[app.params["keten"]].label.nl
    expect(app.heading(stage)).to_be_visible()
    expect(page.get_by_text(NL("keten.next"), exact=True)).to_be_visible()


def test_a_click_on_a_flow_shows_who_is_behind_it(app: App, road: Road, page: Page) -> None:
    road.click(road.flows.first)
    expect(page).to_have_url(re.compile(r"keten=\w+%3E\w+"))
    source, _, target = app.params["keten"].partition(">")
    expect(app.heading(f"{STAGES[source].label.nl} → {STAGES[target].label.nl}")).to_be_visible()


def test_a_copied_link_shows_the_same_flow(app: App, road: Road, page: Page, elsewhere: App) -> None:
    page.get_by_role("button", name=NL("keten.look")).first.click()
    heading = page.get_by_role("heading", level=3).filter(has_text="→")
    expect(heading).to_be_visible()
    elsewhere.page.goto(page.url)
    expect(elsewhere.page.get_by_role("heading", level=3).filter(has_text="→")).to_have_text(heading.inner_text())


def test_another_measure_keeps_what_was_chosen(app: App, road: Road, page: Page) -> None:
    page.get_by_role("button", name=NL("keten.look")).first.click()
    heading = page.get_by_role("heading", level=3).filter(has_text="→")
    expect(heading).to_be_visible()
    page.get_by_role("radiogroup", name=NL("keten.measure")).get_by_text(NL("keten.measure_days"), exact=True).click()
    expect(page.get_by_text(NL("keten.legend_days"))).to_be_visible()
    expect(heading).to_be_visible()


def test_the_drawing_describes_itself(road: Road) -> None:
    expect(road.drawing).to_have_attribute("aria-label", re.compile("Stroomdiagram.*verdwijnt"))


def test_on_a_phone_the_road_goes_down(app: App, page: Page) -> None:
    page.set_viewport_size(PHONE)
    app.open("keten")
    road = Road(page)
    road.wait()
    first, last = road.bars.first.bounding_box(), road.bars.last.bounding_box()
    assert first is not None
    assert last is not None
    assert last["y"] > first["y"] + 200


def choose(page: Page, picture: str) -> None:
    """Choose another picture of the chain."""
    group = page.get_by_role("radiogroup", name=NL("keten.picture"), exact=True)
    group.get_by_text(NL(f"keten.picture_{picture}"), exact=True).click()


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        ("lanes", "lanes_table"),
        ("process", "process_table"),
        ("roads", "roads"),
        ("loops", "returns_table"),
        ("funnel", "funnel_table"),
        ("waits", "waits_table"),
        ("agreed", "departures"),
    ],
)
def test_every_picture_has_its_table_and_its_place_in_the_link(
    app: App, road: Road, page: Page, picture: str, told: str
) -> None:
    choose(page, picture)
    expect(page).to_have_url(re.compile(rf"beeld={picture}"))
    expect(page.get_by_text(NL(f"keten.{told}"), exact=True)).to_be_visible()
    app.settle()
    expect(app.errors).to_have_count(0)


def test_a_click_on_a_place_of_the_process_shows_the_stage(app: App, page: Page) -> None:
    app.open("keten", beeld="process")
    process = Road(page)
    places = process.drawing.locator("path[fill='#0072B2']")
    expect(places.first).to_be_visible()
    process.click(places.first)
    expect(page).to_have_url(re.compile(r"keten=\w+"))
    expect(app.heading(STAGES[app.params["keten"]].label.nl)).to_be_visible()


def test_a_higher_threshold_leaves_fewer_arrows(app: App, page: Page) -> None:
    app.open("keten", beeld="process")
    drawing = Road(page).drawing
    first, busiest = (drawing.get_by_text(re.compile(name)).first for name in ("In beeld", "Toeleiding"))
    expect(first).to_be_visible()
    page.get_by_role("slider").press("End")
    expect(first).to_have_count(0)
    expect(busiest).to_be_visible()


def test_a_click_on_an_organisation_in_its_lane_shows_it(app: App, page: Page) -> None:
    app.open("keten", beeld="lanes")
    lanes = Road(page)
    expect(lanes.bars.first).to_be_visible()
    lanes.click(lanes.bars.first)
    expect(page).to_have_url(re.compile(r"org=am27"))
    expect(page.get_by_role("button", name=NL("netwerk.close"))).to_be_visible()


def test_the_cases_behind_a_flow_are_listed_with_their_waits(app: App, page: Page) -> None:
    app.open("keten", keten="matching>opstap")
    page.get_by_text(re.compile(NL("keten.cases", count=r"\d+").replace("(", r"\(").replace(")", r"\)"))).first.click()
    expect(page.get_by_text(NL("keten.cases_help"))).to_be_visible()


def test_the_process_by_organisation_keeps_to_the_screen(app: App, page: Page) -> None:
    app.open("keten", beeld="process")
    page.get_by_test_id("stButtonGroup").get_by_text(NL("keten.by_organisation"), exact=True).click()
    expect(page.get_by_role("img", name=re.compile("fictief"))).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide
