"""Start the app: ``python -m pages.ui.serve [options of streamlit run]``.

Three things that ``streamlit run app.py`` alone does not do: load the example region when asked
(``KETENKAART_DEMO=1``) and nothing is stored yet; compile the simulation before somebody waits for
it; and run the script once, so that the first deep link to a fresh server finds its screen (a server
that has not yet run the script knows no screens, and says "Page not found").
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
import urllib.request
from pathlib import Path

from streamlit import config
from streamlit.web import cli

from graph.problems import KetenkaartError
from graph.simulation import ledger, model
from graph.store.open import open_store
from graph.texts import texts
from pages.ui.demo import load_demo

APP = Path(__file__).resolve().parents[2] / "app.py"
PATIENCE = 120.0


def main(arguments: list[str]) -> None:
    """Serve the app with these options until it is stopped."""
    if os.environ.get("KETENKAART_DEMO") == "1":
        fill_when_empty()
    threading.Thread(target=_prepare, daemon=True).start()
    sys.argv = ["streamlit", "run", str(APP), "--server.scriptHealthCheckEnabled=true", *arguments]
    sys.exit(cli.main())


def fill_when_empty() -> None:
    """Load the example region into a store that has never been written to; a store that is away is left to the app."""
    try:
        with open_store() as store:
            if store.revision() == 0:
                load_demo(store, "nl")
    except KetenkaartError as error:
        sys.stderr.write(texts("nl").error(error) + "\n")


def _prepare() -> None:
    """Run the script once as soon as the server answers, then compile the simulation."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        time.sleep(0.2)
        with contextlib.suppress(OSError):
            address = f"http://127.0.0.1:{config.get_option('server.port')}/_stcore/script-health-check"
            urllib.request.urlopen(address, timeout=PATIENCE).close()
            break
    model.warm_up()
    ledger.warm_up()


if __name__ == "__main__":
    main(sys.argv[1:])
