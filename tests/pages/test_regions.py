"""Which region is shown when a store has several."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.store.embedded import EmbeddedStore
from loaders.generate.region import generate
from tests.pages.conftest import Open


@pytest.fixture
def two_regions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with EmbeddedStore(tmp_path / "two.db") as store:
        for batch in generate(["AM27", "AM01"], 300, 400, 300):
            store.write(batch, who="test", why="two regions")
    monkeypatch.setenv("KETENKAART_STORE", f"sqlite:///{tmp_path / 'two.db'}")


def organisations(open_screen: Open, **params: str) -> int:
    return int(open_screen("regio", **params).metric[0].value)


def test_a_small_store_is_shown_whole_and_a_link_chooses_a_region(open_screen: Open, two_regions: None) -> None:
    everything = organisations(open_screen)
    parts = [organisations(open_screen, regio=region) for region in ("AM27", "AM01")]
    assert everything == 300 == sum(parts)
    assert min(parts) > 0


def test_a_large_store_is_shown_region_by_region(
    open_screen: Open, two_regions: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.ui.filters.WHOLE_COUNTRY", 100)
    assert organisations(open_screen) in {organisations(open_screen, regio=region) for region in ("AM27", "AM01")}


def test_a_region_that_the_store_does_not_know_is_ignored(open_screen: Open, two_regions: None) -> None:
    assert organisations(open_screen, regio="AM35") == 300
