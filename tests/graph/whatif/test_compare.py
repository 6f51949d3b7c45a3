"""What a scenario changes: the gaps that go and come, the measures, and nothing about few people."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.measures import measures
from graph.gaps.agreement import needed_pairs
from graph.gaps.find import find_gaps
from graph.gaps.settings import rule_settings
from graph.privacy import MIN_PEOPLE
from graph.whatif.compare import MEASURES, base, outcome
from graph.whatif.findings import ON_LOG
from graph.whatif.steps import AddTie, MergeOrganisations, ServeAlso, StopOrganisation
from tests.graph.gaps import regions
from tests.graph.gaps.parts import FAR, GOOD, OSS, Records, core, many, tied_in
from tests.graph.whatif.regions import NAMES, full, networks, pair_and_alone, steps
from tests.support.networks import both, network, organisation


def compared(region, *steps, rule="confirmed"):
    return outcome(base(region, rule), steps)


def ids(found):
    return {one.id for one in found}


def test_nothing_supposed_changes_nothing():
    region = full()
    found = compared(region)
    assert found.network is region
    assert (found.gaps.gone, found.gaps.new, found.gaps.changed) == ((), (), ())
    assert found.before == found.after
    assert set(found.before.values) == set(MEASURES)
    assert sum(found.before.gaps.values()) == len(find_gaps(region))


@given(networks(), st.lists(steps(), max_size=4))
@settings(max_examples=30)
def test_the_base_has_the_same_fingerprint_before_and_after(region, supposed):
    before, after = outcome(base(region), tuple(supposed)).fingerprints
    assert before == after


@pytest.mark.parametrize("rule", ["confirmed", "reported"])
@given(networks(), st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)))
@settings(max_examples=30)
def test_a_tie_never_lowers_reach_and_adds_what_was_foretold(rule, region, pair):
    found = compared(region, AddTie(*pair), rule=rule)
    if found.problems[0] is not None:
        return
    assert found.after.values["compactness"] >= found.before.values["compactness"] - 1e-12
    was, now = found.before.values["reach"], found.after.values["reach"]
    if was is not None:
        kinds = [e.kind for e in region.organisations]
        pairs = sum((min(a, b), max(a, b)) in needed_pairs() for i, a in enumerate(kinds) for b in kinds[:i])
        assert (now - was) * pairs == pytest.approx(found.gains[0], abs=1e-9)


def test_closing_a_gap_by_its_tie_removes_exactly_that_finding():
    region = full()
    (gap,) = find_gaps(region, ["eenzijdige_relatie"])
    found = compared(region, AddTie(*gap.parties))
    assert ids(found.gaps.gone) == {gap.id}
    assert found.gaps.new == ()
    assert found.before.gaps["low"] - 1 == found.after.gaps["low"]


def test_a_missing_handover_is_closed_by_a_tie_with_who_takes_it():
    region = (core() + regions.ontbrekende_schakel().with_gap + regions.koude_overdracht().with_gap).network()
    found = compared(region, AddTie("o-a", "k-b"))
    assert [one.code for one in found.gaps.gone] == ["ontbrekende_schakel"]
    assert found.gaps.new == ()


def test_a_gap_on_the_log_that_asks_for_a_tie_is_closed_by_it():
    here = regions.grensverkeer().with_gap
    here.relations = [r for r in here.relations if {r.source, r.target} != {"q-a", "q-b"}]
    region = (core() + here).network()
    (gap,) = find_gaps(region)
    assert gap.code == "grensverkeer"
    found = compared(region, AddTie("q-a", "q-b"))
    assert (ids(found.gaps.gone), found.gaps.new) == ({gap.id}, ())


def test_a_blank_spot_is_closed_by_who_serves_it_also():
    region = (core() + regions.witte_vlek().with_gap).network()
    (gap,) = find_gaps(region)
    found = compared(region, ServeAlso("v-b", FAR, life_domain=gap.subject))
    assert (ids(found.gaps.gone), found.gaps.new) == ({gap.id}, ())


@pytest.mark.parametrize("gone", ["centre", "s-pivot", "k-b"])
def test_gaps_after_a_stop_are_those_of_the_region_without_it(gone):
    """For gaps that do not rest on the log; those that do are as recorded, less those about who stopped."""
    region = full()
    found = compared(region, StopOrganisation(gone))
    on_log = {code for code, rule in rule_settings().items() if rule.theme in ON_LOG}
    again = {one.id for one in find_gaps(found.network) if one.code not in on_log}
    assert {one.id for one in found.gaps.after if one.code not in on_log} == again
    kept = {one.id for one in find_gaps(region) if one.code in on_log and gone not in one.parties}
    assert {one.id for one in found.gaps.after if one.code in on_log and one.form == "parties"} <= kept
    assert ids(found.gaps.after) == (ids(find_gaps(region)) - ids(found.gaps.gone)) | ids(found.gaps.new)


def test_the_measures_after_are_those_of_the_network_after():
    found = compared(full(), StopOrganisation("centre"), AddTie("partner", "o-a"), rule="reported")
    again = measures(found.network, "reported").summary
    for name in ("density", "components", "largest_component", "isolates", "articulation_points", "compactness"):
        assert found.after.values[name] == getattr(again, name)


def test_a_gap_of_who_merges_is_a_gap_of_the_merged_one():
    region = (core() + regions.wachtlijst().with_gap).network()
    found = compared(region, MergeOrganisations("partner", "w-b"))
    assert (found.gaps.gone, found.gaps.new, found.gaps.changed) == ((), (), ())
    assert [one.parties for one in found.gaps.after] == [("partner",)]


def test_a_gap_between_two_that_merge_goes():
    region = (core() + regions.koude_overdracht().with_gap).network()
    found = compared(region, MergeOrganisations("k-b", "k-a"))
    assert [one.code for one in found.gaps.gone] == ["koude_overdracht"]


def test_merging_an_organisation_without_ties_changes_only_counts():
    found = compared(pair_and_alone(), MergeOrganisations("a", "alone"))
    before, after = found.before.values, found.after.values
    assert (after["organisations"], after["components"], after["isolates"]) == (2, 1, 0)
    assert [after[name] for name in ("ties", "confirmed", "reported", "articulation_points")] == [
        before[name] for name in ("ties", "confirmed", "reported", "articulation_points")
    ]


def test_the_largest_changes_of_place_come_first():
    region = network(list("abcd"), [*both("a", "b"), *both("b", "c"), *both("c", "d")])
    found = compared(region, StopOrganisation("d"))
    between = found.shifts["betweenness"]
    assert [(one.id, one.before, one.after) for one in between] == [
        ("c", pytest.approx(2 / 3), 0.0),
        ("b", pytest.approx(2 / 3), 1.0),
    ]
    sizes = [abs(one.after - one.before) for one in between]
    assert sizes == sorted(sizes, reverse=True)


def few_people_at_a_receiver():
    """A waiting list of 12 people at one receiver, of whom 1 came from "few": fewer than may be shown."""
    here = Records(
        [
            organisation("w-a", "jongerenloket", gm_code=OSS),
            organisation("few", "jongerenloket", gm_code=OSS),
            organisation("w-b", "zorgaanbieder", gm_code=OSS, capacity=4),
        ]
    )
    here.relations = [*tied_in("w-a", "w-b", "few"), *both("w-a", "w-b"), *both("few", "w-b")]
    slow = GOOD | {"contact": 80, "feedback": 90}
    here.referrals = [*many("w-a", "w-b", 11, "w", **slow), *many("few", "w-b", 1, "f", **slow)]
    return (core() + here).network()


@pytest.mark.parametrize(
    "step", [StopOrganisation("few"), MergeOrganisations("w-a", "few"), MergeOrganisations("few", "w-a")]
)
def test_taking_few_people_out_of_a_count_that_is_shown_tells_nothing(step):
    region = few_people_at_a_receiver()
    (known,) = find_gaps(region, ["wachtlijst"])
    assert known.people == 12
    found = compared(region, step)
    (after,) = [one for one in found.gaps.after if one.code == "wachtlijst"]
    assert (after.people, after.score, after.evidence) == (known.people, known.score, known.evidence)
    assert found.gaps.changed == ()


@given(networks(), st.lists(steps(), max_size=4))
@settings(max_examples=40)
def test_no_gap_that_is_found_anew_counts_people(region, supposed):
    start = base(region)
    known = {one.people for one in start.findings} | {None}
    found = outcome(start, tuple(supposed))
    for one in (*found.gaps.new, *found.gaps.after):
        assert one.people in known
        assert one.people is None or one.people == 0 or one.people >= MIN_PEOPLE
    assert all(one.people is None for one in found.gaps.new)
