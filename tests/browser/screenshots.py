"""Take a picture of every screen, in every size, language and theme: ``python -m tests.browser.screenshots FOLDER``.

With the example region, with an empty store, and with a region of 3,000 organisations.

For looking at, not for comparing: a designer's eye is the test.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from graph.store.embedded import EmbeddedStore
from loaders.generate.region import generate
from pages.screens import SCREENS
from pages.ui.demo import load_demo
from tests.browser.app import App
from tests.browser.conftest import FLAGS, Server, chromium

SIZES = {"wall": (1920, 1080), "laptop": (1366, 768), "phone": (390, 844)}
STATES = ("demo", "empty", "large")
LARGE = (3_000, 15_000, 30_000)
"""Organisations, relations and referrals of the large region."""
FOCUS = "am27-uwv-01"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", help="slugs of screens", default=[s.slug for s in SCREENS])
    parser.add_argument("--states", nargs="*", choices=STATES, default=STATES)
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for state in chosen.states:
            path = Path(home) / f"{state}.db"
            fill(path, state)
            server = Server(path, Path(home) / f"{state}.log")
            try:
                take(browser, server, state, chosen.only, chosen.folder)
            finally:
                server.stop()
        browser.close()


def fill(path: Path, state: str) -> None:
    """Make the store of a state."""
    with EmbeddedStore(path) as store:
        if state == "demo":
            load_demo(store, "nl")
        if state == "large":
            for batch in generate(["AM27"], *LARGE):
                store.write(batch, who="screenshots", why="a large region")


def take(browser: Browser, server: Server, state: str, slugs: list[str], folder: Path) -> None:
    """All pictures of one state of the store."""
    for size, (width, height) in SIZES.items():
        for language, theme in (("nl", "light"), ("en", "dark")):
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)  # type: ignore[arg-type]
            app = App(context.new_page(), server.url)
            for slug in slugs:
                for focus in ("", FOCUS) if slug in ("netwerk", "organisatie") and state == "demo" else ("",):
                    app.open(slug, taal=language, **({"org": focus} if focus else {}))
                    if slug == "netwerk" and state != "empty":
                        app.map.wait(250 if state == "demo" else LARGE[0])
                    app.page.wait_for_load_state("networkidle")
                    expect(app.page.get_by_test_id("stSkeleton")).to_have_count(0)
                    name = "-".join(filter(None, (state, slug, "chosen" if focus else "", size, language, theme)))
                    app.page.screenshot(path=folder / f"{name}.png", full_page=True)
            context.close()


if __name__ == "__main__":
    main()
