"""The map as data: what the browser gets, and the table that says the same."""

from __future__ import annotations

import gzip
import json
from datetime import date
from typing import Any

import pytest

from graph.network import Network
from graph.texts import texts
from pages.views import netwerk, tie_looks
from pages.views.layout import positions
from tests.support.networks import both, claim, network, organisation

HOSTILE = '<img src=x onerror=alert(1)> & "quotes"'


@pytest.fixture
def region() -> Network:
    recent, old = date(2025, 6, 1), date(2020, 1, 1)
    return network(
        [
            organisation("a", "gemeente", HOSTILE),
            organisation("b", "mbo"),
            organisation("c", "werkgever"),
            organisation("d", "werkgever"),
            organisation("e", "zorgaanbieder"),
        ],
        [
            *both("a", "b", last_contact=recent),
            claim("a", "c", last_contact=recent),
            claim("c", "b", last_contact=recent),
            claim("b", "c", last_contact=recent),
            claim("a", "d", last_contact=recent),
            *both("b", "e", last_contact=old),
        ],
        as_of=date(2025, 7, 1),
    )


def unpacked(network: Network, shown: tuple[str, ...] = (), language: str = "nl") -> Any:
    picture = netwerk.picture(network, positions(network), shown, language)
    return json.loads(gzip.decompress(picture.body))


def test_every_organisation_is_a_node_and_every_tie_an_edge(region: Network) -> None:
    drawn = unpacked(region)
    assert [n["id"] for n in drawn["nodes"]] == ["a", "b", "c", "d", "e"]
    assert {e["id"] for e in drawn["edges"]} == {"a|b", "a|c", "b|c", "a|d", "b|e"}


def test_the_status_of_a_tie_shows_in_colour_and_in_dashes(region: Network) -> None:
    looks = {e["id"]: (e["color"]["color"], str(e["dashes"])) for e in unpacked(region)["edges"]}
    assert len({looks["a|b"], looks["a|c"], looks["a|d"], looks["b|e"]}) == 4
    assert len({dashes for _, dashes in looks.values()}) == 4


def test_only_the_chosen_statuses_are_drawn(region: Network) -> None:
    assert {e["id"] for e in unpacked(region, ("stale",))["edges"]} == {"b|e"}


def test_everybody_stands_where_the_layout_says(region: Network) -> None:
    places = positions(region)
    drawn = {node["id"]: (node["x"], node["y"]) for node in unpacked(region)["nodes"]}
    assert drawn == {one: (round(x, 1), round(y, 1)) for one, (x, y) in places.at.items()}


def test_a_name_goes_as_text_as_it_is(region: Network) -> None:
    node = unpacked(region)["nodes"][0]
    assert node["title"].splitlines()[0] == HOSTILE


def test_a_long_name_is_shortened_on_the_map_and_whole_in_its_tooltip() -> None:
    name = "Samenwerkingsverband Passend Onderwijs Noordoost"
    node = unpacked(network([organisation("a", name=name)]))["nodes"][0]
    assert node["label"].endswith("…")
    assert node["title"].startswith(name)


def test_the_legend_names_the_sectors_and_kinds_that_are_there(region: Network) -> None:
    legend = unpacked(region)["legend"]
    assert [s["label"] for s in legend["sectors"]] == ["Overheid", "Onderwijs", "Werkgevers", "Zorg en ondersteuning"]
    assert len(legend["kinds"]) == 4


def test_the_same_drawing_has_the_same_digest_and_another_language_another(region: Network) -> None:
    places = positions(region)
    dutch, again, english = (netwerk.picture(region, places, (), language) for language in ("nl", "nl", "en"))
    assert dutch == again
    assert dutch.digest != english.digest


def test_the_table_counts_the_ties_that_the_map_draws(region: Network) -> None:
    table = netwerk.organisations(region, (), "nl")
    assert table["Samenwerkingen"].to_dict() == {"a": 3, "b": 3, "c": 2, "d": 1, "e": 1}
    assert table.loc["e", netwerk.status_label("stale", texts("nl"))] == 1


def test_a_region_without_organisations_is_an_empty_map() -> None:
    assert unpacked(network([]))["nodes"] == []


@pytest.mark.parametrize("paper", ["#FFFFFF", "#0E1822"])
@pytest.mark.parametrize("status", tie_looks.STATUSES)
def test_lines_stand_out_on_light_and_dark_paper(status: str, paper: str) -> None:
    """WCAG 2.2, 1.4.11: graphics that carry meaning have a contrast of at least 3."""
    light, dark = sorted((luminance(tie_looks.LINES[status][0]), luminance(paper)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
