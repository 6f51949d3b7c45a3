"""Playing a scenario: what each step means, what cannot be supposed, and that nothing is changed."""

from __future__ import annotations

import pickle
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.serving import service_lines
from graph.analysis.ties import CONFIRMED, collaboration_ties
from graph.network import build_network
from graph.records import Entity, relation
from graph.whatif.checking import BadScenario, apply, play
from graph.whatif.fingerprint import fingerprint
from graph.whatif.steps import MAX_STEPS, AddTie, MergeOrganisations, ServeAlso, StopOrganisation
from tests.graph.gaps.parts import FAR, OSS
from tests.graph.whatif.regions import full, networks, pair_and_alone, steps
from tests.support.networks import both, claim, network, organisation, sent


def why(network, *steps):
    """The key of what is wrong with the last step."""
    wrong = play(network, steps)[1][-1]
    return None if wrong is None else wrong.key.removeprefix("whatif.")


@given(networks(), st.lists(steps(), max_size=6))
@settings(max_examples=40)
def test_the_base_stays_as_it_is(region, supposed):
    before, sign = pickle.dumps((region.entities, region.relations, region.referrals)), fingerprint(region)
    play(region, supposed)[0].network()
    assert pickle.dumps((region.entities, region.relations, region.referrals)) == before
    assert fingerprint(region) == sign


@given(networks())
@settings(max_examples=10)
def test_an_empty_scenario_is_the_same_network(region):
    assert apply(region, ()) is region


@given(networks(), st.lists(steps(), max_size=6))
@settings(max_examples=40)
def test_whatever_is_supposed_the_result_is_a_network_as_any_other(region, supposed):
    made = play(region, supposed)[0].network()
    ids = np.array(made.ids, dtype=object)
    log = made.referrals.assign(source=ids[made.referrals["source"]], target=ids[made.referrals["target"]])
    again = build_network(made.scope, made.entities, made.relations, log, as_of=made.as_of)
    assert fingerprint(again) == fingerprint(made)
    assert all(r.source != r.target for r in made.relations)
    assert (made.referrals["source"] != made.referrals["target"]).all()
    assert len({r.id for r in made.relations}) == len(made.relations)
    assert made.referrals["id"].is_unique


def test_a_fingerprint_tells_contents_apart_and_not_the_order_of_properties():
    one = network([organisation("a", gm_code=OSS, capacity=3), "b"], both("a", "b"))
    same = network(["b", organisation("a", capacity=3, gm_code=OSS)], both("b", "a"))
    assert fingerprint(one) == fingerprint(same)
    others = [
        network([organisation("a", gm_code=OSS, capacity=4), "b"], both("a", "b")),
        network([organisation("a", gm_code=OSS, capacity=3), "b"], [claim("a", "b")]),
        network([organisation("a", gm_code=OSS, capacity=3), "b"], both("a", "b"), [sent("c", "2026-01-01", "a", "b")]),
    ]
    assert len({fingerprint(one), *map(fingerprint, others)}) == 4


def test_an_added_tie_is_confirmed_and_dated_on_the_last_recorded_day():
    region = network(["a", "b", "c"], [claim("a", "c", last_contact=date(2026, 3, 1))])
    made = collaboration_ties(apply(region, [AddTie("b", "a")]))
    row = made.position[0, 1]
    assert made.status[row] == CONFIRMED
    assert made.last_contact[row] == np.datetime64("2026-03-01")
    assert not made.stale[row]


def test_an_added_tie_keeps_what_a_side_said_and_wakes_up_what_is_stale():
    region = network(
        ["a", "b", "c"],
        [claim("a", "b", frequency=12, last_contact=date(2020, 1, 1)), *both("b", "c", last_contact=date(2026, 3, 1))],
    )
    made = collaboration_ties(apply(region, [AddTie("a", "b")]))
    row = made.position[0, 1]
    assert (made.status[row], made.frequency[row, 0], bool(made.stale[row])) == (CONFIRMED, 12, False)


