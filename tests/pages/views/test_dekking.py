"""The coverage matrix: words for what is white or unknown, and the same figures in picture, table and file."""

from __future__ import annotations

import csv
from io import StringIO
from math import acos, cos, radians, sin
from typing import Any
from xml.etree import ElementTree

import pytest

from graph.analysis.coverage import Asked
from graph.records import relation
from graph.texts import texts
from loaders.reference import places_of
from pages.views import dekking as view
from pages.views.dekking_drawing import picture
from tests.support.networks import network, organisation

NL = texts("nl")
BOEKEL, OSS = "GM0755", "GM0828"
HOSTILE = ['=HYPERLINK("x")', "<img src=x onerror=alert(1)>", "x" * 500, "\u202eתירבע", "👩‍🔧 Werk"]


def region(name: str = "Wonen Oss") -> view.Served:
    places = places_of([BOEKEL, OSS])
    who = [
        organisation("a", "zorgaanbieder", name, gm_code=OSS, life_domains=("wonen",), capacity=7, waiting_days=12),
        organisation("b", "gemeente", gm_code=BOEKEL),
    ]
    return view.served(network([*places.entities, *who], places.relations))


def board(served: view.Served, **selected: Any) -> view.Board:
    return view.board(served, "municipality", "life_domain", Asked(), selected, "nl")


def test_a_cell_is_told_in_a_sentence() -> None:
    shown = board(region())
    assert view.told(shown, OSS, "wonen", NL) == "Oss, Wonen: 1 organisatie, 7 plaatsen, 12 dagen wachten"
    assert "witte vlek" in view.told(shown, BOEKEL, "wonen", NL)
    assert "km" in view.told(shown, BOEKEL, "wonen", NL)
    assert "nog niets bekend" in view.told(shown, OSS, "taal", NL)


@pytest.mark.parametrize(("measure", "value"), [("organisations", "1"), ("capacity", "7"), ("waiting", "12")])
def test_the_table_holds_the_figures_and_the_words_of_the_picture(measure: Any, value: str) -> None:
    shown = board(region())
    table = view.twin(shown, measure, NL)
    assert table.loc[OSS, "Wonen"] == value
    assert table.loc[BOEKEL, "Wonen"] == "geen"
    drawn = picture(shown, measure, "light", "Titel", "Bron", NL)
    said = [t.text for t in ElementTree.fromstring(drawn.svg).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314
    assert {value, "geen"} <= set(said)
    assert f"{BOEKEL}~wonen" in drawn.marks
    assert len(drawn.marks) == len(shown.rows) * len(shown.columns)


def test_only_what_was_selected_is_shown_but_served_from_everywhere() -> None:
    served = region()
    shown = board(served, municipality=(BOEKEL,))
    assert shown.rows == (BOEKEL,)
    assert view.told(shown, BOEKEL, "wonen", NL).startswith("Boekel, Wonen: witte vlek")


def test_the_summary_counts_the_cells() -> None:
    said = view.summary(board(region()), NL)
    assert said.startswith("In 1 van de 26 vakken")
    assert "Er is 1 witte vlek" in said


def test_the_file_holds_every_cell_with_its_codes() -> None:
    served = region()
    rows = list(csv.reader(StringIO(view.export(board(served), served, "nl").decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 1 + 26
    found = {(r[0], r[2]): r for r in rows[1:]}
    assert found[OSS, "wonen"][4:8] == ["gedekt", "1", "7", "1"]
    assert found[BOEKEL, "wonen"][4] == "witte vlek"
    assert found[BOEKEL, "wonen"][-1] == "Wonen Oss"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_do_no_harm(name: str) -> None:
    served = region(name)
    content = view.export(board(served), served, "nl").decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(content), delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]
    assert view.services(served, Asked(OSS, "wonen"), NL)["Organisatie"].tolist() == [name]


def test_who_could_gives_the_reason_and_the_distance() -> None:
    """The distance by the spherical law of cosines, which the product does not use."""
    served = region()
    table = view.candidates(served, Asked(BOEKEL, "wonen"), NL)
    assert table.index.tolist() == ["a"]
    assert table["Waarom"].tolist() == ["doet dit al in Oss"]
    (a, b), (c, d) = (
        [radians(float(served.network.municipalities[code].properties[k])) for k in ("lat", "lon")]  # type: ignore[arg-type]
        for code in (BOEKEL, OSS)
    )
    assert table["Km"].tolist() == [pytest.approx(6371.0088 * acos(sin(a) * sin(c) + cos(a) * cos(c) * cos(b - d)))]


def test_a_shared_capacity_is_called_shared() -> None:
    places = places_of([BOEKEL, OSS])
    said = relation("levert_aan", "a", "AM27", {"life_domain": "taal", "capacity": 5})
    served = view.served(network([*places.entities, organisation("a", gm_code=OSS)], [*places.relations, said]))
    assert "gedeeld" in view.services(served, Asked(OSS, "taal"), NL)["Hoe weten we dit?"].iloc[0]
