"""Every gap rule: it finds its gap, is silent where there is none, and is silent again once it is closed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.gaps.find import RULES, find_gaps
from graph.gaps.rule import lower_end
from graph.privacy import MIN_PEOPLE
from graph.records import Entity, relation
from tests.graph.gaps import regions
from tests.graph.gaps.parts import FAR, GOOD, OSS, STAGES, UNTIL, Records, core, many, tied_in
from tests.graph.gaps.regions import CASES, TOGETHER
from tests.support.networks import both, claim, network, organisation, sent


def ids(records: Records) -> set[str]:
    return {f.id for f in find_gaps(records.network())}


def of(code: str, records: Records):
    return [f for f in find_gaps(records.network()) if f.code == code]


def test_a_sound_region_has_no_gaps():
    assert find_gaps(core().network()) == ()


def test_an_empty_region_has_no_gaps():
    assert find_gaps(network(())) == ()


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_each_rule_finds_its_gap_and_names_the_parties(make):
    case = make()
    (found,) = find_gaps((core() + case.with_gap).network())
    assert (found.code, found.parties) == (case.code, case.parties)


@given(st.sets(st.sampled_from(TOGETHER)), st.sampled_from(TOGETHER))
@settings(max_examples=50)
def test_closing_a_gap_removes_exactly_its_finding(others, make):
    case = make()
    region = core()
    for other in sorted(others - {make}, key=lambda made: made.__name__):
        region += other().with_gap
    before, after = ids(region + case.with_gap), ids(region + case.with_gap + case.closing)
    gone = before - after
    assert len(gone) == 1
    assert gone.pop().startswith(case.code)
    assert after - before == set()


def test_every_rule_is_tried_here():
    assert {make().code for make in CASES} == {rule.code for rule in RULES}


def test_gaps_come_in_order_of_score():
    region = core()
    for make in TOGETHER:
        region += make().with_gap
    scores = [f.score for f in find_gaps(region.network())]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == len(TOGETHER)


def test_rules_can_be_chosen_by_code():
    region = (core() + regions.eiland().with_gap + regions.stil_contact().with_gap).network()
    assert [f.code for f in find_gaps(region, ["eiland"])] == ["eiland"]
    with pytest.raises(ValueError, match="unknown gap rules: nothing"):
        find_gaps(region, ["nothing"])


def test_progress_is_told_after_each_rule():
    told: list[tuple[int, int]] = []
    find_gaps(core().network(), ["eiland", "wachtlijst"], lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_every_record_of_the_evidence_exists_in_the_snapshot():
    region = core()
    for make in TOGETHER:
        region += make().with_gap
    snapshot = region.network()
    known = {*snapshot.ids, *(r.id for r in snapshot.relations), *snapshot.referrals["id"]}
    for found in find_gaps(snapshot):
        assert {record for e in found.evidence for record in e.records} <= known


def test_no_finding_tells_about_fewer_than_five_people():
    here = Records(
        [organisation("a", "jongerenloket", gm_code=OSS), organisation("b", "jobcoachorganisatie", gm_code=OSS)]
    )
    here.relations = [*tied_in("a", "b"), *both("a", "b", formal=False, frequency=96)]
    here.referrals = many("a", "b", MIN_PEOPLE - 1, "x", **GOOD)
    (found,) = of("stil_contact", core() + here)
    assert found.people is None


def test_a_share_that_would_tell_about_a_few_people_is_given_as_a_limit():
    case = regions.koude_overdracht()
    nearly = Records(referrals=many("k-a", "k-b", 1, "k", **GOOD))
    (found,) = of("koude_overdracht", core() + case.with_gap + nearly)
    share = next(e for e in found.evidence if e.key == "cold_share")
    assert (share.bound, share.value) == ("at_least", pytest.approx(16 / 20))


def test_few_people_make_no_finding_about_handover():
    here = regions.koude_overdracht().with_gap
    here.referrals = here.referrals[:9]
    assert of("koude_overdracht", core() + here) == []


def test_a_handover_that_can_still_become_warm_does_not_count():
    here = regions.koude_overdracht().with_gap
    here.referrals = [sent(f"n{i}", UNTIL - timedelta(days=i % 10), "k-a", "k-b", outcome="open") for i in range(20)]
    assert of("koude_overdracht", core() + here) == []


def test_a_receipt_that_was_never_confirmed_counts_as_cold():
    here = regions.koude_overdracht().with_gap
    here.referrals = many("k-a", "k-b", 20, "k", handover="warm", contact=3, outcome="afgerond", feedback=5)
    assert len(of("koude_overdracht", core() + here)) == 1


def test_what_happened_long_ago_is_no_gap_any_more():
    here = regions.koude_overdracht().with_gap
    here.referrals = [
        sent(f"o{i}", date(2023, 1, 1) + timedelta(days=i), "k-a", "k-b", handover="koud", outcome="afgerond")
        for i in range(30)
    ]
    assert of("koude_overdracht", core() + here) == []


def test_a_log_without_any_feedback_says_nothing_about_feedback():
    here = regions.geen_terugkoppeling().with_gap
    plain = GOOD | {"feedback": None}
    here.referrals = many("t-a", "t-b", 20, "t", **plain)
    assert of("geen_terugkoppeling", core() + here) == []


def test_who_still_waits_counts_in_a_waiting_list():
    here = regions.wachtlijst().with_gap
    here.referrals = many("w-a", "w-b", 20, "w", handover="warm", received=1, outcome="geaccepteerd")
    (found,) = of("wachtlijst", core() + here)
    assert {e.key: e.bound for e in found.evidence}["p75_days"] == "at_least"


def test_a_quarter_of_ten_people_may_be_chance_and_is_no_waiting_list():
    here = regions.wachtlijst().with_gap
    quick = many("w-a", "w-b", 20, "w", **GOOD)
    slow = many("w-a", "w-b", 6, "w", **(GOOD | {"contact": 80, "feedback": 90}))
    here.referrals = [*slow, *quick[6:]]
    assert of("wachtlijst", core() + here) == []
    slow = many("w-a", "w-b", 11, "w", **(GOOD | {"contact": 80, "feedback": 90}))
    here.referrals = [*slow, *quick[11:]]
    assert len(of("wachtlijst", core() + here)) == 1


def test_who_was_referred_of_late_cannot_have_waited_long():
    here = regions.wachtlijst().with_gap
    late = [sent(f"n{i}", UNTIL - timedelta(days=i), "w-a", "w-b", outcome="geaccepteerd") for i in range(40)]
    long_ago = many("w-a", "w-b", 4, "w", **(GOOD | {"contact": 80, "feedback": 90}))
    here.referrals = [*late, *long_ago]
    assert of("wachtlijst", core() + here) == []


def test_a_pivot_with_one_contact_point_is_fragile_also_without_cutting_anybody_off():
    hub = organisation("hub", "overig", gm_code=OSS)
    point = Records([hub, organisation("left", gm_code=OSS), organisation("right", gm_code=OSS)])
    point.relations = [*tied_in("hub"), *both("hub", "left"), *both("hub", "right")]
    assert of("spil_kwetsbaar", core() + point) == []
    contact = Records(
        [Entity("desk", "contactpunt", "Front desk", {"function": "desk"})], [relation("contact_van", "desk", "hub")]
    )
    (found,) = of("spil_kwetsbaar", core() + point + contact)
    assert found.parties == ("hub",)


def test_an_organisation_on_its_own_is_no_island():
    assert of("eiland", core() + Records([organisation("alone", gm_code=OSS)])) == []


def test_a_partner_who_reported_nothing_is_not_blamed_for_silence():
    here = regions.eenzijdige_relatie().with_gap
    here.relations = [*(c for c in here.relations if c.source != "z-b"), claim("z-a", "z-b", frequency=24)]
    assert of("eenzijdige_relatie", core() + here) == []


def test_referrals_since_the_last_contact_show_that_an_agreement_lives():
    here = regions.papieren_relatie().with_gap
    here.referrals = [sent("x", date(2026, 2, 1), "p-a", "p-b")]
    assert of("papieren_relatie", core() + here) == []


def test_contact_of_which_nobody_says_whether_it_is_laid_down_is_left_alone():
    here = regions.stil_contact().with_gap
    here.relations = [*tied_in("c-a", "c-b"), *both("c-a", "c-b", frequency=96)]
    assert of("stil_contact", core() + here) == []


def test_a_region_whose_placements_hang_on_three_employers_is_found():
    here = Records([organisation(f"s{i}", "jobcoachorganisatie", gm_code=OSS) for i in range(6)])
    here.entities += [organisation(f"e{i}", "werkgever", gm_code=OSS) for i in range(5)]
    here.relations = tied_in(*(e.id for e in here.entities))
    work = GOOD | {"stage_to": "opstap"}
    for at in range(6):
        for to in range(5):
            n = 6 if to < 3 else 3
            here.referrals += many(f"s{at}", f"e{to}", n, f"{at}-{to}-", **work)
    (found,) = of("concentratie_werkgevers", core() + here)
    assert (found.form, found.parties) == ("region", ("e0", "e1", "e2"))


def test_a_service_to_the_whole_region_covers_its_municipalities():
    case = regions.lege_fase()
    region = Records([Entity("AM27", "arbeidsmarktregio", "Region")])
    region.relations = [
        relation("onderdeel_van", FAR, "AM27"),
        relation("levert_aan", "centre", "AM27", {"stage": "transitie"}),
    ]
    assert of("ontbrekende_schakel", core() + case.with_gap + region) == []


def test_a_stage_that_nobody_works_in_is_missing_for_the_whole_region():
    sparse = core()
    sparse.entities = [
        organisation("centre", "gemeente", gm_code=OSS, stages=STAGES[:-1]) if e.id == "centre" else e
        for e in sparse.entities
    ]
    (found,) = of("ontbrekende_schakel", sparse)
    assert (found.form, found.subject) == ("region", "duurzaam_werk")


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(9, 10, False), (20, 20, True), (80, 100, True), (0, 0, False)]
)
def test_a_share_is_surely_above_when_its_interval_is(part, whole, expected):
    assert (lower_end(part, whole) >= 0.7) is expected
