"""axe-core, an accessibility engine of others, finds no violation of WCAG 2.1 AA on any screen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from pages.screens import SCREENS
from tests.browser.app import App
from tests.browser.conftest import DESKTOP, Server

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}

TRIES = 4


@pytest.fixture(params=["light", "dark"])
def themed(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP, locale="nl-NL", color_scheme=request.param)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("themed", "language"), [("light", "nl"), ("dark", "en")], indirect=["themed"])
@pytest.mark.parametrize("slug", [screen.slug for screen in SCREENS])
def test_a_screen_has_no_violations(themed: Page, demo_server: Server, slug: str, language: str) -> None:
    app = App(themed, demo_server.url)
    app.open(slug, taal=language)
    assert lasting_violations(app) == []


def turns(what: str, *values: str) -> pytest.MarkDecorator:
    """Each of ``values`` once, in light and dark by turns: the screens themselves are seen in both."""
    return pytest.mark.parametrize(("themed", what), list(zip(cycle(["light", "dark"]), values)), indirect=["themed"])


@turns("way", "table", "matrix", "moments", "taken")
def test_the_map_seen_another_way_has_no_violations(themed: Page, demo_server: Server, way: str) -> None:
    app = App(themed, demo_server.url)
    app.open("netwerk", ook=way)
    assert lasting_violations(app) == []


@turns("section", "stroom", "partijen", "bron", "samen", "zeker", "naast", "aannames")
def test_every_section_of_the_employer_chain_has_no_violations(themed: Page, demo_server: Server, section: str) -> None:
    app = App(themed, demo_server.url)
    app.open("werkgeversketen", deel=section)
    assert lasting_violations(app) == []


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
