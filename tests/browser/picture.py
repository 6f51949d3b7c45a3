"""A picture that can be clicked, as a tester speaks of it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


class Picture:
    """The map or the matrix of a screen."""

    def __init__(self, page: Page) -> None:
        self.paper = page.get_by_test_id("picture")
        self.marks = self.paper.locator("[data-id]")

    def wait(self) -> None:
        expect(self.paper).to_have_attribute("data-drawn", re.compile("[1-9]"))

    def mark(self, identity: str) -> Locator:
        return self.paper.locator(f'[data-id="{identity}"]')
