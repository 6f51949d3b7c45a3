"""axe-core, an accessibility engine of others, finds no violation of WCAG 2.1 AA on any screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from pages.screens import SCREENS
from tests.browser.app import App
from tests.browser.conftest import DESKTOP, Server

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


@pytest.fixture(params=["light", "dark"])
def themed(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP, locale="nl-NL", color_scheme=request.param)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("slug", [screen.slug for screen in SCREENS])
def test_a_screen_has_no_violations(themed: Page, demo_server: Server, slug: str, language: str) -> None:
    app = App(themed, demo_server.url)
    app.open(slug, taal=language)
    # What is about to be replaced fades meanwhile; a screen is judged when nothing moves any more.
    themed.add_style_tag(content="* { transition: none !important; animation: none !important; }")
    expect(themed.locator("[data-stale=true]")).to_have_count(0)
    found = Axe().run(themed, options=RULES).response["violations"]
    assert [f"{v['id']}: {node['target']} {node['failureSummary']}" for v in found for node in v["nodes"]] == []
