"""The map beside what others would use in Streamlit: ``python -m benchmarks.map_beside [--sizes 300 1000 5000]``.

In one run, per size and for each way to show the same made-up network, in headless Chromium: milliseconds from
asking for a page until its picture is stable (nothing is drawn any more, or after a minute: ">"), frames a
second while it is dragged for three seconds, and for ours the median milliseconds from a click to the details.

- ours: the screen Netwerk with a region of that size in its store, warm (it was opened once before);
- pyvis, as its own examples show it: physics in the browser, in a page of its own;
- st-link-analysis (Cytoscape, layout "cose") and streamlit-agraph (vis-network, physics): a page of Streamlit with
  just that. They are not among our own requirements: ``pip install -r benchmarks/requirements.txt``.

Goals: ours at 300 within 1.5 times the app's own empty page, and at 1,000 at least 20 times sooner than pyvis.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import multiprocessing
import os
import queue
import signal
import statistics
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from playwright.sync_api import Browser, Error, Frame, Page, sync_playwright
from pyvis.network import Network

from benchmarks.map_clicks import empty_page, visit
from benchmarks.map_frames import network
from benchmarks.map_region import region
from tests.browser.conftest import FLAGS, Server, chromium

PATIENCE = 60  # seconds
DRAG = 10  # seconds
LOADS = 6
"""Loads of a page that does no physics, as many as of the empty page: the first is not counted."""
WATCH = """(() => {
  const look = window.__drawn = { last: 0, calls: 0, still: false };
  for (const name of ["stroke", "fill", "fillText", "drawImage", "clearRect"]) {
    const own = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...given) {
      look.calls += 1; look.last = performance.timeOrigin + performance.now();
      return own.apply(this, given);
    };
  }
  // Still: so many frames on end in which nothing was drawn and the page was not too busy to draw.
  let quiet = 0, before = performance.now(), seen = 0;
  const frame = (now) => {
    quiet = look.calls === seen && now - before < 100 ? quiet + 1 : 0;
    [seen, before] = [look.calls, now]; look.still = quiet > 90;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})()"""
"""Notes in every frame of a page when something was last drawn on a canvas."""
FRAMES = """() => new Promise((done) => {
  let count = 0; const start = performance.now();
  const frame = () => { count += 1;
    if (performance.now() - start > 3000) done(1000 * count / (performance.now() - start));
    else requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
})"""
LINK = """import json, streamlit as st
from st_link_analysis import EdgeStyle, NodeStyle, st_link_analysis
data = json.load(open({path!r}))
nodes = [{{"data": {{"id": n["id"], "label": "ORG", "name": n["label"]}}}} for n in data["nodes"]]
edges = [{{"data": {{"id": e["id"], "label": "TIE", "source": e["from"], "target": e["to"]}}}} for e in data["edges"]]
st_link_analysis({{"nodes": nodes, "edges": edges}}, "cose", [NodeStyle("ORG", "#0072B2", "name")],
                 [EdgeStyle("TIE")], height=700)
"""
AGRAPH = """import json, streamlit as st
from streamlit_agraph import Config, Edge, Node, agraph
data = json.load(open({path!r}))
agraph([Node(id=n["id"], label=n["label"], size=15) for n in data["nodes"]],
       [Edge(source=e["from"], target=e["to"]) for e in data["edges"]], Config(width=1300, height=700, physics=True))
"""
APPS = {"st-link-analysis, cose": ("st_link_analysis", LINK), "streamlit-agraph, physics": ("streamlit_agraph", AGRAPH)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[300, 1000, 5000])
    sizes = parser.parse_args().sizes
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        folder = Path(home)
        print(f"the app's own empty page: {empty_page(browser, folder):.0f} ms", flush=True)
        print(f"{'organisations/ties':>20}  {'way':27}{'stable ms':>10}{'frames/s':>12}{'click ms':>10}", flush=True)
        for size in sizes:
            ties = 4 * size if size >= 5000 else 5 * size
            data = folder / f"{size}.json"
            data.write_text(json.dumps(network(size, ties)), encoding="utf-8")
            told = f"{size:,}/{ties:,}"
            line(told, "Ketenkaart", *ours(browser, folder, size, ties))
            line(told, "pyvis, physics", *apart(pyvis_page(data)))
            for name, (module, source) in APPS.items():
                if find_spec(module) is None:
                    print(f"{told:>20}  {name:27} is not installed: see benchmarks/requirements.txt", flush=True)
                    continue
                script = folder / f"shows_{module}.py"  # its own name would hide the module from itself
                script.write_text(source.format(path=str(data)), encoding="utf-8")
                server = Server(folder / "none.db", folder / f"{module}.log", f"streamlit run {script}", tried=False)
                line(told, name, *apart(server.url))
                server.stop()
        browser.close()


def line(size: str, name: str, stable: float | None, speed: float, click: float | None = None) -> None:
    """Print one way at one size."""
    shown = f"> {PATIENCE * 1000}" if stable is None else f"{stable:.0f}"
    frames = "no picture" if math.isnan(speed) else f"{speed:.0f}"
    print(f"{size:>20}  {name:27}{shown:>10}{frames:>12}{'' if click is None else round(click):>10}", flush=True)


def ours(browser: Browser, folder: Path, size: int, ties: int) -> tuple[float | None, float, float]:
    """The screen Netwerk: until stable, frames a second, and a click."""
    with region(folder, size, ties) as server:
        stable, speed = watched(browser, f"{server.url}/netwerk", LOADS)
        _, _, clicks, _ = visit(browser, server, 15)
    return stable, speed, statistics.median(clicks)


def apart(url: str) -> tuple[float | None, float]:
    """A page of others, watched in a process and a browser of its own: too busy to answer at all, it is stopped."""
    told: multiprocessing.Queue[tuple[float | None, float]] = multiprocessing.Queue()
    watcher = multiprocessing.Process(target=_watch_apart, args=(url, told))
    watcher.start()
    try:
        return told.get(timeout=4 * PATIENCE)
    except queue.Empty:
        return None, math.nan
    finally:
        with contextlib.suppress(ProcessLookupError):  # it, and its browser
            os.killpg(watcher.pid or 0, signal.SIGKILL)
        watcher.join()


def _watch_apart(url: str, told: multiprocessing.Queue[tuple[float | None, float]]) -> None:
    os.setsid()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        told.put(watched(browser, url, 1))
        told.close()
        told.join_thread()


def watched(browser: Browser, url: str, loads: int) -> tuple[float | None, float]:
    """Milliseconds until a page is stable (None: never), the median of ``loads`` but the first; and its speed."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(2_000 * PATIENCE)
    page.add_init_script(WATCH)
    taken = [until_still(page, url) for _ in range(loads)][1 if loads > 1 else 0 :]
    speed = dragged(page)
    page.close()
    known = [one for one in taken if one is not None]
    return (statistics.median(known) if len(known) == len(taken) else None), speed


def until_still(page: Page, url: str) -> float | None:
    """Milliseconds from asking for the page until the last thing was drawn in it."""
    page.goto(url, wait_until="commit")
    start = page.evaluate("performance.timeOrigin")
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        page.wait_for_timeout(250)
        drawn = [found for found in map(_drawn, page.frames) if found and found["calls"] > 20]
        if drawn and all(found["still"] for found in drawn):
            return float(max(found["last"] for found in drawn) - start)
    return None


def _drawn(frame: Frame) -> dict[str, float] | None:
    """What a frame of the page drew; None when it is not there (yet)."""
    try:
        found: dict[str, float] | None = frame.evaluate("window.__drawn ?? null")
    except Error:  # a frame may go away while it is asked
        return None
    return found


def dragged(page: Page) -> float:
    """Frames a second while the largest picture on the page is dragged about; NaN where nothing was drawn (yet)."""
    frame = max(page.frames, key=lambda one: (_drawn(one) or {"calls": 0})["calls"])
    boxes = [box for box in (one.bounding_box() for one in frame.locator("canvas").all()) if box]
    if not boxes:
        return float("nan")
    box = max(boxes, key=lambda one: one["width"] * one["height"])
    x, y = box["x"] + 12, box["y"] + box["height"] - 12  # a corner, where nobody stands
    counting = frame.evaluate_handle(f"() => ({{ done: ({FRAMES})() }})")
    page.mouse.move(x, y)
    page.mouse.down()
    end = time.monotonic() + DRAG
    for at in range(60):
        if time.monotonic() > end:  # a page that is busy answers each move late
            break
        page.mouse.move(x + 6 * (at % 20), y - 4 * (at % 20))
        page.wait_for_timeout(30)
    page.mouse.up()
    return float(counting.evaluate("(counting) => counting.done"))


def pyvis_page(data: Path) -> str:
    """The network as pyvis writes it, with its physics."""
    found = json.loads(data.read_text(encoding="utf-8"))
    drawn = Network(height="700px", width="100%", cdn_resources="in_line")
    for node in found["nodes"]:
        drawn.add_node(node["id"], node["label"])
    for edge in found["edges"]:
        drawn.add_edge(edge["from"], edge["to"])
    path = data.with_suffix(".html")
    path.write_text(drawn.generate_html(), encoding="utf-8")
    return path.as_uri()


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main()
