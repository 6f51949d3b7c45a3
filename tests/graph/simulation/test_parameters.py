"""The numbers of the simulation: checked when read, drawn as they say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from graph.schema import DATA, SchemaError
from graph.simulation.parameters import BadParameter, centre, load_parameters, parameter_groups, sample_sets
from graph.texts import texts

PARAMETERS = load_parameters()
UNSURE = {name: p for name, p in PARAMETERS.items() if p.distribution != "fixed"}
GOOD = """
groups: {work: {nl: Werk, en: Work}}
parameters:
  pace: {group: work, value: 2, low: 1, high: 4, unit: x, distribution: pert, mark: assumption, source: s,
         label: {nl: Tempo, en: Pace}, help: {nl: Hulp, en: Help}}
"""


def read(tmp_path: Path, text: str) -> object:
    path = tmp_path / "parameters.yaml"
    path.write_text(text, encoding="utf-8")
    return load_parameters(path)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    assert list(read(tmp_path, GOOD)) == ["pace"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("value: 2", "value: 5", "expected 0 <= low <= value <= high"),
        ("low: 1, ", "", "needs low and high"),
        ("pert", "fixed", "no low and no high"),
        ("pert", "normal", "'normal' is not one of"),
        ("group: work", "group: play", "group 'play' is not declared"),
        ("mark: assumption", "mark: sure", "'sure' is not one of"),
        ("mark: assumption, ", "", "'mark' is a required property"),
        ("pert", "beta", "a beta value lies between 0 and 1"),
        ("unit: x", "unit: x, colour: red", "'colour' was unexpected"),
        ("parameters:", "parameters: [", "parameters.yaml"),
    ],
)
def test_a_bad_file_says_what_is_wrong(tmp_path: Path, old: str, new: str, fault: str) -> None:
    with pytest.raises(SchemaError, match=fault.replace("<=", "<=")):
        read(tmp_path, GOOD.replace(old, new))


def test_no_parameter_stands_twice() -> None:
    lines = (DATA / "simulation" / "parameters.yaml").read_text(encoding="utf-8").splitlines()
    names = [line.strip(" :") for line in lines if line.startswith("  ") and line[2] != " " and line.endswith(":")]
    assert sorted(names) == sorted(PARAMETERS)


def test_the_effect_of_the_chain_is_marked_as_an_assumption() -> None:
    """No effect size of the chain approach exists: nothing that makes it better may look like knowledge."""
    for name in ("rematch_alone", "rematch_joint", "loss_cold", "loss_warm", "coord_year", "coord_member", "fit_other"):
        assert PARAMETERS[name].mark == "assumption", name
        assert PARAMETERS[name].low < PARAMETERS[name].value < PARAMETERS[name].high, name


def test_job_retention_follows_its_source() -> None:
    """UWV: 66 % (60-71 %) of new starters under the jobs agreement are at work after a year."""
    hazard = PARAMETERS["break_regular"]
    kept = np.exp(-52 * np.array([hazard.value, hazard.high, hazard.low]))
    assert kept == pytest.approx([0.66, 0.60, 0.71], abs=0.001)


@pytest.mark.parametrize("name", [n for n, p in UNSURE.items() if p.distribution in ("beta", "gamma")])
def test_beta_and_gamma_have_the_mean_and_the_width_they_say(name: str) -> None:
    p = PARAMETERS[name]
    shares = (np.arange(20_000) + 0.5) / 20_000
    drawn = p.quantile(shares)
    assert drawn.mean() == pytest.approx(p.value, rel=2e-3)
    assert np.diff(p.quantile(np.array([0.05, 0.95])))[0] == pytest.approx(p.high - p.low, rel=1e-6)


@pytest.mark.parametrize("name", [n for n, p in UNSURE.items() if p.distribution == "pert" and not p.whole])
def test_pert_has_the_ends_and_the_mean_it_says(name: str) -> None:
    p = PARAMETERS[name]
    drawn = p.quantile((np.arange(20_000) + 0.5) / 20_000)
    assert p.quantile(np.array([0.0, 1.0])) == pytest.approx([p.low, p.high])
    assert drawn.mean() == pytest.approx((p.low + 4 * p.value + p.high) / 6, rel=2e-3)


@given(st.integers(30, 2_000), st.integers(30, 2_000_000))
@example(72, 24_746)
def test_a_chance_out_of_any_log_gives_back_the_limits_that_it_came_with(events: int, others: int) -> None:
    posterior = stats.beta(events, others)
    low, high = posterior.ppf([0.05, 0.95])
    rare = replace(UNSURE["loss_warm"], value=float(posterior.mean()), low=float(low), high=float(high))
    assert rare.quantile(np.array([0.05, 0.95])) == pytest.approx([low, high], rel=0.001)


def test_sets_cover_every_range_evenly() -> None:
    """Latin hypercube: of n draws exactly one lies in each n-th part of the distribution."""
    sets = sample_sets(PARAMETERS, 20, seed=3)
    drawn = np.sort([one["fit_other"] for one in sets])
    edges = PARAMETERS["fit_other"].quantile(np.arange(1, 20) / 20)
    assert np.searchsorted(edges, drawn).tolist() == list(range(20))


def test_the_same_seed_gives_the_same_sets() -> None:
    assert sample_sets(PARAMETERS, 5, seed=3) == sample_sets(PARAMETERS, 5, seed=3)
    assert sample_sets(PARAMETERS, 5, seed=3) != sample_sets(PARAMETERS, 5, seed=4)


def test_leaving_a_parameter_out_leaves_the_draws_of_the_others() -> None:
    fewer = {name: p for name, p in PARAMETERS.items() if name != "give_up"}
    all_of, some = sample_sets(PARAMETERS, 5, seed=3), sample_sets(fewer, 5, seed=3)
    assert [{k: v for k, v in one.items() if k != "give_up"} for one in all_of] == some


def test_what_is_fixed_does_not_vary() -> None:
    assert {one["give_up"] for one in sample_sets(PARAMETERS, 5, seed=3, fixed={"give_up": 0.02})} == {0.02}


def test_whole_parameters_are_whole() -> None:
    assert all(one["delay_cold"] == int(one["delay_cold"]) for one in sample_sets(PARAMETERS, 30, seed=3))


@pytest.mark.parametrize(
    ("fixed", "key"),
    [
        ({"luck": 1.0}, "simulation.unknown_parameter"),
        ({"give_up": -0.1}, "simulation.bad_value"),
        ({"fit_other": 1.2}, "simulation.bad_value"),
        ({"give_up": float("nan")}, "simulation.bad_value"),
        ({"give_up": float("inf")}, "simulation.bad_value"),
        ({"give_up": "much"}, "simulation.bad_value"),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_impossible_value_is_refused_in_words(fixed: dict[str, float], key: str, language: str) -> None:
    with pytest.raises(BadParameter) as caught:
        centre(PARAMETERS, fixed)
    assert caught.value.key == key
    assert next(iter(fixed)) in texts(language).error(caught.value) or key.endswith("bad_value")


def test_every_parameter_is_explained_in_both_languages() -> None:
    for p in PARAMETERS.values():
        assert p.group in parameter_groups()
        assert all(len(word[language]) > 2 for word in (p.label, p.help, p.source) for language in ("nl", "en")), p.name
