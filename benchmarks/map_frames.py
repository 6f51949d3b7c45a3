"""Which renderer moves large networks smoothly: ``python -m benchmarks.map_frames [--sizes 300 1000 5000]``.

The same made-up network with the same places, drawn in headless Chromium without a graphics card by:
our own canvas; vis-network with everything drawn while moving, and with edges hidden while moving
(``hideEdgesOnDrag`` and ``hideEdgesOnZoom``); plain pyvis, that looks for its places by physics in the browser
(time only, up to 1,000 organisations, at most two minutes); and sigma (WebGL), when a folder is given that holds
``sigma.min.js`` and ``graphology.umd.min.js`` (from npm). Printed: milliseconds from the data in the page
to a stable picture, and frames a second while the picture is dragged and zoomed for three seconds. Goal: 20.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyvis
from playwright.sync_api import Browser, sync_playwright

from pages.views.layout import place
from tests.browser.conftest import FLAGS, chromium

ASSETS = Path("pages/ui/network_map/assets")
VIS = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
WIDE, HIGH = 1366, 700
MOST_PHYSICS = 1000
PAGE = """<!doctype html><meta charset=utf-8><style>body{margin:0} #host{width:1366px;height:700px;position:relative}
#host canvas{position:absolute}</style><div id=host></div><script src=vis-network.min.js></script>%s
<script type=module src=bench.js></script>"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[300, 1000, 5000])
    parser.add_argument("--sigma", type=Path, help="a folder with sigma.min.js and graphology.umd.min.js")
    parser.add_argument("--physics", action="store_true", help="plain pyvis as well: takes minutes")
    chosen = parser.parse_args()
    ways: list[tuple[str, list[Any]]] = [
        ("own canvas", ["own"]),
        ("vis-network, all drawn", ["vis", False]),
        ("vis-network, edges hidden", ["vis", True]),
    ]
    if chosen.sigma:
        ways.append(("sigma", ["sigma"]))
    if chosen.physics:
        ways.append(("plain pyvis, physics", ["vis", False, True]))
    print(f"{'organisations/ties':>20}  {'renderer':27}{'stable ms':>10}{'frames/s':>10}", flush=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, "--enable-unsafe-swiftshader"])
        for size in chosen.sizes:
            ties = 4 * size if size >= 5000 else 5 * size
            with served(size, ties, chosen.sigma) as url:
                for name, arguments in ways:
                    if arguments[-1] is True and len(arguments) == 3 and size > MOST_PHYSICS:
                        continue
                    stable, speed = measure(browser, url, arguments)
                    told = "" if speed is None else f"{speed:.0f}"
                    print(f"{size:>12,}/{ties:<7,}  {name:27}{stable:10.0f}{told:>10}", flush=True)
        browser.close()


def measure(browser: Browser, url: str, arguments: list[Any]) -> tuple[float, float | None]:
    page = browser.new_page(viewport={"width": WIDE, "height": HIGH})
    page.goto(url)
    page.wait_for_function("window.ready")
    stable, speed = page.evaluate("(given) => window.run(...given)", arguments)
    page.close()
    return stable, speed


@contextmanager
def served(size: int, ties: int, sigma: Path | None) -> Iterator[str]:
    """A page with the network and the renderers, on this machine."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        for path in [*ASSETS.glob("*.js"), VIS]:
            shutil.copy(path, folder)
        scripts = ""
        for name in ("graphology.umd.min.js", "sigma.min.js") if sigma else ():
            shutil.copy(next((sigma or folder).rglob(name)), folder)
            scripts += f"<script src={name}></script>"
        (folder / "data.json").write_text(json.dumps(network(size, ties)), encoding="utf-8")
        shutil.copy(Path(__file__).with_suffix(".js"), folder / "bench.js")
        (folder / "index.html").write_text(PAGE % scripts, encoding="utf-8")
        handler = functools.partial(Quiet, directory=home)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing: the figures are what is printed."""


def network(size: int, ties: int) -> dict[str, Any]:
    """A network with hubs: ends are drawn with weights that fall as 1/rank."""
    chance = np.random.default_rng(1)
    weights = 1 / np.arange(1, size + 1) ** 0.6
    ends = chance.choice(size, size=(4 * ties, 2), p=weights / weights.sum())
    pairs = list(dict.fromkeys((min(a, b), max(a, b)) for a, b in ends.tolist() if a != b))[:ties]
    ids = [f"o{at}" for at in range(size)]
    spots = place(ids, pairs)
    degree = np.bincount(np.array(pairs).ravel(), minlength=size)
    colours = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#6B7280")
    shapes = ("dot", "square", "diamond", "triangle", "star", "hexagon")
    looks = (("#5B7FA3", []), ("#C2570C", [9, 6]), ("#7A8794", [2, 6]), ("#A3762B", [16, 5, 3, 5]))
    nodes = [
        {"id": one, "label": f"Organisatie {at}", "title": one, "shape": shapes[at % 6], "value": int(degree[at])}
        | {"color": {"background": colours[at % 6]}, "x": spots[one][0], "y": spots[one][1], "kind": "x"}
        for at, one in enumerate(ids)
    ]
    edges = [
        {"id": f"{a}|{b}", "from": ids[a], "to": ids[b], "width": 2.4, "kind": "x", "claim": True}
        | {"color": {"color": looks[(a + b) % 4][0]}, "dashes": looks[(a + b) % 4][1] or False}
        for a, b in pairs
    ]
    return {"nodes": nodes, "edges": edges, "legend": {"kinds": []}, "measures": {}}


if __name__ == "__main__":
    main()
