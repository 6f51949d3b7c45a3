"""Borders of municipalities from a GeoJSON file, such as CBS and PDOK publish them.

Nothing in the file is trusted: its size, its shape, its numbers and its codes are checked, and whatever
is wrong is said in a sentence. Coordinates are degrees (WGS 84 or ETRS89, which differ by less than a
metre) or metres of the Dutch grid (RD, EPSG:28992), which are converted.
Source of the format: RFC 7946 (GeoJSON).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.problems import Place, Problem
from loaders.reference import place_kind
from loaders.tables import Source

Points = NDArray[np.float64]
MAX_BYTES = 150_000_000
MAX_POINTS = 5_000_000
MAX_FEATURES = 20_000
_CODE = re.compile(r"GM\d{4}")
_DIGITS = re.compile(r"\d{4}")
_NETHERLANDS = ((50.6, 3.1), (53.8, 7.4))
"""Latitude and longitude that hold the European part of the country, where all its municipalities are."""


@dataclass(frozen=True)
class Borders:
    """Rings per municipality: arrays of shape (points, 2), latitude and longitude in degrees, closed.

    ``source`` names the file, ``converted`` says whether it was in RD, ``notices`` what was left out.
    """

    source: str
    rings: Mapping[str, tuple[Points, ...]]
    converted: bool = False
    notices: tuple[Problem, ...] = ()


def read_borders(source: Source) -> Borders:
    """Read a GeoJSON file. Raises FileRefused, with the sentence that fits, when it gives no borders."""
    features = _features(source)
    key = _code_key(features)
    rings: dict[str, list[Points]] = {}
    unknown: Counter[str] = Counter()
    shapeless = points = 0
    for feature in features:
        code = _code(feature, key)
        if code is None or place_kind(code) != "gebied_gemeente":
            unknown[code or "–"] += 1
            continue
        found = [_points(source, ring) for ring in _rings(feature)]
        points += sum(map(len, found))
        if points > MAX_POINTS:
            raise source.refused("kaart.borders_too_many_points", max=MAX_POINTS)
        shapeless += not found
        if found:
            rings.setdefault(code, []).extend(found)
    if not rings:
        raise source.refused("kaart.borders_no_municipality")
    converted = _is_grid(source, np.vstack(list(chain.from_iterable(rings.values()))))
    turned = {code: tuple(wgs84(ring) if converted else ring[:, ::-1] for ring in some) for code, some in rings.items()}
    return Borders(source.name, turned, converted, _notices(source, unknown, shapeless))


def wgs84(grid: Points) -> Points:
    """RD (EPSG:28992, x and y in metres; shape (n, 2)) as latitude and longitude in degrees.

    Source: F.H. Schreutelkamp and G.L. Strang van Hees, "Benaderingsformules voor de transformatie tussen
    RD- en WGS84-kaartcoördinaten", Geodesia 43 (2001) 64-69. Accurate to about 25 cm.
    """
    x, y = (grid[:, 0] - 155_000) * 1e-5, (grid[:, 1] - 463_000) * 1e-5
    lat = sum(k * x**p * y**q for p, q, k in _LATITUDE)
    lon = sum(k * x**p * y**q for p, q, k in _LONGITUDE)
    return np.column_stack([52.15517440 + lat / 3600, 5.38720621 + lon / 3600])


_LATITUDE = (
    (0, 1, 3235.65389),
    (2, 0, -32.58297),
    (0, 2, -0.24750),
    (2, 1, -0.84978),
    (0, 3, -0.06550),
    (2, 2, -0.01709),
    (1, 0, -0.00738),
    (4, 0, 0.00530),
    (2, 3, -0.00039),
    (4, 1, 0.00033),
    (1, 1, -0.00012),
)
_LONGITUDE = (
    (1, 0, 5260.52916),
    (1, 1, 105.94684),
    (1, 2, 2.45656),
    (3, 0, -0.81885),
    (1, 3, 0.05594),
    (3, 1, -0.05607),
    (0, 1, 0.01199),
    (3, 2, -0.00256),
    (1, 4, 0.00128),
    (0, 2, 0.00022),
    (2, 0, -0.00022),
    (5, 0, 0.00026),
)
"""Power of x, power of y, coefficient in seconds of arc."""


def _features(source: Source) -> list[Mapping[str, Any]]:
    """The features of the file."""
    if source.state()[0] > MAX_BYTES:
        raise source.refused("kaart.borders_too_large", max=MAX_BYTES // 1_000_000)
    with source.open() as file:
        data = file.read(MAX_BYTES + 1)
    if not data.strip():
        raise source.refused("problems.file_empty")

    def no_number(name: str) -> float:
        raise ValueError(name)

    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=no_number)
    except (ValueError, RecursionError) as error:
        raise source.refused("kaart.borders_not_json") from error
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise source.refused("kaart.borders_not_geojson")
    if len(features) > MAX_FEATURES:
        raise source.refused("kaart.borders_too_many", max=MAX_FEATURES)
    return [one for one in features if isinstance(one, dict)]


def _properties(feature: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The texts that may hold a code: the properties, and the id of the feature itself."""
    known = feature.get("properties")
    for name, value in known.items() if isinstance(known, dict) else ():
        if isinstance(value, str):
            yield name, value.strip().upper()
    if isinstance(feature.get("id"), str):
        yield "", feature["id"].strip().upper()


