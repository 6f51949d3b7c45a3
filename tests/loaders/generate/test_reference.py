"""The geography under generated regions is the Netherlands as CBS counts it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from graph.analysis.distance import kilometres
from graph.schema import DATA
from loaders.generate.reference import load_reference, project, unproject

FACTS = Path(__file__).resolve().parents[4] / "shared" / "facts"


def test_there_are_342_municipalities_in_35_labour_market_regions() -> None:
    reference = load_reference()
    assert len(reference.codes) == len(set(reference.codes)) == 342
    assert len(reference.region_codes) == 35
    assert set(reference.region.tolist()) == set(range(35))


def test_inhabitants_of_the_municipalities_add_up_to_the_published_total_of_their_region() -> None:
    reference = load_reference()
    rows = (DATA / "reference" / "arbeidsmarktregios.csv").read_text(encoding="utf-8").splitlines()[1:]
    for row in rows:
        code, _, municipalities, inhabitants = row.split(",")[:4]
        inside = reference.region == reference.region_index(code)
        assert inside.sum() == int(municipalities)
        assert reference.inhabitants[inside].sum() == int(inhabitants)


def test_distances_are_those_of_the_great_circle_within_one_percent() -> None:
    reference = load_reference()
    lat, lon = np.radians(reference.lat), np.radians(reference.lon)
    for a, b in (("GM0828", "GM0796"), ("GM1680", "GM0935"), ("GM0363", "GM0828")):
        i, j = reference.codes.index(a), reference.codes.index(b)
        half = np.sin((lat[i] - lat[j]) / 2) ** 2 + np.cos(lat[i]) * np.cos(lat[j]) * np.sin((lon[i] - lon[j]) / 2) ** 2
        assert reference.distance[i, j] == pytest.approx(2 * 6371.0 * np.arcsin(np.sqrt(half)), rel=0.01)


def test_projecting_there_and_back_is_the_identity() -> None:
    reference = load_reference()
    lat, lon = unproject(project(reference.lat, reference.lon))
    np.testing.assert_allclose(lat, reference.lat)
    np.testing.assert_allclose(lon, reference.lon)


def test_an_unknown_region_is_named_with_those_that_exist() -> None:
    with pytest.raises(ValueError, match=r"AM99.*AM27"):
        load_reference().region_index("AM99")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("gemeenten.csv", "gemeenten_2026.csv"),
        ("arbeidsmarktregios.csv", "arbeidsmarktregios_2026.csv"),
        ("gemeente_buren.csv", "gemeente_buren.csv"),
        ("sbi_secties.csv", "sbi_secties.csv"),
    ],
)
def test_the_reference_files_are_the_facts_they_came_from(ours: str, theirs: str) -> None:
    if not FACTS.is_dir():
        pytest.skip("needs ../shared/facts beside the project")
    assert (DATA / "reference" / ours).read_bytes() == (FACTS / theirs).read_bytes()


def test_only_municipalities_of_one_region_have_a_doorstroompunt_region_filled_in() -> None:
    rows = (DATA / "reference" / "rmc_gemeenten.csv").read_text(encoding="utf-8").splitlines()[1:]
    reference = load_reference()
    inside = reference.region == reference.region_index("AM27")
    assert {row.split(",")[0] for row in rows} == {c for c, here in zip(reference.codes, inside, strict=True) if here}
    assert {tuple(row.split(",")[1:]) for row in rows} == {("RMC36", "algemene kennis")}


@pytest.mark.parametrize("code", ["GM0014", "GM0935"])
def test_distances_from_a_municipality_are_those_over_the_globe(code: str) -> None:
    """Groningen and Maastricht: north and south, where a degree of longitude differs by 5 %."""
    reference = load_reference()
    place = reference.codes.index(code)
    centre = (reference.lat[place], reference.lon[place])
    known = kilometres(centre, np.column_stack((reference.lat, reference.lon)))
    near = (known > 0) & (known < 40)
    away = reference.away(place, reference.lat, reference.lon)
    np.testing.assert_allclose(away[near], known[near], rtol=0.005)


def test_municipalities_of_different_labour_market_regions_lie_apart() -> None:
    reference = load_reference()
    oss, boxtel, tilburg = (reference.codes.index(code) for code in ("GM0828", "GM0757", "GM0855"))
    assert not reference.apart(oss, boxtel)
    assert reference.apart(oss, tilburg)
