"""The matrix counts what the map draws, stands by community, and says every state in more than colour."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings

from graph.analysis.ties import collaboration_ties
from graph.network import Network
from pages.views import matrix as view
from pages.views.matrix import BYS, By, Matrix, matrix
from pages.views.tie_looks import STATUSES
from tests.pages.views.test_layouts import PLACES, made, members, ties
from tests.support.networks import both, claim, network, organisation

HOSTILE = "<img src=x onerror=alert(1)> {b} {c}"
every_by = pytest.mark.parametrize("by", BYS)


@pytest.fixture
def region() -> Network:
    old = date(2020, 1, 1)
    return network(
        [
            organisation("a", "gemeente", HOSTILE, gm_code="GM0828"),
            organisation("b", "mbo", gm_code="GM0828"),
            organisation("c", "werkgever", gm_code="GM0796"),
            organisation("d", "werkgever", gm_code="GM0796"),
            *PLACES,
        ],
        [*both("a", "b"), claim("b", "c"), claim("c", "a"), *both("c", "d", last_contact=old)],
        as_of=date(2025, 7, 1),
    )


def cells(found: Matrix) -> dict[tuple[str, str], tuple[int, str]]:
    return {found.code(row.row, row.column): (row.ties, row.status) for row in found.cells.itertuples()}


def test_a_matrix_of_organisations_has_a_mark_per_tie_on_both_sides(region: Network) -> None:
    assert cells(matrix(region, "organisations", "en")) == {
        **dict.fromkeys([("a", "b"), ("b", "a")], (1, "confirmed")),
        **dict.fromkeys([("b", "c"), ("c", "b")], (1, "one_sided")),
        **dict.fromkeys([("a", "c"), ("c", "a")], (1, "one_sided")),
        **dict.fromkeys([("c", "d"), ("d", "c")], (1, "stale")),
    }


def test_a_matrix_of_kinds_counts_the_ties_between_and_within_them(region: Network) -> None:
    found = cells(matrix(region, "kinds", "en"))
    assert found["werkgever", "werkgever"] == (1, "stale")
    assert found["gemeente", "werkgever"] == found["werkgever", "gemeente"] == (1, "one_sided")
    assert ("mbo", "mbo") not in found


def test_municipalities_against_kinds_count_ties_of_who_is_there_with_that_kind(region: Network) -> None:
    found = cells(matrix(region, "places", "en"))
    assert found["GM0828", "werkgever"] == (2, "one_sided")
    assert found["GM0796", "werkgever"] == (1, "stale")
    assert found["GM0828", "mbo"] == (1, "confirmed")


@every_by
@settings(max_examples=30)
@given(members, ties)
def test_a_matrix_counts_every_tie_of_the_map(by: By, drawn, tied) -> None:
    region = made(drawn, tied)
    found = matrix(region, by, "nl")
    assert (found.cells[list(STATUSES)].sum(axis=1) == found.cells["ties"]).all()
    if by == "places":
        return
    half = found.cells[found.cells["row"] <= found.cells["column"]]
    assert half["ties"].sum() == len(collaboration_ties(region))
    mirrored = {(column, row): value for (row, column), value in cells(found).items()}
    assert mirrored == cells(found)


@every_by
@settings(max_examples=30)
@given(members, ties)
def test_behind_every_cell_are_its_ties(by: By, drawn, tied) -> None:
    region = made(drawn, tied)
    found = matrix(region, by, "nl")
    for row in found.cells.head(20).itertuples():
        assert len(view.behind(region, by, found.code(row.row, row.column), "nl")) == row.ties


@every_by
@settings(max_examples=30)
@given(members, ties)
def test_communities_stand_together_the_largest_first(by: By, drawn, tied) -> None:
    found = matrix(made(drawn, tied), by, "nl")
    assert list(found.row_blocks) == sorted(found.row_blocks)
    assert list(found.column_blocks) == sorted(found.column_blocks)


def test_only_the_chosen_states_are_counted(region: Network) -> None:
    assert {status for _, status in cells(matrix(region, "organisations", "en", ("stale",))).values()} == {"stale"}


def test_every_state_has_a_mark_of_its_own_besides_its_colour(region: Network) -> None:
    drawn = view.drawing(matrix(region, "organisations", "en"), "en", "light")
    assert len({one["symbol"] for one in drawn["series"]}) == 4
    assert len({one["itemStyle"]["color"] for one in drawn["series"]}) == 4
    assert len(set(view.SIGNS.values())) == 4


@every_by
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_drawing_is_plain_data_with_a_point_per_cell(region: Network, by: By, theme: str) -> None:
    found = matrix(region, by, "nl")
    drawn = json.loads(json.dumps(view.drawing(found, "nl", theme)))
    points = [point for one in drawn["series"] for point in one["data"]]
    assert len(points) == len(found.cells)
    for point in points:
        codes = view.picked(found, point["name"])
        assert codes in cells(found)
        x, y = point["value"]
        assert drawn["xAxis"]["data"][x]["value"] != ""
        assert drawn["yAxis"]["data"][y]["value"] != ""


def test_names_are_text_in_a_drawing(region: Network) -> None:
    """ECharts makes HTML of tooltips, and fills in {b}."""
    drawn = view.drawing(matrix(region, "organisations", "en"), "en", "light")
    tips = [point["tooltip"]["formatter"] for one in drawn["series"] for point in one["data"]]
    assert any("&lt;img" in tip for tip in tips)
    assert not any("<" in tip or "{" in tip for tip in tips)


@pytest.mark.parametrize("name", ["", "1", "9|9", "-1|0", "a|b", "0|0|0"])
def test_a_click_on_something_else_means_nothing(region: Network, name: str) -> None:
    assert view.picked(matrix(region, "kinds", "en"), name) is None


def test_the_twin_table_says_every_tie_once(region: Network) -> None:
    table = view.table(matrix(region, "organisations", "en"), "en")
    assert len(table) == len(collaboration_ties(region))
    signs = [view.SIGNS[one] for one in collaboration_ties(region).standing]
    assert sorted(one[0] for one in table.iloc[:, 2]) == sorted(signs)
    kinds = view.table(matrix(region, "kinds", "en"), "en")
    assert kinds.iloc[:, 2].sum() == len(collaboration_ties(region))


def test_it_is_described_in_words(region: Network) -> None:
    told = view.described(matrix(region, "places", "en"), "en")
    assert told.startswith("Matrix of 2 by 3. There are 4 collaborations in 6 cells.")
    assert "Most are between Oss and" in told
    assert "no collaboration" in view.described(matrix(network(["a"]), "kinds", "en"), "en")


def test_too_many_organisations_for_one_matrix_are_refused() -> None:
    many = network([f"o{at:04}" for at in range(view.MOST + 1)])
    with pytest.raises(ValueError, match="at most 600"):
        matrix(many, "organisations", "nl")
    assert len(matrix(many, "kinds", "nl").rows) == 1
