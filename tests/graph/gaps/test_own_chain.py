"""The agreed chain of a region itself: changed, undone, read back, and used wherever the national one was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.agreed import agreed_there
from graph.analysis.conformance import conformance
from graph.analysis.referrals import Selection
from graph.gaps.agreement import agreed_lines, agreement, needed_pairs
from graph.gaps.find import find_gaps
from graph.gaps.own_chain import (
    UNDO,
    OwnChain,
    UnreadableChain,
    base_chain,
    chain_of,
    faults,
    fresh_code,
    own_chain,
    own_name,
    own_text,
    template_of,
)
from graph.gaps.template import Handover, chain_template
from graph.network import Scope
from graph.schema import load_schema
from tests.graph.gaps.parts import GOOD, OSS, Records, core, many, tied_in
from tests.support.networks import both, organisation

DAY = date(2026, 11, 2)
KINDS = sorted(load_schema().organisations)
STAGES, GROUPS = (sorted(load_schema().codes[name].codes) for name in ("stages", "target_groups"))
CARE = Handover("own_1", frozenset({"zorgaanbieder"}), frozenset({"schuldhulp"}), "randvoorwaarden", None)

handovers = st.builds(
    Handover,
    st.sampled_from(["school_leavers", "own_1", "own_2"]),
    st.frozensets(st.sampled_from(KINDS[:6]), min_size=1),
    st.frozensets(st.sampled_from(KINDS[6:]), min_size=1),
    st.sampled_from(STAGES),
    st.none() | st.text("abc ", min_size=1, max_size=10),
    st.frozensets(st.sampled_from(GROUPS), max_size=2),
)


@st.composite
def chains(draw: st.DrawFn) -> OwnChain:
    own = base_chain()
    for one in draw(st.lists(st.none() | st.just("reset") | handovers, max_size=5)):
        own = own.put(one, DAY) if isinstance(one, Handover) else own.reset(DAY) if one else own.undone(DAY)
    return own


@given(chains())
def test_writing_and_reading_is_the_same(own: OwnChain) -> None:
    assert own_chain(own_text(own)) == own


@given(chains(), handovers)
def test_undo_takes_back_the_last_change(own: OwnChain, one: Handover) -> None:
    after = own.put(one, DAY)
    if after is not own:
        assert after.undone(DAY).handovers == own.handovers
        assert after.trail[-1].code == one.code
    assert own.put(one, DAY).put(one, DAY) == after


def test_undo_reaches_so_far_and_stops_at_the_beginning() -> None:
    own = base_chain()
    for at in range(UNDO + 5):
        own = own.put(replace(CARE, duty=f"wet {at}"), DAY)
    assert len(own.earlier) == UNDO
    for _ in range(UNDO + 5):
        own = own.undone(DAY)
    assert own.earlier == ()
    assert base_chain().undone(DAY) == base_chain()


def test_reset_is_the_national_base_and_can_be_undone() -> None:
    own = base_chain().without("youth_to_work", DAY).reset(DAY)
    assert template_of(own) is chain_template()
    assert [change.what for change in own.trail] == ["removed", "reset"]
    assert len(own.undone(DAY).handovers) == len(chain_template().handovers) - 1


@pytest.mark.parametrize(
    ("one", "key"),
    [
        (replace(CARE, sources=frozenset()), "own_chain.empty"),
        (replace(CARE, targets=frozenset({"ufo"})), "own_chain.unknown_kind"),
        (replace(CARE, stage="later"), "own_chain.unknown_stage"),
        (replace(CARE, groups=frozenset({"anyone"})), "own_chain.unknown_group"),
        (replace(CARE, targets=CARE.sources), "own_chain.to_itself"),
        (replace(CARE, duty="x" * 201), "own_chain.long_duty"),
    ],
)
def test_what_cannot_be_agreed_is_named(one: Handover, key: str) -> None:
    assert [problem.key for problem in faults(one)] == [key]
    assert faults(CARE) == ()
    with pytest.raises(UnreadableChain):
        own_chain(own_text(OwnChain((one,))))


def test_the_same_agreement_twice_is_refused_but_not_itself() -> None:
    assert [p.key for p in faults(replace(CARE, code="own_2"), [CARE])] == ["own_chain.twice"]
    assert faults(CARE, [CARE]) == ()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"version": 9}', json.dumps({"version": 1, "handovers": [1]})])
def test_what_is_no_chain_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableChain):
        own_chain(text)


def test_each_region_has_its_own() -> None:
    here, there = Scope(regions=("AM27",)), Scope(regions=("AM28",))
    kept = {own_name(here): own_text(base_chain().put(CARE, DAY))}
    assert CARE in chain_of(kept, here).handovers
    assert chain_of(kept, there) is chain_template()
    assert len(own_name(Scope(regions=tuple(f"AM{at:02}" for at in range(60))))) < 200


def test_a_code_is_never_used_again() -> None:
    own = base_chain().put(CARE, DAY).without("own_1", DAY)
    assert fresh_code(own) == "own_2"


def region(**properties: object) -> Records:
    """A care provider with many people, none of them to debt help."""
    here = Records([organisation("z", "zorgaanbieder", gm_code=OSS, **properties)])
    here.entities += [organisation("d", "schuldhulp", gm_code=OSS)]
    here.relations = [*tied_in("z", "d")]
    here.referrals = many("z", "centre", 8, "z", target_group="pro", **GOOD)
    return core() + here


def test_what_a_region_agreed_is_asked_of_it_and_what_it_dropped_is_not() -> None:
    snapshot = region().network()
    own = template_of(base_chain().put(CARE, DAY))
    assert find_gaps(snapshot) == ()
    (found,) = find_gaps(snapshot, chain=own)
    assert (found.code, found.parties, found.subject) == ("ontbrekende_schakel", ("z",), "randvoorwaarden")
    assert find_gaps(snapshot, chain=template_of(base_chain().put(CARE, DAY).undone(DAY))) == ()
    closed = (region() + Records(relations=both("z", "d"))).network()
    assert find_gaps(closed, chain=own) == ()


@pytest.mark.parametrize(("works_for", "asked"), [(("pro",), 1), (("vso",), 0), ((), 1)])
def test_an_agreement_about_a_group_is_asked_of_who_works_for_it(works_for: tuple[str, ...], asked: int) -> None:
    snapshot = region(**({"target_groups": works_for} if works_for else {})).network()
    own = template_of(base_chain().put(replace(CARE, groups=frozenset({"pro"})), DAY))
    assert len(find_gaps(snapshot, chain=own)) == asked
    assert len(agreed_there(snapshot, agreed_lines(own)).senders.query("line == 'own_1.zorgaanbieder'")) == asked


def test_only_people_of_the_group_make_a_handover_work() -> None:
    records = region() + Records(relations=both("z", "d"))
    records.referrals += many("z", "d", 5, "x", target_group="vso", **GOOD)
    snapshot = records.network()

    def step(*groups: str, selected: str | None = None) -> str | None:
        own = template_of(base_chain().put(replace(CARE, groups=frozenset(groups)), DAY))
        cell = agreed_there(snapshot, agreed_lines(own), Selection(selected)).cell(OSS, "own_1.zorgaanbieder")
        return cell.step

    assert (step(), step("vso"), step("pro")) == ("working", "working", "confirmed")
    assert step("vso", selected="pro") is None
    assert step("vso", selected="vso") == "working"


def test_conformance_and_needed_pairs_follow() -> None:
    own = template_of(base_chain().put(CARE, DAY))
    assert ("schuldhulp", "zorgaanbieder") in needed_pairs(own) - needed_pairs()
    records = region()
    records.referrals += many("z", "d", 6, "x", **GOOD)
    table = conformance(records.network(), agreement(own)).handovers.set_index("handover")
    assert (table.loc["own_1", "people"], table.loc["own_1", "done"]) == (14, 6)


def test_agreements_of_ones_own_cannot_be_laid_beside_each_other_to_count_a_few() -> None:
    """To {debt help} there go 6 people, to {debt help, social service} 8: the two would follow."""
    records = region() + Records([organisation("s", "sociale_dienst", gm_code=OSS)])
    records.referrals += many("z", "d", 6, "x", **GOOD) + many("z", "s", 2, "y", **GOOD)
    both_of_them = replace(CARE, code="own_2", targets=CARE.targets | {"sociale_dienst"})
    own = template_of(base_chain().put(CARE, DAY).put(both_of_them, DAY))
    table = conformance(records.network(), agreement(own)).handovers.set_index("handover")
    assert table.loc[["own_1", "own_2"], ["people", "done"]].isna().all(axis=None)
