"""Coverage in a real browser: a white spot is found by its word, clicked, and says who could fill it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from graph.texts import texts
from tests.browser.app import App
from tests.browser.picture import Picture

NL = texts("nl")
WHITE = "GM1982~verslaving"


@pytest.fixture
def matrix(app: App, page: Page) -> Picture:
    app.open("dekking")
    found = Picture(page)
    found.wait()
    return found


def test_a_white_spot_is_named_and_says_who_could_fill_it(app: App, matrix: Picture, page: Page) -> None:
    expect(matrix.mark(WHITE)).to_contain_text(NL("dekking.none"))
    matrix.mark(WHITE).click()
    expect(app.heading("Land van Cuijk · Verslaving")).to_be_visible()
    expect(page.get_by_text(NL("dekking.could"), exact=True)).to_be_visible()
    expect(page.get_by_role("link", name=NL("dekking.to_gap"))).to_be_visible()
    expect(page).to_have_url(re.compile("cel=GM1982"))
    expect(matrix.mark(WHITE)).to_have_attribute("aria-pressed", "true")


def test_the_matrix_works_with_the_keyboard_alone(app: App, matrix: Picture, page: Page) -> None:
    matrix.marks.first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(app.heading("Bernheze · Geld en schulden")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text(NL("dekking.choose"))).to_be_visible()


def test_a_copied_link_shows_the_same_cell_and_measure(app: App, page: Page) -> None:
    app.open("dekking", rijen="stage", kolommen="life_domain", cel="opstap~werk", maat="capacity")
    expect(app.heading("Proefplaatsing of opstapbaan · Werk")).to_be_visible()
    expect(Picture(page).mark("opstap~werk")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text(NL("dekking.who"), exact=True)).to_be_visible()


def test_the_picture_is_saved_as_svg_and_as_png(matrix: Picture, page: Page) -> None:
    for sort, start in (("svg", b"<svg"), ("png", b"\x89PNG")):
        with page.expect_download() as download:
            page.get_by_role("button", name=NL(f"kaart.save_{sort}")).click()
        assert download.value.path().read_bytes().startswith(start)
