"""The map: every municipality once, no tile over another, every text escaped, no flow of a few people."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.coverage import Asked
from graph.analysis.flows import flows
from graph.network import Scope
from graph.records import Entity, relation
from graph.texts import texts
from loaders.borders import Borders
from loaders.indicators import Indicators
from loaders.reference import municipalities_of, places_of
from pages.views import dekking, kaart_details
from pages.views import kaart as view
from pages.views.drawn_svg import INK, STEPS, Picture, ink_on, level, limits
from pages.views.kaart_drawing import by_tiles, picture
from pages.views.kaart_layout import outline, tiles
from pages.views.kaart_places import region_places, serving_network
from pages.views.keten_drawing import SCALE
from tests.pages.ui.test_theme import contrast
from tests.support.networks import network, organisation, sent

NL = texts("nl")
SVG = "{http://www.w3.org/2000/svg}"
BOEKEL, OSS, VUGHT = "GM0755", "GM0828", "GM0865"
EVIL = "<img src=x onerror=alert(1)>\x00"
spots = st.one_of(st.none(), st.tuples(st.floats(50.7, 53.6), st.floats(3.3, 7.3)))
codes = st.integers(1, 9999).map(lambda n: f"GM{n:04d}")


def marks(drawn: Picture) -> list[str]:
    root = ElementTree.fromstring(drawn.svg)  # noqa: S314 - our own text: what counts is that it is sound XML
    return [g.attrib["data-id"] for g in root.iter(f"{SVG}g") if "data-id" in g.attrib]


def places(*wanted: str) -> dict[str, Entity]:
    return {e.id: e for e in places_of(wanted).entities if e.kind == "gebied_gemeente"}


def plain(**more: Any) -> view.Layer:
    layer = {"title": "Titel", "source": "Bron", "values": {}, "shown": {}, "told": {}, "table": None} | more
    return view.Layer(**layer)


@given(st.dictionaries(codes, spots, max_size=30))
@settings(max_examples=60, deadline=None)
def test_every_municipality_has_a_tile_of_its_own(known: dict[str, Any]) -> None:
    at = tiles(known)
    assert set(at) == set(known)
    assert len(set(at.values())) == len(at)
    assert all(column >= 0 and row >= 0 for column, row in at.values())


@given(st.dictionaries(codes, spots, min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_tiles_in_the_picture_never_overlap(known: dict[str, Any]) -> None:
    areas = {c: Entity(c, "gebied_gemeente", c, {"lat": s[0], "lon": s[1]} if s else {}) for c, s in known.items()}
    shapes, width, height = by_tiles(areas)
    middles = np.array([(s.x, s.y) for s in shapes.values()])
    apart = np.abs(middles[:, None] - middles[None]).max(axis=2)
    size = next(iter(shapes.values())).wide
    assert (apart[~np.eye(len(middles), dtype=bool)] > size).all()
    assert (middles.max(axis=0) + size / 2 <= (width, height)).all()


def test_neighbours_on_the_map_are_placed_north_of_south_and_west_of_east() -> None:
    at = tiles({"north": (53.0, 5.0), "south": (51.0, 5.0), "west": (52.0, 4.0), "east": (52.0, 6.0)})
    assert at["north"][1] < at["south"][1]
    assert at["west"][0] < at["east"][0]


@pytest.mark.parametrize("with_borders", [False, True])
def test_every_municipality_of_a_region_is_drawn_exactly_once(with_borders: bool) -> None:
    """Also one without anybody in it, and one that the file of borders lacks."""
    here = network([*places_of([OSS]).entities, organisation("a", gm_code=OSS)], scope=Scope(regions=("AM27",)))
    shown = region_places(here)
    assert set(shown) == set(municipalities_of("AM27"))
    square = np.array([[51.7, 5.4], [51.7, 5.6], [51.8, 5.6], [51.8, 5.4], [51.7, 5.4]])
    borders = Borders("x", {OSS: (square,)}) if with_borders else None
    drawn = picture(plain(), shown, borders, (), "light", "", NL)
    assert sorted(marks(drawn)) == sorted(shown) == sorted(drawn.marks)


def test_a_municipality_without_any_place_is_drawn_too() -> None:
    shown = {"GM0001": Entity("GM0001", "gebied_gemeente", "Nergens"), **places(OSS)}
    for borders in (None, Borders("x", {})):
        assert sorted(marks(picture(plain(), shown, borders, (), "dark", "", NL))) == ["GM0001", OSS]


def test_hostile_names_are_text() -> None:
    shown = {OSS: Entity(OSS, "gebied_gemeente", EVIL * 20, {"lat": 51.7, "lon": 5.5})}
    layer = plain(title=EVIL, told={OSS: EVIL}, shown={OSS: EVIL})
    drawn = picture(layer, shown, None, (), "light", EVIL, NL)
    assert "<img" not in drawn.svg
    assert marks(drawn) == [OSS]


def test_neighbours_keep_the_line_between_them_when_points_are_rounded() -> None:
    line = np.array([[0.0, 0.0], [0.1, 0.0], [7.26, 3.3], [10.0, 10.0]])
    left = np.vstack([line, [[-5.0, 10.0], [0.0, 0.0]]])
    right = np.vstack([line[::-1], [[15.0, 0.0], [10.0, 10.0]]])
    assert outline([left]) == "M0 0L7.5 3.5L10 10L-5 10Z"
    assert outline([right]) == "M10 10L7.5 3.5L0 0L15 0Z"


@pytest.mark.parametrize("colour", [*STEPS["light"], *STEPS["dark"], *SCALE])
def test_figures_can_be_read_on_every_colour(colour: str) -> None:
    assert contrast(ink_on(colour), colour) >= 4.5


def test_classes_are_the_values_themselves_when_they_are_few() -> None:
    assert limits(np.array([13.0, 13.0, 12.0])) == (12.0,)
    assert [level(v, (12.0,)) for v in (11, 12, 13)] == [0, 0, 1]
    assert limits(np.array([])) == limits(np.array([np.nan])) == ()


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60))
def test_classes_are_ordered_and_the_highest_value_is_in_the_last(values: list[float]) -> None:
    cuts = limits(np.array(values))
    assert list(cuts) == sorted(set(cuts))
    assert level(max(values), cuts) == len(cuts) <= 4


def region(few: int = 3) -> Any:
    areas = places(BOEKEL, OSS, VUGHT)
    who = [
        organisation("a", "pro", gm_code=OSS),
        organisation("b", "uwv", gm_code=VUGHT, life_domains=("wonen",), stages=("opstap",), capacity=8),
        organisation("c", "uwv", gm_code=BOEKEL),
    ]
    rows = [sent(f"p{n}", "2025-01-01", "a", "b") for n in range(20)]
    rows += [sent(f"q{n}", "2025-01-01", "a", "c") for n in range(few)]
    rows += [sent(f"r{n}", "2025-01-01", "b", "c") for n in range(30)]
    within = [relation("onderdeel_van", code, "AM27") for code in areas]
    return network([*areas.values(), Entity("AM27", "arbeidsmarktregio", "NOB"), *who], within, rows)


def test_flows_of_few_people_are_in_no_arc_and_no_number() -> None:
    here = region(few=3)
    layer = view.flows_layer(flows(here, "municipality"), here.municipalities, 5, NL)
    assert {(a.source, a.target) for a in layer.arcs} <= {(OSS, VUGHT), (VUGHT, BOEKEL)}
    row = layer.table[(layer.table["Van"] == "Oss") & (layer.table["Naar"] == "Boekel")]
    assert row["Mensen"].tolist() == ["minder dan 5"]
    told = kaart_details.flow(flows(here, "municipality"), OSS, BOEKEL, NL)
    assert told.figures == ()


def test_flows_below_the_chosen_number_stay_in_the_table_and_are_counted() -> None:
    here = region(few=0)
    layer = view.flows_layer(flows(here, "municipality"), here.municipalities, 25, NL)
    assert [(a.source, a.target, a.people) for a in layer.arcs] == [(VUGHT, BOEKEL, 30)]
    assert layer.table["Mensen"].tolist() == ["30", "20"]
    assert layer.notes[0].startswith("1 van de 2 stromen")


def test_arcs_are_marks_and_their_width_is_people() -> None:
    here = region(few=0)
    layer = view.flows_layer(flows(here, "municipality"), here.municipalities, 5, NL)
    drawn = picture(layer, here.municipalities, None, (), "light", "", NL)
    root = ElementTree.fromstring(drawn.svg)  # noqa: S314
    wide = {
        g.attrib["data-id"]: float(g[1].attrib["stroke-width"])
        for g in root.iter(f"{SVG}g")
        if ">" in g.attrib.get("data-id", "")
    }
    assert wide[f"{VUGHT}>{BOEKEL}"] / wide[f"{OSS}>{VUGHT}"] == pytest.approx(30 / 20, abs=0.02)


def test_the_coverage_layer_counts_and_shows_white_spots_in_words() -> None:
    served = dekking.served(region())
    layer = view.coverage_layer(served, served.network.municipalities, Asked(life_domain="wonen"), NL)
    assert (layer.values, layer.white) == ({VUGHT: 1}, frozenset({OSS, BOEKEL}))
    assert layer.shown[OSS] == "geen"
    whole = view.coverage_layer(served, served.network.municipalities, Asked(), NL)
    assert (whole.shown[VUGHT], whole.shown[OSS]) == ("1 van 1", "0 van 1")


def test_places_stand_against_young_people() -> None:
    served = dekking.served(region())
    areas = served.network.municipalities
    layer = view.young_layer(served, areas, "opstap", None, NL)
    young = view.young_people(areas[VUGHT])
    assert young == round(areas[VUGHT].properties["inhabitants"] * areas[VUGHT].properties["young_pct"] / 100)
    assert layer.values == {VUGHT: pytest.approx(1000 * 8 / young)}
    assert view.work_stage(served.network.schema) == "opstap"


def test_a_figure_that_a_municipality_lacks_is_said() -> None:
    areas = places(OSS, VUGHT)
    layer = view.indicator_layer(Indicators("cijfers.csv", {"x": {OSS: 1.5}}), "x", areas, NL)
    assert (layer.values, layer.shown[OSS], layer.shown[VUGHT]) == ({OSS: 1.5}, "1,5", "–")
    assert "1" in layer.summary
    assert "cijfers.csv" in layer.source


def test_the_region_is_whole_for_coverage_even_when_a_kind_is_chosen() -> None:
    here = serving_network(region(), ("pro",))
    assert [e.id for e in here.organisations] == ["a"]
    assert set(here.municipalities) == {BOEKEL, OSS, VUGHT}
    assert here.referrals.empty


def test_the_themes_have_inks_that_can_be_read() -> None:
    assert contrast(INK["light"], "#FFFFFF") > 7
    assert contrast(INK["dark"], "#0E1822") > 7