def _code_key(features: list[Mapping[str, Any]]) -> tuple[str, bool] | None:
    """Which property holds the code (publishers call it statcode, gm_code, identificatie ...), and whether
    without its letters: the one that names most different municipalities."""
    found: dict[tuple[str, bool], set[str]] = {}
    for feature in features:
        for name, value in _properties(feature):
            if _CODE.fullmatch(value):
                found.setdefault((name, False), set()).add(value)
            elif _DIGITS.fullmatch(value):
                found.setdefault((name, True), set()).add(value)
    # Codes with their letters go first: four digits may be something else, such as a year.
    return max(found, key=lambda key: (not key[1], len(found[key])), default=None)


def _code(feature: Mapping[str, Any], key: tuple[str, bool] | None) -> str | None:
    if key is None:
        return None
    value = dict(_properties(feature)).get(key[0])
    return None if value is None else (f"GM{value}" if key[1] else value)[:40]


def _rings(feature: Mapping[str, Any]) -> Iterator[Any]:
    """The rings of a polygon or several; nothing for other shapes."""
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict) or not isinstance(geometry.get("coordinates"), list):
        return
    if geometry.get("type") == "Polygon":
        yield from geometry["coordinates"]
    elif geometry.get("type") == "MultiPolygon":
        for polygon in geometry["coordinates"]:
            yield from polygon if isinstance(polygon, list) else ()


def _points(source: Source, ring: Any) -> Points:
    """A ring as an array of x and y; a third coordinate is height, and left out."""
    try:
        points = np.array([(p[0], p[1]) for p in ring], dtype=float)
    except (TypeError, ValueError, IndexError, KeyError, OverflowError) as error:
        raise source.refused("kaart.borders_bad_point") from error
    if points.ndim != 2 or len(points) < 4 or not np.isfinite(points).all():
        raise source.refused("kaart.borders_bad_point")
    return points


def _is_grid(source: Source, points: Points) -> bool:
    """Whether the coordinates are metres of the Dutch grid; else they are degrees. Raises FileRefused for others."""
    low, high = points.min(axis=0), points.max(axis=0)
    (south, west), (north, east) = _NETHERLANDS
    if west <= low[0] and high[0] <= east and south <= low[1] and high[1] <= north:
        return False
    if low[0] >= -7_000 and high[0] <= 300_000 and low[1] >= 289_000 and high[1] <= 629_000:  # extent of EPSG:28992
        return True
    if west <= low[1] and high[1] <= east and south <= low[0] and high[0] <= north:
        raise source.refused("kaart.borders_swapped")
    if abs(low).max() > 1_000 or abs(high).max() > 1_000:
        raise source.refused("kaart.borders_other_grid")
    raise source.refused("kaart.borders_elsewhere")


def _notices(source: Source, unknown: Counter[str], shapeless: int) -> tuple[Problem, ...]:
    """What was left out, and why."""
    found = []
    if unknown:
        first = ", ".join(sorted(unknown)[:5])
        values = {"count": unknown.total(), "codes": first}
        found.append(Problem("kaart.borders_unknown", values, Place(source.name), severity="notice"))
    if shapeless:
        found.append(Problem("kaart.borders_shapeless", {"count": shapeless}, Place(source.name), severity="notice"))
    return tuple(found)
