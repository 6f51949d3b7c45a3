"""axe-core, an accessibility engine of others, finds no violation of WCAG 2.1 AA on any screen."""

from __future__ import annotations

from itertools import cycle

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from graph.texts import texts
from pages.screens import SCREENS
from tests.browser.app import App

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
TITLES = {screen.slug: screen.title for screen in SCREENS}

TRIES = 4


@pytest.fixture(params=["light", "dark"])
def themed(request: pytest.FixtureRequest, app: App) -> App:
    """The app for who likes it light, or dark."""
    app.page.emulate_media(color_scheme=request.param)
    return app


@pytest.mark.parametrize(("themed", "language"), [("light", "nl"), ("dark", "en")], indirect=["themed"])
@pytest.mark.parametrize("slug", [screen.slug for screen in SCREENS])
def test_a_screen_opens_by_its_own_link_and_has_no_violations(themed: App, slug: str, language: str) -> None:
    themed.open(slug, taal=language)
    expect(themed.title).to_have_text(texts(language)(TITLES[slug]))
    expect(themed.errors).to_have_count(0)
    assert lasting_violations(themed) == []


def turns(what: str, *values: str) -> pytest.MarkDecorator:
    """Each of ``values`` once, in light and dark by turns: the screens themselves are seen in both."""
    return pytest.mark.parametrize(("themed", what), list(zip(cycle(["light", "dark"]), values)), indirect=["themed"])


@turns("way", "table", "matrix", "moments", "taken")
def test_the_map_seen_another_way_has_no_violations(themed: App, way: str) -> None:
    themed.open("netwerk", ook=way)
    assert lasting_violations(themed) == []


@turns("section", "stroom", "partijen", "regelingen", "bron", "samen", "zeker", "naast", "aannames")
def test_every_section_of_the_employer_chain_has_no_violations(themed: App, section: str) -> None:
    themed.open("werkgeversketen", deel=section)
    assert lasting_violations(themed) == []


def lasting_violations(app: App) -> list[str]:
    """What axe-core says against the page, and goes on saying."""
    page = app.page
    page.add_style_tag(content="* { transition: none !important; animation: none !important; }")
    for _ in range(TRIES):
        found = violations(page)
        if not found:
            break
        app.settle()  # what is about to be replaced is faint meanwhile: what is wrong stays wrong
        page.wait_for_function("() => document.querySelectorAll('[data-stale=true]').length === 0")
    return found


def violations(page: Page) -> list[str]:
    """What axe-core says against the page as it is."""
    told = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:300]} {node['failureSummary']}" for one in told for node in one["nodes"]]