def test_a_tie_that_ended_can_be_supposed_again():
    over = [relation("samenwerking", a, b, {}, None, date(2025, 1, 1)) for a, b in (("a", "b"), ("b", "a"))]
    region = network(["a", "b", "c"], [*over, *both("b", "c", last_contact=date(2026, 3, 1))])
    assert len(collaboration_ties(region)) == 1
    assert len(collaboration_ties(apply(region, [AddTie("a", "b")]))) == 2


@pytest.mark.parametrize("gone", ["centre", "k-b", "s-pivot"])
def test_a_stop_gives_the_region_made_without_that_organisation(gone):
    region = full()
    ids = np.array(region.ids, dtype=object)
    without = build_network(
        region.scope,
        [e for e in region.entities if e.id != gone],
        region.relations,
        region.referrals.assign(source=ids[region.referrals["source"]], target=ids[region.referrals["target"]]),
        as_of=collaboration_ties(region).on,
    )
    made = apply(region, [StopOrganisation(gone)])
    assert fingerprint(made) == fingerprint(without)
    assert made.outside == without.outside
    assert made.outside.relations > 0


def test_what_was_joined_to_a_stopped_organisation_alone_goes_with_it():
    contact, shared = Entity("p", "contactpunt", "P"), Entity("x", "convenant", "X")
    joined = [relation("contact_van", "p", "a"), *(relation("lid_van", one, "x") for one in ("a", "b"))]
    made = apply(network(["a", "b", contact, shared], joined), [StopOrganisation("a")])
    assert set(made.ids) == {"b", "x"}


def test_merging_an_organisation_that_nobody_is_tied_to_changes_only_counts():
    region = pair_and_alone()
    made = apply(region, [MergeOrganisations("a", "alone")])
    assert made.ids == ("a", "b")
    assert [r.id for r in made.relations] == [r.id for r in region.relations]
    assert len(made.referrals) == len(region.referrals)


def test_a_merger_unites_ties_without_a_tie_to_itself():
    region = network(["a", "b", "c", "d"], [*both("a", "b"), *both("b", "c"), *both("a", "c"), *both("b", "d")])
    made = collaboration_ties(apply(region, [MergeOrganisations("a", "b")]))
    pairs = {(made.ids[i], made.ids[j]) for i, j in made.edges("confirmed")}
    assert pairs == {("a", "c"), ("a", "d")}


def test_of_a_tie_that_both_had_contacts_add_up_and_an_agreement_of_either_holds():
    region = network(
        ["a", "b", "c"],
        [
            claim("a", "c", frequency=10, formal=False, trust=2, last_contact=date(2026, 1, 1)),
            claim("b", "c", frequency=4, formal=True, trust=4, last_contact=date(2026, 2, 1)),
        ],
    )
    (made,) = apply(region, [MergeOrganisations("a", "b")]).relations
    assert (made.source, made.target) == ("a", "c")
    assert made.properties == {"frequency": 14, "formal": True, "trust": 2, "last_contact": date(2026, 2, 1)}


def test_a_merger_takes_over_referrals_and_those_between_the_two_are_no_longer_referrals():
    log = [
        sent("one", "2026-01-01", "a", "b"),
        sent("two", "2026-01-02", "c", "b"),
        sent("two", "2026-01-02", "c", "a"),
        sent("three", "2026-01-03", "b", "c"),
    ]
    made = apply(network(["a", "b", "c"], [], log), [MergeOrganisations("a", "b")])
    assert list(made.referrals["id"]) == ["three|2026-01-03|a|c", "two|2026-01-02|c|a"]


