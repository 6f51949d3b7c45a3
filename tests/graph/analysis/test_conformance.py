"""Conformance: what is as agreed, what goes back, who passes over a stage."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from graph.analysis.conformance import AGREED, BACK, ELSEWHERE, Agreement, arc_fitness, conformance, skips
from graph.analysis.flows import flows
from graph.analysis.process import directly_follows
from graph.gaps.agreement import agreement
from graph.privacy import MIN_PEOPLE
from tests.graph.analysis.logs import log_of, logs, published
from tests.graph.analysis.strategies import regions
from tests.support.networks import network, organisation, sent

HERE = [organisation("school", "pro"), organisation("desk", "jongerenloket"), organisation("boss", "werkgever")]
AGREED_CHAIN = Agreement(
    stages=("orientatie", "matching", "opstap"),
    duties={"matching": "Participatiewet art. 7"},
    kinds={"matching": frozenset({"uwv"}), "opstap": frozenset({"werkgever"})},
    handovers={"leavers": (frozenset({"pro"}), frozenset({"jongerenloket", "uwv"}))},
)


def referred(prefix, count, source, target, stage_from, stage_to, on="2025-01-01"):
    more = {"stage_from": stage_from, "stage_to": stage_to, "outcome": "afgerond"}
    return [sent(f"{prefix}{n}", on, source, target, **more) for n in range(count)]


def found(*referrals, chain=AGREED_CHAIN):
    return conformance(network(HERE, (), [r for some in referrals for r in some]), chain)


def test_a_step_onward_is_agreed_and_a_step_back_is_not():
    result = found(
        referred("a", 30, "school", "desk", "orientatie", "matching"),
        referred("b", 10, "boss", "desk", "opstap", "matching"),
        referred("c", 10, "desk", "boss", "matching", "dagbesteding"),
    )
    verdicts = {(r.source, r.target): r.verdict for r in result.steps.itertuples()}
    assert verdicts == {
        ("orientatie", "matching"): AGREED,
        ("opstap", "matching"): BACK,
        ("matching", "dagbesteding"): ELSEWHERE,
    }
    assert result.fitness == 0.75


def test_a_receiver_of_a_kind_that_was_not_agreed_is_named():
    result = found(
        referred("a", 30, "school", "desk", "orientatie", "matching"),
        referred("b", 10, "desk", "boss", "matching", "opstap"),
    )
    rows = {(r.stage, r.kind): (r.people, r.agreed) for r in result.receivers.itertuples()}
    assert rows == {("matching", "jongerenloket"): (30, False), ("opstap", "werkgever"): (10, True)}
    assert result.received == 0.25


def test_who_passes_over_a_stage_is_counted():
    result = found(
        referred("a", 9, "school", "boss", "orientatie", "opstap"),
        referred("b", 12, "school", "desk", "orientatie", "matching"),
        referred("b", 12, "desk", "boss", "matching", "opstap", on="2025-03-01"),
    )
    row = result.passed.set_index("stage").loc["matching"]
    assert (row["people"], row["skipped"], row["duty"]) == (21, 9, "Participatiewet art. 7")


def test_few_who_pass_over_are_not_shown_nor_all_but_a_few():
    few = found(
        referred("a", 2, "school", "boss", "orientatie", "opstap"),
        referred("b", 12, "school", "desk", "orientatie", "matching"),
        referred("b", 12, "desk", "boss", "matching", "opstap", on="2025-03-01"),
    )
    row = few.passed.set_index("stage").loc["matching"]
    assert (row["people"], bool(few.passed["skipped"].isna()[1])) == (14, True)


def test_an_agreed_handover_counts_people_who_were_referred_to_an_agreed_kind():
    result = found(
        referred("a", 20, "school", "desk", "orientatie", "matching"),
        referred("b", 6, "school", "boss", "orientatie", "opstap"),
    )
    assert result.handovers.to_numpy().tolist() == [["leavers", 26, 20]]


def test_going_back_later_does_not_make_a_stage_passed_over():
    assert skips(log_of((5, "CA")), "ABC")["people"].tolist() == [0, 0, 0]
    assert skips(log_of((5, "AC")), "ABC")["skipped"].tolist() == [0, 5, 0]
    assert skips(log_of((5, "ACB")), "ABC")["skipped"].tolist() == [0, 0, 0]


@given(logs)
def test_a_log_fits_its_own_arcs_and_none_without_any(log):
    arcs = directly_follows(log)
    own = frozenset(zip(arcs["source"], arcs["target"], strict=True))
    if len(arcs):
        assert arc_fitness(log, own) == 1
        assert arc_fitness(log, frozenset()) == 0


def test_the_fitness_of_a_published_log_is_the_share_of_steps_that_are_allowed():
    log = published("running-example.csv")
    assert arc_fitness(log, frozenset({("check ticket", "decide")})) == pytest.approx(6 / 36)


@given(regions)
@settings(max_examples=30)
def test_the_steps_are_the_flows_and_hide_the_same(region):
    steps, shown = conformance(region, agreement()).steps, flows(region, "stage").table
    columns = ["source", "target", "people", "referrals", "hidden"]
    assert steps[columns].astype(str).to_numpy().tolist() == shown[columns].astype(str).to_numpy().tolist()


@given(regions)
@settings(max_examples=30)
def test_no_number_of_conformance_stands_for_a_few(region):
    result = conformance(region, agreement())
    for table, part in ((result.passed, "skipped"), (result.handovers, "done")):
        rest = (table["people"] - table[part]).dropna()
        for column in (table["people"].dropna(), table[part].dropna(), rest):
            assert not column.between(1, MIN_PEOPLE - 1).any()
    assert not result.receivers["people"].dropna().between(1, MIN_PEOPLE - 1).any()


def test_the_agreed_chain_of_the_data_is_an_agreement():
    agreed = agreement()
    assert agreed.stages[0] == "in_beeld"
    assert "werkgever" in agreed.kinds["opstap"]
    assert "school_leavers" in agreed.handovers
    assert agreed.duties["in_beeld"].startswith("WEB")
