"""Flows: people, waiting, bouncing and vanishing between stages, organisations, kinds, municipalities."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from graph.analysis.flows import ENDS, cases_behind, flow_table, flows, shown_ends, shown_flows
from graph.analysis.referrals import BY, UNKNOWN, Selection, referrals
from graph.privacy import MIN_PEOPLE
from tests.graph.analysis.strategies import regions
from tests.support.networks import network, organisation, sent

DAY = date(2024, 3, 1)


def school_to_desk(fates, **extra):
    """People p0, p1, ... referred from a school to a youth desk; a fate is (outcome, days to contact)."""
    made = []
    for at, (outcome, wait) in enumerate(fates):
        contact = None if wait is None else DAY + timedelta(days=wait)
        made.append(sent(f"p{at}", DAY, "school", "desk", outcome=outcome, first_contact_on=contact, **extra))
    here = [organisation("school", "pro", gm_code="GM0828"), organisation("desk", "jongerenloket", gm_code="GM0796")]
    return network(here, (), made)


def only_flow(region, by="organisation"):
    table = flows(region, by).table
    assert len(table) == 1
    return table.iloc[0]


def test_a_flow_counts_people_and_referrals_apart():
    region = school_to_desk([("afgerond", 3)] * 10)
    again = [sent("p0", DAY + timedelta(days=n), "school", "desk", outcome="afgerond") for n in (1, 2)]
    frame = network(region.organisations, (), [*map(_record, region.referrals.itertuples()), *again])
    row = only_flow(frame)
    assert (row["people"], row["referrals"]) == (10, 12)


def _record(row):
    return sent(row.case, row.date.date(), "school", "desk", outcome=row.outcome)


def test_the_shares_of_bounced_and_vanished_are_of_all_referrals():
    row = only_flow(school_to_desk([("geweigerd", None)] * 5 + [("verdwenen", None)] * 10 + [("afgerond", 2)] * 10))
    assert (row["refused"], row["vanished"], row["open"]) == (0.2, 0.4, 0)


def test_a_share_of_fewer_than_five_people_is_hidden_with_the_one_that_gives_it_away():
    row = only_flow(school_to_desk([("geweigerd", None)] * 2 + [("verdwenen", None)] * 10 + [("afgerond", 2)] * 20))
    assert np.isnan(row["refused"])
    assert np.isnan(row["vanished"])
    assert row["open"] == 0


def test_who_still_waits_counts_in_the_median_waiting_time():
    waits = [2, 4, 6, 8, 10]
    met = school_to_desk([("geaccepteerd", w) for w in waits])
    assert only_flow(met)["median_days"] == 6
    waiting = school_to_desk([("geaccepteerd", w) for w in waits] + [("open", None)] * 4)
    assert only_flow(waiting)["median_days"] == 10


def test_who_was_refused_or_vanished_does_not_wait():
    region = school_to_desk([("geaccepteerd", 4)] * 5 + [("verdwenen", None)] * 20)
    assert only_flow(region)["median_days"] == 4


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("organisation", ("school", "desk")),
        ("kind", ("pro", "jongerenloket")),
        ("municipality", ("GM0828", "GM0796")),
        ("stage", ("transitie", UNKNOWN)),
    ],
)
def test_flows_run_between_organisations_kinds_municipalities_or_stages(by, expected):
    row = only_flow(school_to_desk([("afgerond", 1)] * 6, stage_from="transitie"), by)
    assert (row["source"], row["target"]) == expected


def test_a_selection_keeps_its_target_group_municipality_and_period():
    region = school_to_desk([("afgerond", 1)] * 6, target_group="pro")
    for chosen in (
        Selection(target_group="pro"),
        Selection(municipality="GM0796"),
        Selection(start=DAY, end=DAY),
    ):
        assert flows(region, "kind", chosen).people == 6
    for other in (
        Selection(target_group="vso"),
        Selection(municipality="GM0001"),
        Selection(start=DAY + timedelta(days=1)),
        Selection(end=DAY - timedelta(days=1)),
    ):
        assert flows(region, "kind", other).people == 0


def test_the_people_behind_a_flow_are_named_by_pseudonym_from_five_up():
    assert cases_behind(school_to_desk([("afgerond", 1)] * 5), "kind", "pro", "jongerenloket") == (
        "p0",
        "p1",
        "p2",
        "p3",
        "p4",
    )
    assert cases_behind(school_to_desk([("afgerond", 1)] * 4), "kind", "pro", "jongerenloket") is None
    assert cases_behind(school_to_desk([("afgerond", 1)] * 5), "kind", "pro", "uwv") is None


def test_an_unknown_grouping_is_refused():
    with pytest.raises(ValueError, match="unknown grouping"):
        flows(school_to_desk([]), "colour")


@given(regions)
@settings(max_examples=40)
def test_flows_equal_a_plain_count_of_the_referrals(region):
    for by in BY:
        chosen = referrals(region, by)
        raw = flow_table(chosen)
        plain = pd.DataFrame(
            {"s": np.array(chosen.ids)[chosen.source], "t": np.array(chosen.ids)[chosen.target], "case": chosen.case}
        )
        expected = plain.groupby(["s", "t"])["case"].agg(["nunique", "size"])
        found = raw.set_index(["source", "target"])[["people", "referrals"]]
        assert found.sort_index().to_numpy().tolist() == expected.to_numpy().tolist()


@given(regions)
@settings(max_examples=40)
def test_no_number_about_fewer_than_five_people_is_shown(region):
    chosen = referrals(region, "stage")
    raw, shown = flow_table(chosen), flows(region, "stage").table
    assert shown.loc[raw["people"] < MIN_PEOPLE, "hidden"].all()
    for name in ("refused", "vanished", "open", "feedback"):
        mask = getattr(chosen, name)
        for row in shown.itertuples():
            inside = (np.array(chosen.ids)[chosen.source] == row.source) & (
                np.array(chosen.ids)[chosen.target] == row.target
            )
            people = len(set(chosen.case[inside & mask]))
            if 0 < people < MIN_PEOPLE:
                assert np.isnan(getattr(row, name))


@given(regions)
@settings(max_examples=40)
def test_the_short_table_hides_exactly_what_the_whole_one_does(region):
    for by in ("organisation", "kind"):
        chosen = referrals(region, by)
        whole, short = shown_flows(chosen, Selection()).table, shown_ends(chosen)
        columns = ["source", "target", "people", "referrals", "hidden"]
        pd.testing.assert_frame_equal(short[columns], whole[columns])
        assert short["ends_hidden"].tolist() == whole[list(ENDS)].isna().any(axis=1).tolist()
