"""How soon a click on the map shows who it is: ``python -m benchmarks.map_clicks [300 1000 3000] [--clicks 15]``.

Per size of region, in a real browser (headless Chromium), in milliseconds: loading the page cold and
warm, beside the app's own page without data; the median and the slowest of the clicks, from the pointer
going up until the name stands beside the map and is painted; the same until the server has nothing more
to add. Goals: 100 ms at 300 organisations, 150 ms at 3,000; page loads within 1.5 times the empty one.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.map_region import region
from graph.store.embedded import EmbeddedStore
from tests.browser.conftest import FLAGS, Server, chromium

WATCH = """() => {
  const headings = (root) => [...root.querySelectorAll('h2, h3')].concat(
    ...[...root.querySelectorAll('*')].filter((e) => e.shadowRoot).map((e) => headings(e.shadowRoot)));
  let shadows = null;
  window.addEventListener('pointerup', () => { window.released = performance.now(); }, true);
  window.until = (name) => new Promise((resolve) => {
    const look = () => {
      if (headings(document).some((h) => h.textContent.trim() === name)) {
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - window.released)));
      } else requestAnimationFrame(look);
    };
    look();
  });
}"""
LOADED = """() => {
  const inside = (root, what) => [...root.querySelectorAll("*")].filter((e) => e.shadowRoot)
    .map((e) => found(e.shadowRoot, what)).find(Boolean);
  const found = (root, what) => root.querySelector(what) ?? inside(root, what) ?? null;
  window.loaded = new Promise((resolve) => {
    const look = () => {
      const done = document.body && WHAT.every((what) => found(document, what));
      if (done) requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
      else requestAnimationFrame(look);
    };
    look();
  });
}"""
"""Notes when a page has it all: looked at every frame, since Playwright itself looks only twice a second."""
MAP_DRAWN = ["[data-testid=network-map][data-drawn]"]
STILL = ["h1", "[data-test-script-state=notRunning]"]
IDLE = "[data-test-script-state=notRunning]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[300, 1000, 3000])
    parser.add_argument("--clicks", type=int, default=15)
    chosen = parser.parse_args()
    print(f"{'':>8}{'empty page':>12}{'cold':>8}{'warm':>8}{'click':>8}{'slowest':>9}{'all there':>11}", flush=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        bare = empty_page(browser, Path(home))
        for size in chosen.sizes:
            with region(Path(home), size, 5 * size) as server:
                cold, warm, clicks, complete = visit(browser, server, chosen.clicks)
            middle, worst, rest = statistics.median(clicks), max(clicks), statistics.median(complete)
            print(f"{size:8,}{bare:12.0f}{cold:8.0f}{warm:8.0f}{middle:8.0f}{worst:9.0f}{rest:11.0f}", flush=True)
        browser.close()


def load(page: Page, url: str) -> float:
    """Milliseconds from asking for a page until it has what it is watched for, painted."""
    page.goto(url)
    return float(page.evaluate("() => window.loaded"))


def watching(browser: Browser, what: list[str]) -> Page:
    """A window whose pages note when they have ``what``."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(120_000)
    page.add_init_script(f"const WHAT = {what!r}; ({LOADED})()")
    return page


def empty_page(browser: Browser, folder: Path) -> float:
    """Milliseconds until the app's own page without data stands still: the median of loads that are not the first."""
    with EmbeddedStore(folder / "empty.db"):
        pass
    server = Server(folder / "empty.db", folder / "empty.log")
    page = watching(browser, STILL)
    taken = [load(page, f"{server.url}/netwerk") for _ in range(6)]
    page.close()
    server.stop()
    return statistics.median(taken[1:])


def visit(browser: Browser, server: Server, clicks: int) -> tuple[float, float, list[float], list[float]]:
    """Loading cold and warm, and per click: until the name is there, and until the server is done."""
    page = watching(browser, MAP_DRAWN)
    cold, *warm = [load(page, f"{server.url}/netwerk") for _ in range(6)]
    page.locator(IDLE).wait_for(state="attached")
    page.evaluate(WATCH)
    times, complete = [], []
    for one, name in targets(page, clicks):
        canvas = page.get_by_test_id("network-map")
        spot = canvas.evaluate("(canvas, id) => canvas.map.where(id)", one)
        box = canvas.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + spot["x"], box["y"] + spot["y"])
        waiting = page.evaluate_handle("(name) => ({ done: window.until(name) })", name)
        page.mouse.down()
        page.mouse.up()
        times.append(waiting.evaluate("(waiting) => waiting.done"))
        page.wait_for_timeout(30)
        page.locator(IDLE).wait_for(state="attached")
        complete.append(page.evaluate("() => performance.now() - window.released"))
        page.wait_for_timeout(300)
    page.close()
    return cold, statistics.median(warm), times, complete


def targets(page: Page, count: int) -> list[tuple[str, str]]:
    """Organisations that can be clicked without another one in the way: id and name."""
    found: list[tuple[str, str]] = page.get_by_test_id("network-map").evaluate(
        """(canvas, count) => {
          const free = canvas.map.names().filter(({ id }) => {
            const { x, y } = canvas.map.where(id);
            return x > 20 && y > 60 && x < canvas.clientWidth - 20 && y < canvas.clientHeight - 20
              && canvas.map.at(x, y) === id;
          });
          const step = Math.max(1, Math.floor(free.length / count));
          return free.filter((_, at) => at % step === 0).slice(0, count).map(({ id, name }) => [id, name]);
        }""",
        count,
    )
    return found


if __name__ == "__main__":
    main()
