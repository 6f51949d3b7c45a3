"""Ways and connectors in words: every number is that of the analysis."""

from __future__ import annotations

from graph.analysis.paths import connectors, short_paths
from graph.network import Network
from pages.views import netwerk_ways as view
from tests.support.networks import both, network, organisation


def star() -> Network:
    """Two schools and two employers around one middle; a third employer on its own."""
    ends = [organisation(f"s{at}", "pro") for at in (1, 2)] + [organisation(f"w{at}", "werkgever") for at in (1, 2, 3)]
    ties = [one for end in ("s1", "s2", "w1", "w2") for one in both("m", end)]
    return network([organisation("m", "werkcentrum", "Het midden"), *ends], ties)


def test_a_way_is_told_by_name_from_end_to_end() -> None:
    region = star()
    table = view.ways_table(region, short_paths(region, "s1", "w1"), "nl")
    assert table["Weg"].tolist() == ["Name of s1 → Het midden → Name of w1"]
    assert table["Stappen"].tolist() == [2]


def test_the_number_of_ways_is_told() -> None:
    region = star()
    assert view.ways_told(short_paths(region, "s1", "w1"), "nl") == (
        "De kortste weg is 2 stappen. Er zijn 1 wegen van hooguit 3 stappen; hier staan er 1."
    )


def test_no_way_is_said() -> None:
    region = star()
    assert view.ways_told(short_paths(region, "s1", "w3"), "nl") == "Er is geen weg tussen deze twee."


def test_groups_are_of_kinds_sectors_and_places() -> None:
    region = star()
    assert view.group(region, ("pro",), (), ()) == ("s1", "s2")
    assert view.group(region, (), ("werkgevers",), ()) == ("w1", "w2", "w3")
    assert view.group(region, ("pro",), (), ("GM0828",)) == ()


def test_who_connects_and_what_is_lost_when_it_stops() -> None:
    region = star()
    found = connectors(region, ("s1", "s2"), ("w1", "w2", "w3"))
    table = view.connectors_table(region, found, "nl")
    assert table.loc["m"].tolist() == ["Het midden", "Werkcentrum of werkgeversservicepunt", 4, 4]
    told = view.connectors_told(region, found, "nl")
    assert told == (
        "Van de 6 paren werken er 0 rechtstreeks samen; 4 hebben een weg van hooguit drie stappen. "
        "Stopt Het midden, dan raken 4 van die 4 paren hun enige weg kwijt."
    )
