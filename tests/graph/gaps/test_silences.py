"""What looks like a gap and is none: the newer rules are silent where the data do not say enough."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from graph.gaps.find import find_gaps
from graph.gaps.region import Region
from graph.gaps.rule import people_share
from graph.records import Entity, Referral, relation
from tests.graph.gaps import regions
from tests.graph.gaps.parts import GOOD, OSS, UNTIL, Case, Records, core, one_each
from tests.support.networks import claim, organisation, sent


def found(case: Case, records: Records):
    return list(find_gaps((core() + records).network(), [case.code]))


def changed(case: Case, **properties: object) -> Records:
    """The records of a gap, with these properties in every referral; None takes one out."""
    here = case.with_gap
    return Records(here.entities, here.relations, [_with(r, properties) for r in here.referrals])


def _with(row: Referral, properties: dict[str, object]) -> Referral:
    held = {name: v for name, v in {**row.properties, **properties}.items() if v is not None}
    return replace(row, properties=held)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("make", "properties"),
    [
        (regions.dubbel_werk, {"direction": "belegd"}),
        (regions.dubbel_werk, {"life_domain": None}),
        (regions.dubbel_werk, {"outcome": "geweigerd"}),
        (regions.geen_regie, {"direction": None}),
        (regions.geen_regie, {"life_domain": "financien"}),
        (regions.geen_regie, {"life_domain": None}),
        (regions.keten_breuk, {"ended_on": None}),
        (regions.keten_breuk, {"ended_on": UNTIL - timedelta(days=10)}),
        (regions.keten_breuk, {"stage_to": "matching"}),
        (regions.keten_breuk, {"outcome": "verdwenen"}),
        (regions.randvoorwaarde_open, {"life_domain": "werk"}),
        (regions.randvoorwaarde_open, {"life_domain": None}),
        (regions.te_weinig_werkgevers, {"stage_to": "orientatie"}),
        (regions.onbenut_instrument, {"instruments": None}),
        (regions.onbenut_instrument, {"target_group": "flex"}),
        (regions.late_start_overdracht, {"left_school_on": None}),
        (regions.late_start_overdracht, {"left_school_on": UNTIL + timedelta(days=30)}),
        (regions.geen_nazorg, {"aftercare_on": None}),
        (regions.geen_nazorg, {"left_school_on": UNTIL - timedelta(days=90)}),
    ],
)
def test_what_the_log_does_not_say_is_no_gap(make, properties):
    case = make()
    assert found(case, case.with_gap)
    assert found(case, changed(case, **properties)) == []


@pytest.mark.parametrize(
    "make",
    [
        regions.dubbel_werk,
        regions.geen_regie,
        regions.keten_breuk,
        regions.randvoorwaarde_open,
        regions.te_weinig_werkgevers,
        regions.late_start_overdracht,
        regions.geen_nazorg,
        regions.grensverkeer,
    ],
    ids=lambda make: make.__name__,
)
def test_few_people_make_no_finding(make):
    case = make()
    few = {f"{tag}{at}" for tag in ("d", "g", "b", "r", "n", "y", "x", "x-kept", "q") for at in range(4)}
    here = case.with_gap
    assert found(case, Records(here.entities, here.relations, [r for r in here.referrals if r.case in few])) == []


def test_school_and_work_together_are_the_chain_and_need_no_director():
    case = regions.geen_regie()
    here = changed(case)
    here.referrals = [
        _with(r, {"life_domain": "onderwijs"}) if r.properties["life_domain"] == "financien" else r
        for r in here.referrals
    ]
    assert found(case, here) == []


def test_care_during_a_job_is_no_next_step():
    case = regions.keten_breuk()
    care = one_each("b-a", "b-c", 20, "b", day=50, stage_to="randvoorwaarden", **GOOD)
    assert len(found(case, case.with_gap + Records(referrals=care))) == 1


def test_a_next_step_too_late_or_that_failed_is_none():
    case = regions.keten_breuk()
    late = one_each("b-b", "b-c", 20, "b", day=180, stage_to="baan_met_steun", **GOOD)
    refused = one_each("b-b", "b-c", 20, "b", day=130, stage_to="baan_met_steun", **(GOOD | {"outcome": "geweigerd"}))
    for referrals in (late, refused):
        assert len(found(case, case.with_gap + Records(referrals=referrals))) == 1


def test_help_that_was_refused_leaves_a_precondition_open_until_another_helps():
    case = regions.randvoorwaarde_open()
    refused = one_each(
        "r-a", "r-b", 20, "r", day=0, life_domain="financien", **(GOOD | {"contact": None, "outcome": "geweigerd"})
    )
    here = case.with_gap + Records(referrals=refused)
    assert len(found(case, here)) == 1
    other = Records([organisation("r-d", "schuldhulp", gm_code=OSS)])
    other.referrals = one_each("r-a", "r-d", 20, "r", day=10, life_domain="financien", **GOOD)
    assert found(case, here + other) == []


def test_places_that_few_employers_state_are_not_known():
    case = regions.te_weinig_werkgevers()
    silent = Records([organisation(f"n-{i}", "werkgever", gm_code=OSS) for i in range(7)])
    assert found(case, case.with_gap + silent) == []


def test_places_that_an_employer_offers_count_where_it_states_no_capacity():
    case = regions.te_weinig_werkgevers()
    offer = Records([organisation("n-0", "werkgever", gm_code=OSS), Entity("job", "plek", "Jobs", {"places": 30})])
    offer.relations = [relation("biedt", "n-0", "job")]
    assert found(case, case.with_gap + offer) == []


def test_a_log_that_has_not_been_kept_long_enough_does_not_know_who_started_late():
    case = regions.late_start_overdracht()
    here = case.with_gap
    here.referrals = [r for r in here.referrals if r.case != "y-first"]
    assert found(case, here) == []


def test_an_agreement_across_a_border_may_be_a_covenant_or_a_service():
    case = regions.grensverkeer()
    pact = Records([Entity("pact", "convenant", "Pact")])
    pact.relations = [relation("lid_van", i, "pact") for i in ("q-a", "q-b")]
    serves = Records(relations=[relation("levert_aan", "q-b", "AM96", {"stage": "transitie"})])
    assert found(case, case.with_gap + pact) == []
    assert found(case, case.with_gap + serves) == []


def test_a_border_within_one_region_or_of_an_unknown_one_is_none():
    case = regions.grensverkeer()
    here = case.with_gap
    one = [r for r in here.relations if r.target != "AM97"]
    assert found(case, Records(here.entities, one, here.referrals)) == []
    same = [*one, relation("onderdeel_van", "GM9998", "AM96")]
    assert found(case, Records(here.entities, same, here.referrals)) == []


def test_a_tie_across_a_border_of_which_nobody_says_whether_it_is_laid_down_is_left_alone():
    case = regions.grensverkeer()
    unknown = Records(relations=[claim("q-a", "q-b"), claim("q-b", "q-a")])
    assert found(case, case.with_gap + unknown) == []
    none = [r for r in case.with_gap.relations if {r.source, r.target} != {"q-a", "q-b"}]
    silent = [r for r in none if r.source not in ("q-a", "q-b")]
    here = case.with_gap
    assert len(found(case, Records(here.entities, none, here.referrals))) == 1
    assert found(case, Records(here.entities, silent, here.referrals)) == []


def test_four_partners_are_too_few_for_a_difference_in_perception():
    case = regions.perceptiekloof()
    here = case.with_gap
    less = [r for r in here.relations if {r.source, r.target} != {"j-a", "j-4"}]
    assert found(case, Records(here.entities, less, here.referrals)) == []


def test_a_share_of_people_hides_the_few_as_a_share_of_referrals_does():
    case = regions.keten_breuk()
    log = Region((core() + case.with_gap).network()).log(24)
    rows = (log.stage_to == "opstap").nonzero()[0]
    part = log.chosen.case < log.chosen.case[rows[2]]
    share = people_share("open_share", log, rows, part)
    assert (share.bound, share.value, share.records) == ("at_most", pytest.approx(4 / 20), ())
    assert people_share("open_share", log, rows[:4], part).value is None


def test_dates_stand_for_what_the_referral_led_to():
    row = sent("k", UNTIL, "centre", "partner", ended_on=UNTIL + timedelta(days=3))
    network = (core() + Records(referrals=[row])).network()
    log = Region(network).log(24)
    assert log.ended[0] - log.chosen.day[0] == 3
