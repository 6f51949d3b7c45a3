"""The map without a mouse: every organisation and every act by a key, and said aloud."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app import App

UWV = "am27-uwv-01"


@pytest.fixture
def chosen(app: App) -> App:
    """The map with an organisation chosen and the keyboard in it."""
    app.open("netwerk", org=UWV)
    app.map.wait()
    app.map.canvas.focus()
    return app


def said(page: Page, text: str) -> None:
    expect(page.locator("[aria-live=polite]").filter(has_text=text)).to_have_count(1)


def test_n_walks_along_the_partners(chosen: App, page: Page) -> None:
    ends = [line.split("|")[:2] for line in chosen.map.tell("lines")]
    partners = {one for pair in ends if UWV in pair for one in pair} - {UWV}
    names = {one["name"] for one in chosen.map.tell("names") if one["id"] in partners}
    spoken = set()
    for _ in partners:
        page.keyboard.press("n")
        spoken.add((page.locator("[aria-live=polite]").first.text_content() or "").splitlines()[0])
    assert spoken == names


def test_f_focuses_step_by_step_and_escape_lets_go(chosen: App, page: Page) -> None:
    page.keyboard.press("f")
    said(page, "tot 1 stappen ver")
    page.keyboard.press("f")
    said(page, "tot 2 stappen ver")
    page.keyboard.press("Escape")
    assert len(chosen.map.tell("seen")) == 250


def test_space_and_a_point_out_and_h_hides_them(chosen: App, page: Page) -> None:
    page.keyboard.press("a")
    count = len(chosen.map.tell("selected"))
    assert count > 1
    page.keyboard.press("Space")
    assert len(chosen.map.tell("selected")) == count - 1
    page.keyboard.press("h")
    said(page, f"{count - 1} verborgen")
    assert len(chosen.map.tell("seen")) == 250 - (count - 1)


def test_v_pins_and_frees(chosen: App, page: Page) -> None:
    page.keyboard.press("v")
    said(page, "Vastgezet")
    chosen.expect_params(org=UWV, vast=UWV)
    page.keyboard.press("v")
    said(page, "Niet meer vastgezet")


def test_alt_with_an_arrow_moves_and_undo_puts_back(chosen: App, page: Page) -> None:
    first = chosen.map.tell("place", UWV)
    page.keyboard.press("Alt+ArrowRight")
    assert chosen.map.tell("place", UWV)[0] > first[0]
    said(page, "Verplaatst")
    page.keyboard.press("Control+z")
    assert chosen.map.tell("place", UWV) == pytest.approx(first, abs=0.1)
    chosen.settle()


def test_plus_minus_and_zero_zoom(chosen: App, page: Page) -> None:
    whole = chosen.map.view["scale"]
    page.keyboard.press("+")
    assert chosen.map.view["scale"] > whole
    page.keyboard.press("0")
    assert chosen.map.view["scale"] == pytest.approx(whole)
    page.keyboard.press("-")
    assert chosen.map.view["scale"] < whole


def test_a_slash_goes_to_the_search(chosen: App, page: Page) -> None:
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Zoek een organisatie")).to_be_focused()


def test_a_question_mark_shows_the_keys_and_escape_shuts_them(chosen: App, page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_text("alleen partners in beeld")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("alleen partners in beeld")).to_be_hidden()
    expect(page.get_by_role("button", name="Toetsen")).to_be_focused()


def test_tab_reaches_search_buttons_map_legend_and_card(app: App, page: Page) -> None:
    app.open("netwerk")
    app.map.wait()
    page.get_by_role("combobox", name="Zoek een organisatie").focus()
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                """() => {
                  let e = document.activeElement;
                  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
                  return e?.getAttribute('aria-label') || e?.textContent || '';
                }"""
            )
        )
    told = "\n".join(reached)
    for name in ("Weergave", "Toetsen", "Kaart van 250 organisaties", "Bevestigd door beide", "Werkgevers"):
        assert name in told
