"""Map and coverage as screens: links, hostile or not, the files of the data folder, and the selection."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.texts import texts
from tests.pages.conftest import Open

NL = texts("nl")
RING = [[5.4, 51.7], [5.6, 51.7], [5.6, 51.8], [5.4, 51.7]]
FEATURE = {"properties": {"statcode": "GM0828"}, "geometry": {"type": "Polygon", "coordinates": [RING]}}


@pytest.fixture
def home(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, with the example region in it."""
    shutil.copy(demo_file, tmp_path / "demo.db")
    monkeypatch.setenv("KETENKAART_STORE", f"sqlite:///{tmp_path / 'demo.db'}")
    return tmp_path


def opened(open_screen: Open, slug: str, **params: str) -> AppTest:
    """A screen by a link with choices of its own: going to another screen drops those, as a browser does."""
    app = open_screen(slug)
    for name, value in params.items():
        app.query_params[name] = value
    return app.run()


@pytest.mark.parametrize("store", ["demo"], indirect=True)
@pytest.mark.parametrize("slug", ["kaart", "dekking"])
def test_hostile_choices_in_a_link_are_ignored(open_screen: Open, store: str, slug: str) -> None:
    evil = "<script>alert(1)</script>"
    app = opened(
        open_screen, slug, laag=evil, plaats=evil + ">", vanaf="x", cel="~", rijen=evil, kolommen="stage", fase=evil
    )
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_a_selected_target_group_and_municipality_narrow_the_matrix(open_screen: Open, store: str) -> None:
    app = open_screen("dekking", gemeente="GM0828|GM0755", doelgroep="pro")
    assert any("van de 26 vakken" in text.value for text in app.markdown)


def test_borders_and_figures_of_the_data_folder_are_used(open_screen: Open, home: Path) -> None:
    borders = {"type": "FeatureCollection", "features": [FEATURE]}
    (home / "gemeentegrenzen.geojson").write_text(json.dumps(borders), encoding="utf-8")
    (home / "indicatoren.csv").write_text("gm_code;Kans\nGM0828;31,5\n", encoding="utf-8")
    app = opened(open_screen, "kaart", laag="cijfers")
    assert not app.exception
    assert app.selectbox(key="choice_vorm").value == "grenzen"
    assert app.selectbox(key="choice_cijfer").options == ["Kans"]


def test_a_broken_file_in_the_data_folder_is_said_and_the_next_one_is_used(open_screen: Open, home: Path) -> None:
    (home / "a.geojson").write_text("{", encoding="utf-8")
    (home / "b.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [FEATURE]}), encoding="utf-8")
    app = open_screen("kaart")
    assert NL("kaart.borders_not_json") in app.warning[0].value
    assert app.selectbox(key="choice_vorm").value == "grenzen"


def test_without_borders_there_are_tiles_only(open_screen: Open, home: Path) -> None:
    assert opened(open_screen, "kaart", vorm="grenzen").selectbox(key="choice_vorm").value == "tegels"
