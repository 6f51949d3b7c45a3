"""What one makes of the map: focus, legend, search, selecting, hiding, undo, the way back, places by hand."""

from __future__ import annotations

from itertools import combinations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app import PATIENCE, App

UWV = "am27-uwv-01"
UWV_NAME = "UWV Noordoost-Brabant (fictief)"


@pytest.fixture
def on_map(app: App) -> App:
    app.open("netwerk")
    app.map.wait()
    return app


def partners(app: App, organisation: str) -> set[str]:
    """Who has a line with an organisation."""
    ends = [line.split("|")[:2] for line in app.map.tell("lines")]
    return {one for pair in ends if organisation in pair for one in pair} - {organisation}


def drawn(app: App, count: int) -> None:
    expect(app.map.canvas).to_have_attribute("data-seen", str(count), timeout=PATIENCE)


def test_a_double_click_shows_only_the_organisation_and_its_partners(on_map: App, page: Page) -> None:
    around = partners(on_map, UWV)
    on_map.map.double_click(UWV)
    drawn(on_map, len(around) + 1)
    assert set(on_map.map.tell("seen")) == around | {UWV}
    on_map.expect_params(org=UWV, stappen="1")
    page.keyboard.press("Escape")
    drawn(on_map, 250)
    on_map.expect_params(org=UWV)


def test_more_steps_show_more(on_map: App, page: Page) -> None:
    on_map.map.click(UWV)
    seen = []
    for step in ("1 stap", "2 stappen", "3 stappen"):
        page.get_by_role("button", name=f"{step} ver kijken").click()
        seen.append(set(on_map.map.tell("seen")))
    assert seen[0] < seen[1] < seen[2]


def test_the_legend_hides_a_sector_and_shows_it_again(on_map: App, page: Page) -> None:
    employers = page.get_by_role("button", name="Werkgevers", exact=True)
    employers.click()
    expect(employers).to_have_attribute("aria-pressed", "false")
    assert not any("werkgever" in one for one in on_map.map.tell("seen"))
    on_map.page.wait_for_url(lambda url: "uit=" in url, timeout=PATIENCE)
    employers.click()
    drawn(on_map, 250)


def test_other_relations_come_when_asked(on_map: App, page: Page) -> None:
    before = len(on_map.map.tell("lines"))
    page.get_by_role("button", name="Lidmaatschap").click()
    on_map.expect_params(relatie="samenwerking|lid_van")
    assert len(on_map.map.tell("lines")) > before


def test_the_search_forgives_a_typing_error(on_map: App, page: Page) -> None:
    page.get_by_role("combobox", name="Zoek een organisatie").fill("werkcentrm noordost")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("Werkcentrum Noordoost-Brabant")
    page.keyboard.press("Enter")
    expect(on_map.heading("Werkcentrum Noordoost-Brabant (fictief)")).to_be_visible()


def test_the_search_says_when_there_is_nothing(on_map: App, page: Page) -> None:
    page.get_by_role("combobox", name="Zoek een organisatie").fill("xyzzy")
    expect(page.get_by_text("Niets gevonden")).to_be_visible()


def test_drawing_around_organisations_sums_them_up(on_map: App, page: Page) -> None:
    box = on_map.map.canvas.bounding_box()
    assert box is not None
    left, top, right, low = box["x"] + 5, box["y"] + 60, box["x"] + box["width"] - 5, box["y"] + box["height"] - 5
    page.keyboard.down("Shift")
    page.mouse.move(left, top)
    page.mouse.down()
    for x, y in ((right, top), (right, low), (left, low)):
        page.mouse.move(x, y, steps=4)
    page.mouse.up()
    page.keyboard.up("Shift")
    chosen = set(on_map.map.tell("selected"))
    assert len(chosen) > 200
    ends = [set(line.split("|")[:2]) for line in on_map.map.tell("lines")]
    expect(on_map.heading(f"{len(chosen)} organisaties aangewezen")).to_be_visible()
    card = page.get_by_test_id("map-card")
    expect(card.get_by_role("definition").first).to_have_text(str(sum(pair <= chosen for pair in ends)))
    expect(card.get_by_role("definition").last).to_have_text(str(sum(len(pair & chosen) == 1 for pair in ends)))


def test_hidden_and_back_by_undo(on_map: App, page: Page) -> None:
    on_map.map.click(UWV)
    page.get_by_role("button", name="Verbergen").click()
    drawn(on_map, 249)
    on_map.expect_params(verborgen=UWV)
    on_map.map.canvas.focus()
    page.keyboard.press("Control+z")
    drawn(on_map, 250)
    on_map.expect_params(org=UWV)
    page.keyboard.press("Control+y")
    drawn(on_map, 249)