def served(region):
    """Every (municipality, life domain, stage, target group) that somebody serves, with who does."""
    lines = service_lines(region)
    return {
        (m, d, s, g)
        for row in range(len(lines))
        for m in np.flatnonzero(lines.serves["municipality"][row])
        for d in np.flatnonzero(lines.serves["life_domain"][row])
        for s in np.flatnonzero(lines.serves["stage"][row])
        for g in np.flatnonzero(lines.serves["target_group"][row])
    }


def places():
    return [Entity(code, "gebied_gemeente", code, {"lat": 51.7, "lon": 5.5}) for code in (OSS, FAR, "GM0001")]


def test_a_merger_serves_nobody_new_in_another_municipality_and_goes_on_everywhere():
    one = organisation("a", "zorgaanbieder", gm_code=OSS, life_domains=("wonen",), stages=("matching",))
    other = organisation(
        "b", "zorgaanbieder", gm_code=FAR, life_domains=("verslaving",), stages=("transitie",), target_groups=("pro",)
    )
    region = network([one, other, *places()], [relation("levert_aan", "a", "GM0001"), relation("levert_aan", "b", OSS)])
    made = apply(region, [MergeOrganisations("a", "b")])
    codes = service_lines(region).codes["municipality"]
    before, after = served(region), served(made)
    assert before <= after
    assert {codes[new[0]] for new in after - before} == {OSS}  # at its address it does what either did
    assert made.entity("a").properties["life_domains"] == ("verslaving", "wonen")
    assert "target_groups" not in made.entity("a").properties


def test_a_provider_can_serve_a_municipality_also():
    care = organisation("a", "zorgaanbieder", gm_code=OSS, life_domains=("verslaving", "wonen"))
    region = network([care, *places()])
    made = apply(region, [ServeAlso("a", FAR, life_domain="wonen")])
    (service,) = made.relations
    assert (service.kind, service.source, service.target) == ("levert_aan", "a", FAR)
    assert service.properties == {"life_domain": "wonen"}


def test_what_cannot_be_supposed_says_why():
    region = network([organisation("a", gm_code=OSS, life_domains=("wonen",)), "b", "c", *places()], both("b", "c"))
    assert why(region, AddTie("a", "nobody")) == "unknown_organisation"
    assert why(region, AddTie("a", OSS)) == "unknown_organisation"
    assert why(region, AddTie("a", "a")) == "same_organisation"
    assert why(region, AddTie("c", "b")) == "tie_exists"
    assert why(region, AddTie("a", "b"), AddTie("b", "a")) == "tie_exists"
    assert why(region, StopOrganisation("a"), StopOrganisation("a")) == "stopped_before"
    assert why(region, StopOrganisation("a"), AddTie("a", "b")) == "stopped_before"
    assert why(region, MergeOrganisations("a", "a")) == "same_organisation"
    assert why(region, MergeOrganisations("a", "b"), StopOrganisation("b")) == "merged_before"
    assert why(region, MergeOrganisations("a", "b"), AddTie("a", "c")) == "tie_exists"
    assert why(region, ServeAlso("a", "GM0002")) == "unknown_municipality"
    assert why(region, ServeAlso("a", FAR, life_domain="?")) == "unknown_code"
    assert why(region, ServeAlso("a", OSS, life_domain="wonen")) == "serves_already"
    assert why(region, ServeAlso("a", OSS, life_domain="verslaving")) is None
    assert why(region, ServeAlso("a", FAR, "wonen"), ServeAlso("a", FAR, "wonen")) == "serves_already"
    many = [ServeAlso("a", FAR, life_domain="wonen"), *[StopOrganisation("c")] * MAX_STEPS]
    assert why(region, *many) == "too_many"


def test_a_step_that_cannot_be_is_left_out_and_the_others_go_on():
    region = pair_and_alone()
    supposed = (AddTie("a", "b"), AddTie("a", "alone"))
    world, wrong = play(region, supposed)
    assert [one is None for one in wrong] == [False, True]
    assert len(collaboration_ties(world.network())) == 2
    with pytest.raises(BadScenario):
        apply(region, supposed)
