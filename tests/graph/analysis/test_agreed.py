"""What was agreed beside what is there: each step by hand, the weakest decides, and nothing is told about a few."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.agreed import STEPS, Line, agreed_pairs, agreed_there
from graph.analysis.flows import flow_table, flows
from graph.analysis.referrals import Selection, referrals
from graph.gaps.agreement import agreed_lines
from graph.gaps.template import chain_template
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.records import Referral, Relation
from tests.support.networks import both, claim, network, organisation, sent

OSS, BOXTEL = "GM0828", "GM0757"
LINES = (Line("leavers", "pro", frozenset({"jongerenloket", "uwv"}), "transitie", "a law"),)
WHO = [
    organisation("school", "pro", gm_code=OSS),
    organisation("second", "pro", gm_code=OSS),
    organisation("far", "pro", gm_code=BOXTEL),
    organisation("desk", "jongerenloket", gm_code=OSS),
    organisation("uwv", "uwv", gm_code=BOXTEL),
    organisation("care", "zorgaanbieder", gm_code=OSS),
]


def people(n: int, source: str, target: str, **properties: object) -> list[Referral]:
    """So many people referred, who all came to a first contact unless told otherwise."""
    given = {"first_contact_on": date(2025, 3, 1), "outcome": "geaccepteerd", **properties}
    return [sent(f"{source}{target}{at}", date(2025, 2, 1), source, target, **given) for at in range(n)]


def region(relations: list[Relation] = [], sent_on: list[Referral] = []) -> Network:  # noqa: B006 - never changed
    return network(WHO, relations, sent_on)


def step(snapshot: Network, who: str = "school") -> str:
    rows = agreed_there(snapshot, LINES).senders
    return str(rows.set_index("id").loc[who, "step"])


@pytest.mark.parametrize(
    ("relations", "referred", "expected"),
    [
        ([], [], "agreed"),
        (both("school", "care"), people(20, "school", "care"), "agreed"),
        ([claim("school", "desk")], [], "present"),
        ([claim("desk", "school")], [], "present"),
        ([], people(1, "school", "desk"), "present"),
        ([], people(20, "desk", "school"), "agreed"),
        (both("school", "uwv"), [], "confirmed"),
        (both("school", "desk"), people(MIN_PEOPLE - 1, "school", "desk"), "confirmed"),
        ([], people(MIN_PEOPLE, "school", "desk"), "working"),
        ([], people(MIN_PEOPLE, "school", "desk", first_contact_on=None, outcome="verdwenen"), "present"),
        ([], people(MIN_PEOPLE, "school", "desk", first_contact_on=None, outcome="open"), "present"),
        ([], people(MIN_PEOPLE, "school", "desk", first_contact_on=None, outcome="afgerond"), "working"),
        ([], people(3, "school", "desk") + people(2, "school", "uwv"), "working"),
    ],
)
def test_a_handover_is_as_far_as_what_is_seen_of_it(relations, referred, expected):
    assert step(region(relations, referred)) == expected


def test_a_confirmed_tie_of_long_ago_is_only_there():
    old = both("school", "desk", last_contact=date(2020, 1, 1))
    new = [*both("care", "uwv", last_contact=date(2025, 1, 1))]
    assert step(region(old + new)) == "present"


def test_one_person_who_came_often_is_one_person():
    often = [
        sent("x", date(2025, 2, day), "school", "desk", first_contact_on=date(2025, 3, 1), outcome="geaccepteerd")
        for day in range(1, 9)
    ]
    assert step(region([], often)) == "present"


def test_a_municipality_is_as_far_as_the_organisation_that_is_least_far():
    found = agreed_there(region(both("school", "desk"), people(9, "school", "desk")), LINES)
    cell = found.cell(OSS, "leavers.pro")
    assert (cell.step, cell.organisations) == ("agreed", 2)
    assert dict(cell.reached) == {"agreed": 2, "present": 1, "confirmed": 1, "working": 1}
    assert found.cell("GM9999", "leavers.pro").step is None
    assert found.municipalities == (BOXTEL, OSS)


def test_a_target_group_counts_its_own_people_only():
    here = region([], people(6, "school", "desk", target_group="pro") + people(6, "second", "desk", target_group="vso"))
    rows = agreed_there(here, LINES, Selection("pro")).senders.set_index("id")["step"]
    assert (rows["school"], rows["second"]) == ("working", "agreed")


claims = st.lists(st.tuples(*[st.sampled_from([e.id for e in WHO])] * 2).filter(lambda p: p[0] != p[1]), max_size=8)


@given(claims, claims, st.randoms())
def test_one_more_tie_never_sets_a_handover_back_and_the_order_of_rows_is_nothing(pairs, more, chance):
    before = [claim(*pair) for pair in dict.fromkeys(pairs)]
    # Who is first to speak was silent before; an answer to a claim confirms it.
    after = [claim(*pair) for pair in dict.fromkeys([*pairs, *more])]
    rank = {
        row.id: STEPS.index(row.step) for row in agreed_there(region(before), LINES).senders.itertuples(index=False)
    }
    chance.shuffle(after)
    found = agreed_there(network(WHO, after), LINES)
    assert all(STEPS.index(row.step) >= rank[row.id] for row in found.senders.itertuples(index=False))
    assert agreed_there(region(sorted(after, key=lambda r: r.id)), LINES).senders.equals(found.senders)


counted = st.lists(
    st.tuples(
        st.sampled_from(["school", "second", "far"]),
        st.sampled_from(["desk", "uwv", "care"]),
        st.integers(1, 12),
        st.sampled_from(["geaccepteerd", "verdwenen", "geweigerd", "open"]),
    ),
    max_size=8,
)


@given(counted)
def test_the_people_of_a_pair_are_those_of_the_log_and_hidden_where_the_flows_hide_them(rows):
    referred = [
        sent(f"{at}-{n}", date(2025, 2, 1), source, target, outcome=outcome,
             first_contact_on=date(2025, 3, 1) if outcome == "geaccepteerd" else None)
        for at, (source, target, many, outcome) in enumerate(rows)
        for n in range(many)
    ]  # fmt: skip
    here = region([], referred)
    raw = flow_table(referrals(here, "organisation")).set_index(["source", "target"])["people"]
    flown = flows(here, "organisation").table.set_index(["source", "target"])
    came = flow_table(referrals(region([], [r for r in referred if r.properties["outcome"] == "geaccepteerd"]),
                                "organisation")).set_index(["source", "target"])["people"]  # fmt: skip
    for row in agreed_pairs(here, LINES).itertuples(index=False):
        pair = (row.source, row.target)
        if flown.loc[pair, "hidden"]:
            assert str(row.people) == str(row.arrived) == "<NA>"
            continue
        assert row.people == raw[pair] >= MIN_PEOPLE
        if str(row.arrived) != "<NA>":
            arrived = int(came.get(pair, 0))
            assert row.arrived == arrived
            assert not 0 < arrived < MIN_PEOPLE
            assert not 0 < row.people - arrived < MIN_PEOPLE


def test_the_lines_are_those_of_the_agreed_chain():
    found = {(line.handover, line.kind) for line in agreed_lines()}
    assert found == {(one.code, kind) for one in chain_template().handovers for kind in one.sources}
    assert all(line.targets and line.stage for line in agreed_lines())


def test_an_empty_region_has_no_handovers():
    found = agreed_there(network(()), LINES)
    assert found.cells == {}
    assert agreed_pairs(network(()), LINES).empty
