"""A planted gap that is closed in the data is gone from the findings, and nothing else comes or goes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from benchmarks.planted import QUICK, keys, names, network_of
from graph.gaps.find import find_gaps
from graph.gaps.rule import Finding
from graph.network import Network, Scope, build_network
from graph.records import Entity, Referral, Relation, relation
from loaders.generate.plan import Plan
from loaders.generate.planting import Planted
from loaders.generate.records import organisations, referrals, relations

pytestmark = pytest.mark.slow

Parts = tuple[list[Entity], list[Relation], list[Referral]]
Close = Callable[[Plan, Planted, Parts], Parts]


@cache
def made(code: str) -> tuple[Plan, Network, tuple[Finding, ...]]:
    """A region with every gap type, or two that border for the one that needs a border; and what is found there."""
    size = next(size for size in reversed(QUICK) if code in size.codes)
    plan = size.plan(1, size.codes, "strong")
    network = network_of(plan)
    return plan, network, find_gaps(network)


def noted(change: Callable[[Referral], Mapping[str, object]], at: str = "source") -> Close:
    """Close a gap by what is noted with the referrals that the first organisation sent, or received."""

    def close(plan: Plan, gap: Planted, parts: Parts) -> Parts:
        places, ties, log = parts
        about = plan.made.ids[gap.organisations[0]]
        return places, ties, [_noted(r, change(r)) if getattr(r, at) == about else r for r in log]

    return close


def _noted(row: Referral, more: Mapping[str, object]) -> Referral:
    held = {name: value for name, value in {**row.properties, **more}.items() if value is not None}
    return replace(row, properties=held)  # type: ignore[arg-type]


def told(**properties: object) -> Close:
    """Close a gap by what both sides say of the ties between the organisations that it is about."""

    def close(plan: Plan, gap: Planted, parts: Parts) -> Parts:
        places, ties, log = parts
        first = plan.made.ids[gap.organisations[0]]
        others = {plan.made.ids[i] for i in (*gap.organisations[1:], *gap.partners)}

        def between(tie: Relation) -> bool:
            ends = {tie.source, tie.target}
            return tie.kind == "samenwerking" and first in ends and bool(ends & others)

        changed = [
            replace(tie, properties={**tie.properties, **properties}) if between(tie) else tie  # type: ignore[arg-type]
            for tie in ties
        ]
        return places, changed, log

    return close


def answered(plan: Plan, gap: Planted, parts: Parts) -> Parts:
    """The partners name the one that names them."""
    places, ties, log = parts
    ids = plan.made.ids
    back = [relation("samenwerking", ids[i], ids[gap.organisations[0]], {"frequency": 12.0}) for i in gap.partners]
    return places, [*ties, *back], log


def served(plan: Plan, gap: Planted, parts: Parts) -> Parts:
    """Somebody delivers what is missing to the municipality."""
    places, ties, log = parts
    said = {"life_domain": gap.domain} if gap.domain else {"stage": gap.stage}
    home = plan.reference.codes[gap.municipalities[0]]
    return places, [*ties, relation("levert_aan", places[0].id, home, said)], log  # type: ignore[arg-type]


def directed(plan: Plan, gap: Planted, parts: Parts) -> Parts:
    """Somebody directs the cases of the people of whom the municipality's organisations said that nobody does."""
    places, ties, log = parts
    towns = {plan.reference.codes[i] for i in gap.municipalities}
    here = {e.id for e in places if e.properties.get("gm_code") in towns}
    cases = {r.case for r in log if r.source in here and r.properties.get("direction") == "niet_belegd"}
    return places, ties, [_noted(r, {"direction": "belegd"}) if r.case in cases else r for r in log]


def one_at_a_time(plan: Plan, gap: Planted, parts: Parts) -> Parts:
    """Help by the planted organisations ends on the day it begins, before the next begins."""
    places, ties, log = parts
    care = {plan.made.ids[i] for i in gap.partners[:-1]}

    def ended(row: Referral) -> bool:
        return row.target in care and "first_contact_on" in row.properties

    return places, ties, [_noted(r, {"ended_on": r.properties["first_contact_on"]}) if ended(r) else r for r in log]


def roomy(plan: Plan, gap: Planted, parts: Parts) -> Parts:
    """Every employer has ten times as many places."""
    places, ties, log = parts
    room = [
        replace(e, properties={**e.properties, "capacity": 10 * int(str(e.properties["capacity"]))})
        if e.kind == "werkgever" and "capacity" in e.properties
        else e
        for e in places
    ]
    return room, ties, log


CLOSING: Mapping[str, Close] = {
    "witte_vlek": served,
    "koude_overdracht": noted(lambda r: {"handover": "warm", "received_on": r.date}),
    "geen_terugkoppeling": noted(lambda r: {"feedback_on": r.properties.get("first_contact_on", r.date)}, at="target"),
    "eenzijdige_relatie": answered,
    "papieren_relatie": told(last_contact=None),
    "stil_contact": told(formal=True),
    "perceptiekloof": told(trust=3, value=3),
    "grensverkeer": told(formal=True),
    "late_start_overdracht": noted(lambda r: {"left_school_on": None}),
    "geen_nazorg": noted(
        lambda r: (
            {"aftercare_on": r.properties["left_school_on"] + timedelta(days=30)}  # type: ignore[operator]
            if "left_school_on" in r.properties
            else {}
        )
    ),
    "keten_breuk": noted(lambda r: {"ended_on": None}),
    "onbenut_instrument": noted(lambda r: {"instruments": "ingezet"} if "instruments" in r.properties else {}),
    "geen_regie": directed,
    "dubbel_werk": one_at_a_time,
    "te_weinig_werkgevers": roomy,
}


def about(found: Iterable[Finding], plan: Plan, gap: Planted) -> set[str]:
    """Ids of the findings that are about a planted gap."""
    wanted = keys(plan, gap)
    return {f.id for f in found if any(f.code == code and key <= names(f) for code, key in wanted)}


@pytest.mark.parametrize("code", CLOSING)
def test_closing_a_planted_gap_takes_its_findings_away_and_no_other(code: str) -> None:
    plan, snapshot, findings = made(code)
    gaps = [gap for gap in plan.planted if gap.code == code]
    assert gaps
    parts = (list(organisations(plan)), list(relations(plan)), list(referrals(plan)))
    places = [entity for entity in snapshot.entities if entity.id not in {own.id for own in parts[0]}]
    given = {own.id for own in parts[1]}
    rest = [around for around in snapshot.relations if around.id not in given]
    for gap in gaps:
        homes, ties, log = CLOSING[code](plan, gap, parts)
        after = find_gaps(build_network(Scope(), [*places, *homes], [*rest, *ties], log))
        before = about(findings, plan, gap)
        assert before
        gone = {f.id for f in findings} - {f.id for f in after}
        assert before <= gone
        assert {f.code for f in findings if f.id in gone} == {code}
        assert {f.id for f in after} <= {f.id for f in findings}
