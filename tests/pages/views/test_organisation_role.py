"""The role of an organisation in words: the same numbers as the lists behind them."""

from __future__ import annotations

import pytest

from graph.analysis.role import role
from graph.analysis.role_routes import roads
from graph.network import Network
from graph.texts import texts
from pages.views import organisation_role as view
from tests.support.networks import both, network, organisation, sent

NL = texts("nl")


@pytest.fixture
def region() -> Network:
    """Two schools and two employers that know each other only through the desk."""
    kinds = {"s": "pro", "t": "vso", "w": "werkgever", "v": "werkgever", "x": "werkcentrum"}
    log = [sent(f"k{n}", "2025-01-01", "s", "x", outcome="geaccepteerd", stage_to="matching") for n in range(5)]
    log += [sent(f"k{n}", "2025-02-01", "x", "w", outcome="geaccepteerd") for n in range(5)]
    log += [sent("m0", "2025-01-01", "t", "x", outcome="geaccepteerd")]
    ties = [tie for one in "stwv" for tie in both(one, "x")] + both("s", "t")
    return network([organisation(one, kind, f"Naam {one}") for one, kind in kinds.items()], ties, log)


def test_the_sentences_count_what_the_lists_hold(region: Network) -> None:
    found, ways = role(region, "x"), roads(region, "x")
    told = view.sentences(found, ways, NL)
    assert told[0] == "Van de 3 wegen die mensen via haar liepen, hebben er 3 geen andere weg."
    assert told[1].startswith("Van de 6 paren organisaties die elkaar via haar binnen 3 stappen vinden, kan dat bij 5 ")
    assert len(view.lost_pairs(region, found, "nl")) == 5
    assert told[2] == "2 organisaties raken helemaal los van de rest."
    assert list(view.cut_off(region, found, "nl").index) == ["v", "w"]
    assert "Onderwijs en Werkgevers: dan vinden geen twee" in "".join(told)


def test_roads_that_few_people_took_are_told_as_a_number_only(region: Network) -> None:
    ways = roads(region, "x")
    table = view.roads_table(region, ways, "nl")
    assert sorted(table["Waarheen"]) == ["naar haar, voor Toeleiding en matching", "via haar naar Naam w"]
    assert set(table["Van"]) == {"Naam s"}
    assert view.roads_note(ways, NL) == NL("organisatie.roads_hidden", count="1", minimum=5)


def test_between_which_sectors_it_stands_with_the_pairs_behind_each(region: Network) -> None:
    found = role(region, "x")
    table = view.groups(found, "nl")
    rows = {(row[0], row[1]): (row[2], row[3]) for row in table.itertuples(index=False)}
    assert rows == {("Onderwijs", "Werkgevers"): (4, 4), ("Werkgevers", "Werkgevers"): (1, 1)}
    pairs = view.pairs_between(region, found, int(table.index[0]), "nl")
    assert len(pairs) == 4
    assert set(pairs.iloc[:, 2]) == {"Ja"}


def test_the_five_types_add_up_to_the_pairs_both_ways(region: Network) -> None:
    found = role(region, "x")
    assert view.brokerage(found, "en")["Count"].sum() == 2 * 5


def test_without_ties_and_referrals_nothing_breaks() -> None:
    alone = network(["x"])
    assert view.sentences(role(alone, "x"), roads(alone, "x"), NL) == (NL("organisatie.no_role"),)
