"""Regions in which to suppose things: the sound core of the gap rules, and strategies for random ones."""

from __future__ import annotations

from hypothesis import strategies as st

from graph.network import Network
from graph.whatif.steps import AddTie, MergeOrganisations, ServeAlso, Step, StopOrganisation
from tests.graph.gaps.parts import OSS, core
from tests.graph.gaps.regions import TOGETHER
from tests.support.networks import both, claim, network, organisation, sent

KINDS = ("pro", "jongerenloket", "gemeente", "werkgever", "uwv")
NAMES = tuple("abcdefgh")


def full() -> Network:
    """The core with a gap of every kind in it."""
    region = core()
    for make in TOGETHER:
        region += make().with_gap
    return region.network()


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Up to eight organisations with claims and referrals among them."""
    names = NAMES[: draw(st.integers(3, len(NAMES)))]
    pairs = [(a, b) for a in names for b in names if a != b]
    claims = draw(st.sets(st.sampled_from(pairs), max_size=20))
    moves = draw(st.lists(st.sampled_from(pairs), max_size=12))
    people = [organisation(one, draw(st.sampled_from(KINDS)), gm_code=OSS) for one in names]
    log = [sent(f"c{at}", f"2026-0{1 + at % 9}-01", a, b) for at, (a, b) in enumerate(moves)]
    return network(people, [claim(a, b) for a, b in sorted(claims)], log)


def steps(names: tuple[str, ...] = NAMES) -> st.SearchStrategy[Step]:
    """Any step, also one that cannot be."""
    one = st.sampled_from(names)
    return st.one_of(
        st.builds(AddTie, one, one),
        st.builds(StopOrganisation, one),
        st.builds(MergeOrganisations, one, one),
        st.builds(ServeAlso, one, st.sampled_from((OSS, "GM0001")), st.sampled_from((None, "wonen", "?"))),
    )


def pair_and_alone() -> Network:
    """Two that work together, and one without anybody."""
    return network(["a", "b", "alone"], both("a", "b"))
