"""The handout in a real browser: opened from a file, explored, and no name in it can do anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from pages.views.layout import Layout, positions
from pages.views.picture import handout
from tests.support.networks import both, claim, network, organisation

HOSTILE = (
    "<img src=x onerror=\"document.title='hacked'\">",
    "</script><script>document.title='hacked'</script>",
    "<!--<script>",
    "=cmd()",
    "x" * 500,
    "\u202eמועצה שלום",
    "👩‍💼 Werk & zo",
)
Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Open:
    """Write a handout to a file and open it; anything it asks for fails the test, as does any error in it."""
    pages = []

    def open_(layout: Layout = "force", size: dict[str, int] | None = None) -> Page:
        kinds = ("werkgever", "pro", "uwv", "gemeente", "zorgaanbieder", "mbo", "vo")
        here = [organisation(f"h{at}", kinds[at], name) for at, name in enumerate(HOSTILE)]
        here += [organisation("a", "uwv", "UWV Oss"), organisation("b", "pro", "Praktijkschool Élan")]
        ties = [*both("a", "b"), claim("a", "h0"), *both("a", "h1")]
        region = network(here, ties)
        document = handout(
            region,
            positions(region, None, layout),
            "nl",
            title=HOSTILE[0],
            summary=HOSTILE[1],
            made_on=date(2026, 1, 2),
        )
        path = tmp_path / f"{layout}.html"
        path.write_text(document, encoding="utf-8")
        page = browser.new_page(viewport=size or {"width": 1366, "height": 768})
        pages.append((page, asked := [], wrong := []))
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.goto(path.as_uri())
        expect(page.locator("#map")).to_have_attribute("data-drawn", "9")
        return page

    yield open_
    for page, asked, wrong in pages:
        assert wrong == []
        assert len(asked) == 1, asked
        page.close()


def row(page: Page, name: str) -> Locator:
    return page.locator("#list").get_by_role("button", name=name)


@pytest.mark.parametrize("layout", ["force", "stage", "domain", "geographic", "municipality"])
def test_it_opens_from_a_file_and_asks_for_nothing(opened: Open, layout: Layout) -> None:
    expect(opened(layout).locator("#list li")).to_have_count(9)


def test_names_are_shown_as_text(opened: Open) -> None:
    page = opened()
    assert page.title() == HOSTILE[0]
    shown = page.locator("#list button").all_inner_texts()
    assert {" ".join(one.split()) for one in HOSTILE} <= {" ".join(one.split()) for one in shown}
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 2


def test_a_click_on_the_map_shows_who_it_is_and_its_partners(opened: Open) -> None:
    page = opened()
    page.locator("#map").click(position=page.locator("#map").evaluate("map => map.where('a')"))
    details = page.locator("#details")
    expect(details.get_by_role("heading", name="UWV Oss")).to_be_visible()
    expect(details.locator("li")).to_have_count(3)
    expect(details).to_contain_text("Andere kant gaf niets op")
    details.get_by_role("button", name="Praktijkschool Élan").click()
    expect(details.get_by_role("heading", name="Praktijkschool Élan")).to_be_visible()


def test_searching_does_not_mind_accents_or_capitals(opened: Open) -> None:
    page = opened()
    page.get_by_role("searchbox").fill("elan")
    expect(page.locator("#list li")).to_have_count(1)
    expect(row(page, "Praktijkschool Élan")).to_be_visible()


def test_the_legend_takes_kinds_out_of_the_picture(opened: Open) -> None:
    page = opened()
    page.get_by_role("checkbox", name="UWV").uncheck()
    expect(page.locator("#map")).to_have_attribute("data-drawn", "7")
    expect(row(page, "UWV Oss")).to_have_count(0)
    page.get_by_role("checkbox", name="UWV").check()
    expect(page.locator("#map")).to_have_attribute("data-drawn", "9")


def test_it_can_be_dragged_and_zoomed_by_mouse_and_by_keys(opened: Open) -> None:
    page = opened()
    chart = page.locator("#map")
    first = chart.evaluate("map => map.view()")
    box = chart.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + box["height"] - 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 65, box["y"] + box["height"] - 35)
    page.mouse.up()
    dragged = chart.evaluate("map => map.view()")
    assert (dragged["x"] - first["x"], dragged["y"] - first["y"]) == pytest.approx((60, -30))
    page.mouse.wheel(0, -200)
    chart.focus()
    page.keyboard.press("+")
    page.wait_for_function("([map, k]) => map.view().k > k", arg=[chart.element_handle(), first["k"] * 1.5])
    page.keyboard.press("0")
    assert chart.evaluate("map => map.view()") == first


def test_without_a_mouse_everything_is_reached_from_the_list(opened: Open) -> None:
    page = opened()
    row(page, "UWV Oss").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#details").get_by_role("heading", name="UWV Oss")).to_be_visible()


def test_on_a_phone_nothing_sticks_out(opened: Open) -> None:
    page = opened(size={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
