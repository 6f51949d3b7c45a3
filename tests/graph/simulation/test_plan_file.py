"""Plans in a file: what is written is read again, and what is wrong is said with its key, value and expectation."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.simulation.plan import MOTIVES, OWN, BadPlan, Member, Plan
from graph.simulation.plan_file import FILE_SIZE, plan_from, plan_yaml, read_plan
from graph.simulation.profiles import load_profiles
from graph.simulation.scenario import LEVERS, PRECONDITIONS, TIMINGS, Ways
from graph.texts import texts
from tests.support.hostile import NAMES

NL = texts("nl")
NAMES_OF = st.text(st.characters(blacklist_categories=("C", "Z"), blacklist_characters="|"), min_size=1, max_size=20)
SMALL = st.one_of(st.none(), st.integers(0, 50))


@st.composite
def members(draw: st.DrawFn) -> Member:
    name = draw(NAMES_OF)
    by_hand = draw(st.booleans())
    return Member(
        id=None if by_hand else name,
        name=name if by_hand else None,
        first=draw(SMALL),
        stepping=draw(SMALL),
        vacancies_year=draw(st.one_of(st.none(), st.floats(0, 99))),
        coach=draw(st.one_of(st.none(), st.floats(0, 99))),
        sector=draw(st.sampled_from([None, "A", "Q"])),
        motive=draw(st.sampled_from([None, *MOTIVES])),
        **draw(limits()),
    )


@st.composite
def limits(draw: st.DrawFn) -> dict[str, Any]:
    def by_rung(most: int, rungs: int = 3) -> st.SearchStrategy[tuple[int, ...]]:
        return st.just(()) | st.tuples(*[st.integers(0, most)] * rungs)

    return {
        "at_once": draw(st.none() | st.floats(0, 99)),
        "levels": draw(by_rung(5)),
        "hours": draw(st.none() | st.tuples(st.floats(0, 20), st.floats(20, 40))),
        "weeks": draw(by_rung(99, 2)),
        "carved": draw(by_rung(9)),
        "part_places": draw(by_rung(9)),
        "part_hours": draw(st.none() | st.floats(1, 40)),
        "willing": draw(st.none() | st.floats(0, 1)),
        "stops_week": draw(st.none() | st.integers(0, 156)),
    }


WAYS = st.builds(Ways, st.integers(0, 52), st.booleans(), st.booleans(), st.sampled_from([(), LEVERS, LEVERS[1:3]]))


WHEN = st.dictionaries(st.sampled_from(PRECONDITIONS), st.sampled_from(TIMINGS), max_size=3)
PEOPLE = st.dictionaries(st.sampled_from([one.code for one in load_profiles()]), st.integers(1, 500), max_size=3)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    found = draw(st.lists(members(), min_size=1, max_size=5, unique_by=lambda one: one.key.removeprefix(OWN)))
    keys = [one.key for one in found]
    groups = (tuple(keys[:2]),) if draw(st.booleans()) else ()
    values = draw(st.dictionaries(st.sampled_from(["loss_warm", "fit_other"]), st.floats(0, 1), max_size=2))
    candidates = draw(st.one_of(st.none(), st.integers(1, 500)))
    people, timings = MappingProxyType(draw(PEOPLE)), MappingProxyType(draw(WHEN))
    seed = draw(st.integers(0, 9))
    return Plan(
        tuple(found),
        candidates,
        MappingProxyType(values),
        groups,
        seed,
        ways=draw(WAYS),
        people=people,
        timings=timings,
    )


@settings(max_examples=60)
@given(plans())
def test_what_is_written_is_read_again(plan: Plan) -> None:
    assert plan_from(plan_yaml(plan).encode(), "plan.yaml") == plan


@pytest.mark.parametrize("name", [name for name in NAMES.values() if len(name) <= 200 and "|" not in name])
def test_a_name_is_only_a_name(name: str) -> None:
    plan = Plan((Member(name=name),))
    assert plan_from(plan_yaml(plan).encode(), "plan.yaml") == plan


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("employers: []", ["employers", "[]", "minstens 1"]),
        ("employers: [{id: a, name: b}]", ["employers/0", "precies een van deze: id, name"]),
        ("employers: [{}]", ["employers/0", "id, name"]),
        ("employers: [{name: a, size: 3}]", ["employers/0", "size", "places"]),
        ("name: x", ["employers", "ook"]),
        ("employers: [{name: a}]\npreconditions: {luck: before}", ["preconditions", "luck", "wonen"]),
        ("employers: [{name: a}]\npreconditions: {wonen: later}", ["preconditions/wonen", "later", "skipped"]),
        ("employers: [{name: a}]\npeople: {boss: 1}", ["people", "boss", "vsv"]),
        ("employers: [{name: a}]\npeople: {pro: -1}", ["people/pro", "-1", "0"]),
        ("employers: [{name: a}]\nvalues: {nothing: 1}", ["values", "nothing", "loss_warm"]),
        ("employers: [{name: a}]\nvalues: {loss_warm: 3}", ["values/loss_warm", "3", "≤ 1"]),
        ("employers: [{name: a, motive: money}]", ["employers/0/motive", "money", "sroi"]),
        ("employers: [{name: a, places: {first: -1}}]", ["employers/0/places/first", "-1", "0 of meer"]),
        ("employers: [{name: a}]\nseed: high", ["seed", "high", "heel getal"]),
        ("employers: [{name: a, levels: {regular: mbo9}}]", ["employers/0/levels/regular", "mbo9", "mbo4"]),
        ("employers: [{name: a, hours: [32, 16]}]", ["employers/0/hours", "[32, 16]", "kleinste"]),
        ("employers: [{name: a}]\ntogether: {combine: 3}", ["together/combine", "3", "ja of nee"]),
        ("employers: [{name: ' '}]", ["employers/0/name"]),
        ("- 1", ["[1]", "blok"]),
    ],
)
def test_what_is_wrong_is_said_with_its_place_value_and_what_is_expected(text: str, said: list[str]) -> None:
    with pytest.raises(BadPlan) as refused:
        plan_from(text.encode(), "plan.yaml")
    sentence = NL.error(refused.value)
    assert sentence.startswith("plan.yaml, bij ")
    assert [part for part in said if part not in sentence] == []


@pytest.mark.parametrize("data", [b"a: [", b"\xff\xfe\x00", b"[" * 5000, b"&a [*a]", b"a: !!python/object:x {}", b""])
def test_strange_bytes_are_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(BadPlan) as refused:
        plan_from(data, "plan.yaml")
    assert "plan.yaml" in NL.error(refused.value)


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadPlan, match="no_file"):
        read_plan(tmp_path / "none.yaml")
    (tmp_path / "large.yaml").write_bytes(b"#" * (FILE_SIZE + 1))
    with pytest.raises(BadPlan, match="too_large"):
        read_plan(tmp_path / "large.yaml")


def test_sub_chains_and_next_steps_are_named_as_the_file_names_them() -> None:
    text = "employers: [{name: A, leads_to: [b]}, {id: b}]\ngroups: [[A], [b]]"
    plan = plan_from(text.encode(), "plan.yaml")
    assert plan.groups == (("own:A",), ("b",))
    assert plan.members[0].leads_to == ("b",)
