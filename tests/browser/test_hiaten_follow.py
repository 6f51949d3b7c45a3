"""From gap to action in a real browser: agree, take the list along, lay aside, and see it back. Without violations."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from graph.texts import texts
from tests.browser.app import App
from tests.browser.conftest import Server, serving_demo
from tests.browser.test_accessibility import violations

NL = texts("nl")


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with the example region in a store that these tests write to."""
    yield from serving_demo(tmp_path_factory.mktemp("follow"))


@pytest.fixture
def own(page: Page, own_server: Server) -> App:
    app = App(page, own_server.url)
    app.open("hiaten")
    return app


def agree(page: Page, agreement: str) -> None:
    page.get_by_role("button", name=NL("follow.agree")).click()
    page.get_by_label(NL("follow.agreement")).fill(agreement)
    page.get_by_role("button", name=NL("follow.save"), exact=True).click()
    expect(page.get_by_role("button", name=NL("follow.edit"))).to_be_visible()


def saved(page: Page, form: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=NL(f"follow.as_{form}")).click()
    assert waiting.value.suggested_filename.endswith(f".{form}")
    return Path(waiting.value.path()).read_bytes()


def test_an_action_is_agreed_and_taken_along(own: App, page: Page) -> None:
    agree(page, "Samen het gezin bezoeken")
    card = (
        page.locator("[class*=st-key-hiaat_]")
        .get_by_role("button")
        .filter(has_text=NL("follow.badge", status=NL("follow.status_open").lower()))
    )
    expect(card).to_have_count(1)
    cells = [cell.value for row in load_workbook(BytesIO(saved(page, "xlsx"))).active.rows for cell in row]
    assert {"Samen het gezin bezoeken", NL("common.fictitious")} <= set(cells)
    table = Document(BytesIO(saved(page, "docx"))).tables[0]
    assert any(cell.text == "Samen het gezin bezoeken" for cell in table.rows[1].cells)
    page.get_by_role("button", name=NL("follow.edit")).click()
    page.get_by_role("button", name=NL("follow.remove")).click()
    expect(page.get_by_role("button", name=NL("follow.agree"))).to_be_visible()
    expect(own.errors).to_have_count(0)


def test_a_gap_is_laid_aside_and_taken_back(own: App, page: Page) -> None:
    cards = page.locator("[class*=st-key-hiaat_]").get_by_role("button")
    name = cards.first.inner_text()
    page.get_by_role("button", name=NL("follow.lay_aside")).click()
    page.get_by_text(NL("follow.reason_accepted")).click()
    page.get_by_test_id("stForm").get_by_role("button", name=NL("follow.lay_aside")).click()
    expect(page.get_by_text(NL("follow.was_laid_aside", title="").rstrip(" .")).first).to_be_visible()
    expect(cards.first).not_to_have_text(name)
    page.get_by_text(NL("follow.show_aside", count=1)).click()
    aside = cards.filter(has_text=NL("follow.reason_accepted"))
    expect(aside).to_have_count(1)
    page.get_by_role("button", name=NL("follow.take_back")).first.click()
    expect(aside).to_have_count(0)
    expect(own.errors).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_forms_the_badges_and_the_quarters_have_no_violations(
    page: Page, own_server: Server, theme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=theme)
    app = App(page, own_server.url)
    app.open("hiaten")
    agree(page, "Samen kijken wat er speelt")
    page.get_by_text(NL("follow.show_quarters")).click()
    expect(page.get_by_text("We kijken sinds")).to_be_visible()
    page.get_by_role("button", name=NL("follow.edit")).click()
    expect(page.get_by_label(NL("follow.owner"))).to_be_visible()
    page.add_style_tag(content="* { transition: none !important; animation: none !important; }")
    app.settle()
    found = violations(page)
    page.get_by_role("button", name=NL("follow.remove")).click()
    expect(page.get_by_role("button", name=NL("follow.agree"))).to_be_visible()
    page.get_by_role("button", name=NL("follow.lay_aside")).click()
    expect(page.get_by_text(NL("follow.reason"))).to_be_visible()
    app.settle()
    found += violations(page)
    assert found == []
