"""Who could close a gap: for coverage those who do it elsewhere, nearest first; for other gaps nobody."""

from __future__ import annotations

import pytest

from graph.gaps.closing import asked_by, who_could_close
from graph.gaps.rule import Finding, finding
from graph.gaps.settings import rule_settings
from graph.network import Network
from graph.records import Entity, relation
from tests.support.networks import network, organisation

OSS, BOXTEL, VUGHT = "GM0828", "GM0757", "GM0865"


@pytest.fixture
def region() -> Network:
    """Debt help in Boxtel and in Vught, which is nearer to Oss in this example; none in Oss."""
    spots = {OSS: (51.76, 5.52), VUGHT: (51.70, 5.40), BOXTEL: (51.59, 5.32)}
    towns = [Entity(code, "gebied_gemeente", code, {"lat": lat, "lon": lon}) for code, (lat, lon) in spots.items()]
    return network(
        [
            *towns,
            organisation("far", "schuldhulp", gm_code=BOXTEL, life_domains=("financien",), lat=51.59, lon=5.32),
            organisation("near", "schuldhulp", gm_code=VUGHT, life_domains=("financien",), lat=51.70, lon=5.40),
            organisation("school", "pro", gm_code=OSS),
        ]
    )


def gap(code: str, subject: str | None, *parties: str) -> Finding:
    return finding(rule_settings()[code], parties, 0, (), OSS, subject, "place")


def test_the_nearest_who_does_it_elsewhere_comes_first(region: Network) -> None:
    found = who_could_close(region, gap("witte_vlek", "financien"))
    assert [(one.id, one.differs) for one in found] == [("near", "municipality"), ("far", "municipality")]


def test_a_party_does_not_close_its_own_gap(region: Network) -> None:
    assert [one.id for one in who_could_close(region, gap("witte_vlek", "financien", "near"))] == ["far"]


@pytest.mark.parametrize(("code", "subject"), [("koude_overdracht", None), ("witte_vlek", "elsewhere")])
def test_what_no_other_can_take_over_has_nobody(region: Network, code: str, subject: str | None) -> None:
    found = gap(code, subject)
    assert asked_by(region, found) is None
    assert who_could_close(region, found) == ()


def test_who_serves_it_already_is_no_candidate(region: Network) -> None:
    serving = [relation("levert_aan", "near", OSS, {"life_domain": "financien"})]
    again = network(region.entities, serving)
    assert [one.id for one in who_could_close(again, gap("witte_vlek", "financien"))] == ["far"]
