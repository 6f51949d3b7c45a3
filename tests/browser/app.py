"""The app as a tester speaks of it: screens, the map, the selection. One place knows the page's structure."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Locator, Page, TimeoutError, expect

PATIENCE = 30_000
"""Milliseconds that a screen may take on a busy machine."""


class Map:
    """The network map."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.canvas = page.get_by_test_id("network-map")

    def wait(self, marks: int = 250) -> None:
        """Until so many organisations or groups are drawn; the example region has 250."""
        expect(self.canvas).to_have_attribute("data-drawn", str(marks), timeout=PATIENCE)

    def click(self, organisation: str) -> None:
        spot = self.canvas.evaluate("(canvas, id) => canvas.map.where(id)", organisation)
        self.canvas.click(position={"x": spot["x"], "y": spot["y"]})

    def spot(self, organisation: str) -> tuple[float, float]:
        """Where an organisation is, in pixels of the page."""
        spot, box = (
            self.canvas.evaluate("(canvas, id) => canvas.map.where(id)", organisation),
            self.canvas.bounding_box(),
        )
        assert box is not None
        return box["x"] + spot["x"] + 1, box["y"] + spot["y"] + 1

    def double_click(self, organisation: str) -> None:
        self.page.mouse.dblclick(*self.spot(organisation))

    def drag(self, organisation: str, right: float, down: float) -> None:
        x, y = self.spot(organisation)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + right, y + down, steps=5)
        self.page.mouse.up()

    def tell(self, what: str, *about: str) -> Any:
        """What the map says of itself: state, seen, lines, labels, selected, place."""
        return self.canvas.evaluate("(canvas, [what, about]) => canvas.map[what](...about)", [what, about])

    def wait_until_moved(self, organisation: str, place: object) -> None:
        """Until an organisation is elsewhere than at ``place``, which the map told before."""
        elsewhere = "([canvas, id, place]) => String(canvas.map.place(id)) !== String(place)"
        handle = self.canvas.element_handle()
        self.page.wait_for_function(elsewhere, arg=[handle, organisation, place], timeout=PATIENCE)

    def still(self) -> None:
        """Wait until a sharp picture stands."""
        self.canvas.evaluate("(canvas) => canvas.map.still()")

    def centre(self, organisation: str) -> None:
        self.canvas.evaluate("(canvas, id) => canvas.map.centre(id)", organisation)

    @property
    def view(self) -> dict[str, float]:
        """Scale and middle of what is shown."""
        found: dict[str, float] = self.canvas.evaluate("canvas => canvas.map.view()")
        return found

    @property
    def chosen(self) -> str | None:
        found: str | None = self.canvas.evaluate("canvas => canvas.map.chosen()")
        return found


class App:
    """A visitor of the app."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.map = Map(page)

    def open(self, slug: str = "", **params: str) -> None:
        self.page.goto(f"{self.url}/{slug}?{urlencode(params)}" if params else f"{self.url}/{slug}")
        self.settle()

    def settle(self) -> None:
        """Wait until the server has nothing more to send."""
        expect(self.title).to_be_visible(timeout=PATIENCE)
        expect(self.page.locator("[data-test-script-state=notRunning]")).to_be_attached(timeout=PATIENCE)

    @property
    def title(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def errors(self) -> Locator:
        return self.page.get_by_test_id("stAlertContentError")

    def heading(self, name: str) -> Locator:
        return self.page.get_by_role("heading", name=name)

    def go_to(self, title: str) -> None:
        """Choose a screen in the navigation."""
        self.page.get_by_role("link", name=title, exact=True).click()
        expect(self.title).to_have_text(title, timeout=PATIENCE)

    def option(self, name: str) -> Locator:
        """One of a row of options of which at most one is chosen."""
        return self.page.get_by_role("radio", name=name).or_(self.page.get_by_role("button", name=name, exact=True))

    def choose(self, box: Locator, *names: str) -> None:
        """Pick from a list by typing. One that is drawn anew meanwhile closes, so it is opened again."""
        for name in names:
            for patience in (5_000, 10_000, PATIENCE):
                self.settle()
                box.fill(name)
                try:
                    self.page.get_by_role("option", name=name, exact=True).first.click(timeout=patience)
                    break
                except TimeoutError:
                    box.blur()
            else:
                raise AssertionError(f"{name} is not in the list")
        box.blur()  # the list of several stays open
        self.settle()

    def speak(self, language: str) -> None:
        self.option(language.upper()).first.click()

    @property
    def params(self) -> dict[str, str]:
        return params_of(self.page.url)

    def expect_params(self, **wanted: str) -> None:
        """Wait until the selection in the address is exactly this."""
        self.page.wait_for_url(lambda url: params_of(url) == wanted, timeout=PATIENCE, wait_until="commit")


def params_of(url: str) -> dict[str, str]:
    """The selection in an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