def test_what_is_pinned_stays_when_its_kind_is_hidden(on_map: App, page: Page) -> None:
    on_map.map.click(UWV)
    page.get_by_role("button", name="Vastzetten").click()
    page.get_by_role("button", name="Werk en inkomen").click()
    assert UWV in on_map.map.tell("seen")


def test_the_browser_goes_back_to_how_it_was(on_map: App, page: Page) -> None:
    on_map.map.click(UWV)
    on_map.expect_params(org=UWV)
    on_map.settle()
    on_map.map.click("am27-werkcentrum-01")
    on_map.expect_params(org="am27-werkcentrum-01")
    on_map.settle()
    page.go_back()
    expect(on_map.heading(UWV_NAME)).to_be_visible()
    page.go_back()
    expect(on_map.heading(UWV_NAME)).to_have_count(0)
    on_map.expect_params()


def test_a_copied_link_shows_the_same_view(app: App) -> None:
    app.open(
        "netwerk", layout="municipality", org=UWV, stappen="1", kleur="betweenness", grootte="closeness", groot="1"
    )
    app.map.wait()
    state = app.map.tell("state")
    assert (state["layout"], state["chosen"], state["steps"]) == ("municipality", UWV, 1)
    assert (state["colour"], state["size"], state["large"]) == ("betweenness", "closeness", True)
    assert len(app.map.tell("seen")) == len(partners(app, UWV)) + 1


def test_sizes_follow_another_measure_when_asked(on_map: App, page: Page) -> None:
    page.get_by_role("button", name="Weergave").click()
    page.get_by_role("combobox", name="Grootte").select_option(label="Brugfunctie (betweenness)")
    on_map.expect_params(grootte="betweenness")
    expect(page.get_by_role("list", name="Grootte")).to_contain_text("Brugfunctie")


def test_what_is_dragged_stays_there_until_it_is_put_back(on_map: App, page: Page) -> None:
    first = on_map.map.tell("place", UWV)
    on_map.map.drag(UWV, 60, 40)
    there = on_map.map.tell("place", UWV)
    assert there != first
    expect(page.get_by_text("De nieuwe plek is bewaard.")).to_be_attached()
    on_map.settle()
    on_map.open("netwerk")
    on_map.map.wait()
    assert on_map.map.tell("place", UWV) == pytest.approx(there, abs=0.2)
    page.get_by_role("button", name="Weergave").click()
    page.get_by_role("button", name="Verplaatste organisaties terugzetten").click()
    expect(page.get_by_role("button", name="Verplaatste organisaties terugzetten")).to_have_count(0)
    assert on_map.map.tell("place", UWV) == pytest.approx(first, abs=0.2)


@pytest.mark.parametrize("zoom", [0, 3, 6])
def test_names_never_stand_on_each_other(on_map: App, page: Page, zoom: int) -> None:
    on_map.map.canvas.focus()
    for _ in range(zoom):
        page.keyboard.press("+")
    on_map.map.still()
    boxes = [label["box"] for label in on_map.map.tell("labels")]
    assert boxes
    assert [pair for pair in combinations(boxes, 2) if overlap(*pair)] == []


def test_everybody_in_sight_has_a_name_once_few_are(app: App, page: Page) -> None:
    app.open("netwerk", org=UWV)
    app.map.wait()
    app.map.centre(UWV)
    app.map.canvas.focus()
    for _ in range(9):
        page.keyboard.press("+")
    app.map.still()
    sight = app.map.tell("clear_in_sight")
    assert 0 < len(sight) < 20
    assert {label["id"] for label in app.map.tell("labels")} == set(sight)


def test_large_letters_are_24_pixels_or_more(app: App) -> None:
    app.open("netwerk", groot="1")
    app.map.wait()
    app.map.still()
    heights = [label["box"][3] - label["box"][1] - 6 for label in app.map.tell("labels")]
    assert heights
    assert min(heights) >= 24


def test_a_municipality_folds_up_and_opens_again(app: App, page: Page) -> None:
    app.open("netwerk", layout="municipality")
    app.map.wait()
    page.get_by_role("button", name="Oss", exact=True).click()
    app.expect_params(layout="municipality", dicht="GM0828")
    expect(app.map.canvas).not_to_have_attribute("data-drawn", "250", timeout=PATIENCE)
    group = next(one for one in app.map.tell("seen") if one.startswith("GM0828|"))
    app.settle()
    app.map.click(group)
    drawn(app, 250)
    app.expect_params(layout="municipality")


def overlap(one: list[float], other: list[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
