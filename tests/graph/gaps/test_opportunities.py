"""Opportunities: each is found where it is, not where it is not, and none tells of a few people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from graph.analysis.neighbours import neighbours
from graph.gaps.certainty import certainty
from graph.gaps.find import find_gaps
from graph.gaps.opportunities import KINDS, check_opportunities, find_opportunities
from graph.gaps.region import Region
from graph.gaps.rule import Finding
from graph.gaps.settings import opportunity_settings, rule_settings
from graph.gaps.words import explain
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.records import Entity, relation
from graph.schema import DATA
from graph.texts import texts
from tests.graph.gaps.parts import GOOD, OSS, UNTIL, Records, core, many, tied_in
from tests.graph.gaps.regions import geen_terugkoppeling, koude_overdracht, wachtlijst
from tests.support.networks import both, organisation, sent

BERNHEZE = "GM1721"  # borders on Oss


def of(records: Records, code: str) -> list[Finding]:
    snapshot = records.network()
    return [one for one in find_opportunities(snapshot, find_gaps(snapshot)) if one.code == code]


def value(found: Finding, key: str) -> object:
    return next(e for e in found.evidence if e.key == key).value


def with_queue(
    capacity: int | None, km: float = 0.0, domains: tuple[str, ...] = ("psychisch",), sent_on: int = 0
) -> Records:
    """The waiting list of ``regions.wachtlijst``, and a second provider with room, so far to the north."""
    region = core() + wachtlijst().with_gap
    said = {"gm_code": OSS, "lat": 51.765, "lon": 5.518, "life_domains": ("psychisch",), "capacity": 4}
    other = said | {"lat": 51.765 + km / 111.2, "capacity": capacity, "life_domains": domains}
    other = {name: one for name, one in other.items() if one is not None}
    more = Records([organisation("w-b", "zorgaanbieder", **said), organisation("w-c", "zorgaanbieder", **other)])
    more.relations = tied_in("w-c")
    more.referrals = many("w-a", "w-c", sent_on, "room", **GOOD)
    return region + more


def test_room_near_a_wait_is_found_with_what_is_left() -> None:
    (found,) = of(with_queue(20, sent_on=8), "kans_ruimte")
    assert found.parties == ("w-c", "w-b")
    assert (value(found, "free_places"), value(found, "inflow_people")) == (12, 8)
    assert found.people == 20


@pytest.mark.parametrize(
    "records",
    [
        with_queue(None),
        with_queue(10, sent_on=8),
        with_queue(20, km=25),
        with_queue(20, domains=("financien",)),
        core() + wachtlijst().closing,
    ],
    ids=["no capacity stated", "hardly anything left", "too far", "other help", "no waiting list"],
)
def test_without_room_that_helps_there_is_no_opportunity(records: Records) -> None:
    assert of(records, "kans_ruimte") == []


def test_room_says_the_same_whether_one_person_or_four_came() -> None:
    told = [of(with_queue(20, sent_on=n), "kans_ruimte")[0] for n in range(1, MIN_PEOPLE)]
    assert len({tuple((e.key, e.value, e.bound) for e in one.evidence) for one in told}) == 1
    assert value(told[0], "inflow_people") is None


def next_door(served: str) -> Records:
    """A provider established in Oss serves another place for debts; nobody in Bernheze helps there."""
    here = Records([Entity(BERNHEZE, "gebied_gemeente", "Bernheze", {"lat": 51.67, "lon": 5.52})])
    here.entities += [organisation("n-a", "schuldhulp", gm_code=OSS, life_domains=("financien",))]
    here.entities += [organisation("n-b", "gemeente", gm_code=BERNHEZE)]
    here.relations = [*tied_in("n-a", "n-b"), relation("levert_aan", "n-a", served, {"life_domain": "financien"})]
    return core() + here


def test_who_serves_a_neighbour_could_serve_here() -> None:
    (found,) = of(next_door(OSS), "kans_buurgemeente")
    assert (found.parties, found.municipality, found.subject) == (("n-a",), BERNHEZE, "financien")
    assert value(found, "serves_neighbours") == 1


def test_who_serves_here_already_or_far_away_is_no_opportunity() -> None:
    assert of(next_door(BERNHEZE), "kans_buurgemeente") == []
    far = next_door("GM0014")  # Groningen
    far.entities.append(Entity("GM0014", "gebied_gemeente", "Groningen"))
    assert of(far, "kans_buurgemeente") == []


def test_neighbours_border_on_each_other() -> None:
    around = neighbours()
    rows = len((DATA / "reference" / "gemeente_buren.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert all(one in around[other] for one, others in around.items() for other in others)
    assert sum(map(len, around.values())) == 2 * rows
    assert BERNHEZE in around[OSS]


def places(looking: int, matched: int = 0, stage: str = "opstap", **job: object) -> Records:
    """An employer with a job for six, people who look for work near by, and some who were referred to it."""
    offered = {"places": 6, "stage": stage, **job}
    here = Records([organisation("p-a", "werkgever", gm_code=OSS), organisation("p-b", "werkcentrum", gm_code=OSS)])
    here.entities += [organisation("p-c", "werkgever", gm_code=OSS), Entity("p-job", "plek", "Magazijn", offered)]  # type: ignore[arg-type]
    here.relations = [*tied_in("p-a", "p-b", "p-c"), *both("p-a", "p-b"), relation("biedt", "p-a", "p-job")]
    here.referrals = many("centre", "p-b", looking, "p", stage_to="matching", **GOOD)
    here.referrals += many("p-b", "p-a", matched, "m", stage_to=stage, **GOOD)
    here.referrals += many("p-b", "p-c", 5, "o", stage_to="baan_met_steun", **GOOD)
    return core() + here


def test_places_that_nobody_is_referred_to_are_found() -> None:
    (found,) = of(places(12), "kans_plek")
    assert (found.parties, found.subject, found.people) == (("p-a",), "opstap", 12)
    assert value(found, "offered_places") == 6


@pytest.mark.parametrize(
    "records", [places(12, matched=1), places(9), places(12, places=2), places(12, stage="matching")],
    ids=["somebody came", "few look for work", "few places", "no paid work"],
)  # fmt: skip
def test_places_are_none_when(records: Records) -> None:
    assert of(records, "kans_plek") == []


def test_who_was_placed_since_does_not_look_any_more() -> None:
    records = places(12)
    late = UNTIL - timedelta(days=3)
    records.referrals += [sent(f"p{at}", late, "p-b", "p-c", stage_to="baan_met_steun") for at in range(3)]
    assert of(records, "kans_plek") == []


def test_a_pair_that_hands_over_warmly_is_the_example_for_a_cold_one() -> None:
    region = core() + koude_overdracht().with_gap
    good = Records([organisation("g-a", "pro", gm_code=OSS), organisation("g-b", "jongerenloket", gm_code=OSS)])
    good.relations = [*tied_in("g-a", "g-b"), *both("g-a", "g-b")]
    assert of(region, "kans_voorbeeld") == []
    good.referrals = many("g-a", "g-b", 20, "g", **GOOD)
    (found,) = of(region + good, "kans_voorbeeld")
    assert found.parties == ("g-a", "g-b", "k-a", "k-b")
    assert value(found, "koude_overdracht_good_share") == 1.0
    assert found.people == 20
    other = Records([organisation("g-a", "vso", gm_code=OSS)])
    assert of(region + good + other, "kans_voorbeeld") == []


def test_a_receiver_that_tells_how_it_went_is_the_example_for_one_that_does_not() -> None:
    region = core() + geen_terugkoppeling().with_gap
    good = Records([organisation("h-b", "jongerenloket", gm_code=OSS)], tied_in("h-b"))
    good.referrals = many("centre", "h-b", 20, "h", **GOOD)
    (found,) = of(region + good, "kans_voorbeeld")
    assert found.parties == ("h-b", "t-b")


def everything() -> Network:
    region = with_queue(20, sent_on=8) + next_door(OSS) + places(12) + koude_overdracht().with_gap
    good = Records([organisation("g-a", "pro", gm_code=OSS), organisation("g-b", "jongerenloket", gm_code=OSS)])
    good.relations, good.referrals = [*tied_in("g-a", "g-b"), *both("g-a", "g-b")], many("g-a", "g-b", 20, "g", **GOOD)
    return (region + good).network()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_type_is_told_with_evidence_that_exists(language: str) -> None:
    snapshot, say = everything(), texts(language)
    found = find_opportunities(snapshot, find_gaps(snapshot))
    assert {one.code for one in found} == {kind.code for kind in KINDS}
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    known = {*snapshot.ids, *(r.id for r in snapshot.relations), *snapshot.referrals["id"]}
    for one in found:
        told = explain(one, snapshot, say)
        assert told.found.strip()
        assert "{" not in told.found + told.why + told.action
        assert {record for e in one.evidence for record in e.records} <= known
        assert certainty(Region(snapshot), one).level in ("high", "middle", "low")


def test_opportunities_are_no_gaps() -> None:
    check_opportunities()
    assert not set(opportunity_settings()) & set(rule_settings())


def test_without_data_there_are_none() -> None:
    assert find_opportunities(Records().network(), ()) == ()
