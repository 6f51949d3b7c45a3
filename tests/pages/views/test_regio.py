"""The region at a glance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph.analysis.overview import Figure, overview
from graph.network import Network
from graph.records import Entity
from pages.views import regio
from tests.pages.views.test_netwerk import luminance
from tests.support.networks import both, claim, network, organisation, sent


@pytest.fixture
def region() -> Network:
    return network(
        [
            organisation("a", "gemeente", gm_code="GM0828"),
            organisation("b", "mbo", gm_code="GM0828"),
            organisation("c", "mbo"),
            organisation("d", "werkgever"),
            Entity("GM0828", "gebied_gemeente", "Oss", {"inhabitants": 95_000}),
        ],
        [*both("a", "b", last_contact=date(2020, 1, 1)), *both("a", "c"), claim("a", "d")],
        as_of=date(2025, 7, 1),
    )


def test_organisations_and_ties_are_counted(region: Network) -> None:
    assert regio.glance(region) == regio.Glance(organisations=4, ties=3, confirmed=1, stale=1, alone=0)


def test_an_organisation_without_any_tie_is_alone(region: Network) -> None:
    assert regio.glance(network(["a", "b"])).alone == 2


def test_kinds_are_counted_in_the_order_of_the_domain(region: Network) -> None:
    table = regio.kinds(region, "nl")
    assert list(zip(table["kind"], table["count"], strict=True)) == [
        ("Gemeenten", 1),
        ("Mbo-instellingen", 2),
        ("Werkgevers", 1),
    ]


def test_municipalities_have_their_organisations_and_unknown_ones_are_said(region: Network) -> None:
    table = regio.municipalities(region, "nl")
    assert table["Gemeente"].tolist() == ["Oss", "Gemeente onbekend"]
    assert table["Organisaties"].tolist() == [2, 2]


def test_the_chart_is_written_in_the_ink_of_the_theme(region: Network) -> None:
    for theme, paper in (("light", "#FFFFFF"), ("dark", "#0E1822")):
        layers = regio.kinds_chart(region, "nl", theme).to_dict()["layer"]
        inks = {layer["mark"]["color"] for layer in layers if layer["mark"]["type"] == "text"}
        light, dark = sorted((luminance(one) for one in (*inks, paper)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 7


def test_a_chart_draws_the_same_counts(region: Network) -> None:
    drawn = regio.kinds_chart(region, "nl").to_dict()
    (rows,) = drawn["datasets"].values()
    assert [row["count"] for row in rows] == [1, 2, 1]


def test_few_people_are_never_counted_out() -> None:
    few = network(["a", "b"], [], [sent(f"c{at}", "2025-01-01", "a", "b") for at in range(4)])
    people = regio.figures(overview(few), "nl")[0]
    assert (people.value, people.change) == ("minder dan 5", None)


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [(0.5, 0.4, "+10 procentpunt"), (0.4, 0.5, "-10 procentpunt"), (0.5, 0.5, None), (0.5, None, None)],
)
def test_the_change_of_a_share_is_in_percentage_points(
    region: Network, now: float, before: float | None, said: str | None
) -> None:
    year = replace(overview(region), warm=Figure(now, before))
    assert regio.figures(year, "nl")[2].change == said
