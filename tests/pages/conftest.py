"""The app in three states of its store: empty, with the example region, and away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.problems import StoreUnavailable
from graph.store.embedded import EmbeddedStore
from pages.ui.demo import load_demo

ROOT = Path(__file__).resolve().parent.parent.parent
Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the example region in it, loaded once."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    with EmbeddedStore(path) as store:
        load_demo(store, "nl")
    return path


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The state of the store that the test asks for: "empty", "demo" or "down"."""
    state = str(request.param)
    path = request.getfixturevalue("demo_file") if state == "demo" else tmp_path / f"{state}.db"
    monkeypatch.setenv("KETENKAART_STORE", f"sqlite:///{path}")
    if state == "down":

        def refuse(address: str | None = None) -> EmbeddedStore:
            raise StoreUnavailable("store.cannot_open", path=path)

        monkeypatch.setattr("pages.ui.state.open_store", refuse)
    return state


@pytest.fixture
def open_screen(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a screen as a browser would, with query parameters."""
    monkeypatch.chdir(ROOT)

    def opened(slug: str, **params: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in params.items():
            app.query_params[name] = value
        app.run()
        return app.switch_page(f"pages/screens/{slug}.py").run()

    return opened
