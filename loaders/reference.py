"""Municipalities and regions as records, from ``data/reference``: what a municipality code stands for."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache

from graph.records import Batch, Entity, Relation, Value, relation
from graph.schema import DATA

PROVENANCE = "CBS, Gebieden in Nederland 2026"


def places_of(codes: Iterable[str]) -> Batch:
    """The areas with these codes, the regions that they are part of, and the ``onderdeel_van`` between them.

    Codes of municipalities (GM0828), labour-market regions (AM27) and Doorstroompunt regions (RMC36);
    the id of an area is its code. Codes that do not exist are left out: see :func:`place_kind`.
    """
    areas, parents = _areas(), _parents()
    wanted = {code for code in codes if code in areas}
    links = [(code, parent) for code in sorted(wanted) for parent in parents.get(code, ())]
    wanted |= {parent for _, parent in links}
    return Batch(
        entities=tuple(areas[code] for code in sorted(wanted)),
        relations=tuple(_part_of(code, parent) for code, parent in links),
    )


def municipalities_of(region: str) -> tuple[str, ...]:
    """Codes of the municipalities of a region; of a Doorstroompunt region only those that the reference knows."""
    return tuple(sorted(code for code, above in _parents().items() if region in above))


def place_kind(code: str) -> str | None:
    """The kind of the area with this code, None when there is no such area."""
    area = _areas().get(code)
    return area.kind if area else None


def place_names() -> tuple[str, ...]:
    """The names of all municipalities and labour-market regions."""
    return tuple(area.name for area in _areas().values())


def _part_of(code: str, parent: str) -> Relation:
    return relation("onderdeel_van", code, parent, {"provenance": PROVENANCE})


@cache
def _areas() -> Mapping[str, Entity]:
    areas: dict[str, Entity] = {}
    for row in _rows("gemeenten"):
        properties: dict[str, Value] = {
            "inhabitants": int(row["inwoners_2023"]),
            "young_pct": float(row["pct_15_25_2023"]),
            "lat": float(row["lat"]),
            "lon": float(row["lon"]),
            "provenance": PROVENANCE,
        }
        areas[row["gm_code"]] = Entity(row["gm_code"], "gebied_gemeente", row["gemeente"], properties)
    for row in _rows("arbeidsmarktregios"):
        known: dict[str, Value] = {"inhabitants": int(row["inwoners_2023"]), "provenance": PROVENANCE}
        areas[row["am_code"]] = Entity(row["am_code"], "arbeidsmarktregio", row["arbeidsmarktregio"], known)
    for row in _rows("rmc_regios"):
        areas[row["rmc_code"]] = Entity(row["rmc_code"], "rmc_regio", row["rmc_naam"], {"provenance": PROVENANCE})
    return areas


@cache
def _parents() -> Mapping[str, tuple[str, ...]]:
    parents: dict[str, tuple[str, ...]] = {}
    for row in (*_rows("gemeenten"), *_rows("rmc_gemeenten")):
        parents[row["gm_code"]] = (*parents.get(row["gm_code"], ()), row.get("am_code") or row["rmc_code"])
    return parents


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
