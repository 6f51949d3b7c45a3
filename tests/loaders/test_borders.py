"""Borders from GeoJSON: degrees or RD, whatever the code is called, and a sentence for whatever is wrong."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.texts import texts
from loaders.borders import read_borders, wgs84
from loaders.reference import places_of
from loaders.tables import FileRefused, Source

OSS = [[5.4, 51.7], [5.6, 51.7], [5.6, 51.8], [5.4, 51.8], [5.4, 51.7]]
OSS_RD = [[160_000, 415_000], [170_000, 415_000], [170_000, 425_000], [160_000, 425_000], [160_000, 415_000]]
PUBLIC = Path(os.environ.get("KETENKAART_BORDERS", "gemeentegrenzen.geojson"))
"""An official file of the division of 2026, which is not ours to hand out: the test is left out without it."""


def feature(ring=OSS, code="GM0828", name="statcode", kind="Polygon", **more):
    coordinates = [ring] if kind == "Polygon" else [[ring]]
    return {
        "type": "Feature",
        "properties": {name: code},
        "geometry": {"type": kind, "coordinates": coordinates},
    } | more


def file(*features):
    return Source("grenzen.geojson", None, json.dumps({"type": "FeatureCollection", "features": features}).encode())


def refusal(source):
    with pytest.raises(FileRefused) as refused:
        read_borders(source)
    assert texts("nl").problem(refused.value.problem)
    return refused.value.problem.key


@pytest.mark.parametrize(
    ("x", "y", "lat", "lon"),
    [
        (155_000, 463_000, 52.15517440, 5.38720621),  # Amersfoort, the origin of the grid
        (120_700.723, 487_525.501, 52.37453253, 4.88352559),  # Westertoren, Amsterdam
        (233_883.131, 582_065.167, 53.21938317, 6.56820053),  # Martinitoren, Groningen
    ],
)
def test_the_dutch_grid_becomes_degrees_as_published(x, y, lat, lon):
    """Control points of Schreutelkamp and Strang van Hees (2001)."""
    assert wgs84(np.array([[x, y]]))[0] == pytest.approx((lat, lon), abs=5e-7)


def test_a_file_in_degrees_is_read_as_it_is():
    found = read_borders(file(feature()))
    assert found.converted is False
    np.testing.assert_allclose(found.rings["GM0828"][0], np.array(OSS)[:, ::-1])


def test_a_file_in_rd_is_converted_and_says_so():
    found = read_borders(file(feature(OSS_RD)))
    assert found.converted is True
    south_west = found.rings["GM0828"][0][0]
    assert south_west == pytest.approx((51.7236, 5.4593), abs=1e-3)


@pytest.mark.parametrize("name", ["statcode", "gm", "GM_CODE", "identificatie"])
def test_the_code_is_found_whatever_its_column_is_called(name):
    assert set(read_borders(file(feature(name=name))).rings) == {"GM0828"}


def test_a_code_without_letters_and_a_code_as_id_are_found_too():
    assert set(read_borders(file(feature(code="0828", name="code"))).rings) == {"GM0828"}
    assert set(read_borders(file(feature(code=7, id="GM0828"))).rings) == {"GM0828"}


def test_parts_of_one_municipality_are_put_together():
    found = read_borders(file(feature(), feature(kind="MultiPolygon")))
    assert len(found.rings["GM0828"]) == 2


def test_height_is_left_out():
    assert read_borders(file(feature([[*p, 3.5] for p in OSS]))).rings["GM0828"][0].shape == (5, 2)


def test_what_is_left_out_is_counted():
    found = read_borders(file(feature(), feature(code="GM9999"), feature(code="GM0796") | {"geometry": None}))
    assert [(n.key, n.values["count"]) for n in found.notices] == [
        ("kaart.borders_unknown", 1),
        ("kaart.borders_shapeless", 1),
    ]


@pytest.mark.parametrize(
    ("ring", "key"),
    [
        ([[y, x] for x, y in OSS], "kaart.borders_swapped"),
        ([[x + 400_000, y + 6_000_000] for x, y in OSS_RD], "kaart.borders_other_grid"),
        ([[x + 40, y] for x, y in OSS], "kaart.borders_elsewhere"),
        ([[5, 52], [6, 52]], "kaart.borders_bad_point"),
        ([["<b>", None]] * 5, "kaart.borders_bad_point"),
        ([[1e400, 1]] * 5, "kaart.borders_not_json"),
        ("nothing", "kaart.borders_bad_point"),
        ([10**400, 1], "kaart.borders_bad_point"),
    ],
)
def test_coordinates_that_cannot_be_drawn_are_refused(ring, key):
    assert refusal(file(feature(ring))) == key


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "problems.file_empty"),
        (b"  \n", "problems.file_empty"),
        (b"{", "kaart.borders_not_json"),
        (b"\xff\xfe\x00", "kaart.borders_not_json"),
        (b"[" * 200_000, "kaart.borders_not_json"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "kaart.borders_not_json"),
        (b"[1]", "kaart.borders_not_geojson"),
        (b'{"type": "Topology"}', "kaart.borders_not_geojson"),
        (b'{"type": "FeatureCollection", "features": []}', "kaart.borders_no_municipality"),
        (b'{"type": "FeatureCollection", "features": [1, null, "x", {}]}', "kaart.borders_no_municipality"),
    ],
)
def test_a_file_that_is_no_geojson_is_refused(data, key):
    assert refusal(Source("x.geojson", None, data)) == key


def test_a_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr("loaders.borders.MAX_BYTES", 100)
    assert refusal(file(feature())) == "kaart.borders_too_large"


def test_borders_that_are_too_fine_are_refused(monkeypatch):
    monkeypatch.setattr("loaders.borders.MAX_POINTS", 4)
    assert refusal(file(feature())) == "kaart.borders_too_many_points"


anything = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=9), st.just("GM0828")
    ),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "features", "properties", "geometry", "coordinates", "id", "gm"]),
            inside,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(anything)
@settings(max_examples=150, deadline=None)
def test_whatever_the_features_are_there_are_borders_or_a_sentence(features):
    source = Source("x.geojson", None, json.dumps({"type": "FeatureCollection", "features": [features]}).encode())
    try:
        assert read_borders(source).rings
    except FileRefused as refused:
        assert texts("nl").problem(refused.problem)


@pytest.mark.skipif(not PUBLIC.exists(), reason="no official borders: name the file with KETENKAART_BORDERS")
def test_the_borders_of_all_municipalities_lie_around_their_centres():
    found = read_borders(Source(PUBLIC.name, PUBLIC))
    areas = {e.id: e.properties for e in places_of(found.rings).entities if e.kind == "gebied_gemeente"}
    assert len(areas) == len(found.rings) == 342
    for code, rings in found.rings.items():
        points = np.vstack(rings)
        centre = areas[code]["lat"], areas[code]["lon"]
        assert (points.min(axis=0) <= centre).all() and (centre <= points.max(axis=0)).all(), code
