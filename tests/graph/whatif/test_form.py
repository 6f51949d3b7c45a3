"""A scenario in a file, in the store and in a link comes back as it went; what is wrong is named."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from graph.whatif.checking import BadScenario
from graph.whatif.form import MAX_NAME, Scenario, from_link, from_plain, read_file, to_link, to_plain
from graph.whatif.steps import MAX_STEPS, AddTie, MergeOrganisations, ServeAlso, StopOrganisation
from tests.graph.whatif.regions import steps

IDS = st.text("abc :&~?/é-_.", min_size=1, max_size=12).filter(str.strip)
EVERY = (
    AddTie("a", "b"),
    StopOrganisation("c"),
    MergeOrganisations("a", "d"),
    ServeAlso("a", "GM0757", life_domain="wonen"),
    ServeAlso("a", "GM0757", None, "pro", "matching"),
)
TEXT = """
name: Een loket
steps:
  - tie: [a, b]
  - stop: c
  - merge: {organisation: a, other: d}
  - serve: {organisation: a, municipality: GM0757, life_domain: wonen}
  - serve: {organisation: a, municipality: GM0757, target_group: pro, stage: matching}
"""


@given(
    st.lists(
        st.one_of(steps(), st.builds(AddTie, IDS, IDS), st.builds(ServeAlso, IDS, IDS, st.none(), IDS)), max_size=8
    )
)
def test_what_goes_into_a_link_or_a_file_comes_out_of_it(supposed):
    given_steps = tuple(supposed)
    assert from_link(to_link(given_steps)) == given_steps
    scenario = Scenario("Naam", given_steps)
    assert from_plain(yaml.safe_load(yaml.safe_dump(to_plain(scenario)))) == scenario


@given(st.text(max_size=60))
def test_a_strange_link_raises_nothing_and_gives_few_steps(text):
    assert len(from_link(text)) <= MAX_STEPS
    assert from_link(f"stop|c|{text}")[0] == StopOrganisation("c")


def test_a_link_stops_at_what_is_not_understood():
    assert from_link("tie|a|b|jump|x|stop|c") == (AddTie("a", "b"),)
    assert from_link("tie|a||stop|c") == ()
    assert from_link("serve|a|GM1|x") == ()
    assert from_link("stop|\x00") == ()
    assert len(from_link("|".join(["stop|a"] * (MAX_STEPS + 5)))) == MAX_STEPS


def test_a_file_is_read_as_it_is_documented(tmp_path):
    path = tmp_path / "scenario.yaml"
    path.write_text(TEXT, encoding="utf-8")
    assert read_file(path) == Scenario("Een loket", EVERY)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("steps: [", "no_yaml"),
        ("- a", "bad_form"),
        ("name: x", "bad_form"),
        ("steps: [{jump: x}]", "bad_form"),
        ("steps: [{tie: [a]}]", "bad_form"),
        ("steps: [{tie: [a, b], stop: c}]", "bad_form"),
        ("steps: [{stop: 'a|b'}]", "bad_form"),
        ("steps: [{merge: {organisation: a}}]", "bad_form"),
        ("steps: [{serve: {organisation: a, municipality: b, town: c}}]", "bad_form"),
        (f"name: {'x' * (MAX_NAME + 1)}\nsteps: []", "bad_form"),
        ("x" * 200_000, "too_large"),
        ("!!python/object/apply:os.system ['true']", "no_yaml"),
    ],
)
def test_a_file_that_is_no_scenario_is_told_apart(tmp_path, text, key):
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadScenario) as wrong:
        read_file(path)
    assert wrong.value.key == f"whatif.{key}"


def test_a_file_that_is_not_there_or_no_text_is_said(tmp_path):
    with pytest.raises(BadScenario, match="no_file"):
        read_file(tmp_path / "none.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00steps")
    with pytest.raises(BadScenario, match="no_yaml"):
        read_file(tmp_path / "bytes.yaml")
