"""One organisation: what is known, with whom it works, who comes and goes."""

from __future__ import annotations

from datetime import date

import pytest

from graph.analysis.flows import flows
from graph.analysis.ties import collaboration_ties
from graph.network import Network
from graph.records import Entity
from pages.views import organisation as view
from tests.support.networks import both, claim, network, organisation, sent


@pytest.fixture
def region() -> Network:
    return network(
        [
            organisation(
                "a",
                "mbo",
                "Het college",
                gm_code="GM0828",
                capacity=30,
                target_groups=("pro", "vso"),
                provenance="DUO",
                reference_date=date(2025, 3, 1),
                eigen_kolom="blauw",
                waiting_days=None,
            ),
            organisation("b", "werkgever", "Boven"),
            organisation("c", "werkgever", "Achter"),
            Entity("GM0828", "gebied_gemeente", "Oss"),
        ],
        [*both("a", "b", last_contact=date(2025, 6, 1)), claim("a", "c")],
        [sent(f"k{at}", "2025-01-01", "a", "b") for at in range(7)] + [sent("k9", "2025-01-02", "c", "a")],
    )


def test_the_properties_are_said_with_their_source(region: Network) -> None:
    profile = view.profile(region, "a", "nl")
    assert (profile.name, profile.kind, profile.place) == ("Het college", "Mbo-instelling", "Oss")
    assert (profile.source, profile.reference_date) == ("DUO", "01-03-2025")


def test_values_are_in_words_and_what_is_unknown_is_left_out(region: Network) -> None:
    assert dict(view.profile(region, "a", "nl").facts) == {
        "Doelgroepen": "Jongeren van praktijkonderwijs, Jongeren van vso",
        "Capaciteit": "30 plaatsen",
        "eigen_kolom": "blauw",
    }


def test_partners_are_by_name_with_their_status(region: Network) -> None:
    table = view.partners(region, collaboration_ties(region), "a", "nl")
    assert table.index.tolist() == ["c", "b"]
    assert table["Stand"].tolist() == ["Niet bevestigd", "Bevestigd"]
    assert table["Laatste contact"].tolist() == [None, date(2025, 6, 1)]


def test_few_people_are_never_counted_out(region: Network) -> None:
    table = view.traffic(region, flows(region, "organisation"), "a", "nl")
    assert "1" not in table["Mensen"].tolist()
    assert "minder dan 5" in table["Mensen"].tolist()


def test_the_most_connected_come_first(region: Network) -> None:
    assert view.most_connected(region, 2) == (("a", "Het college", 2), ("b", "Boven", 1))


def test_who_has_no_ties_is_not_among_the_most_connected() -> None:
    assert view.most_connected(network(["a"]), 5) == ()
