"""The employer chain on the screen: a plan that fits in a link, and an outcome said with its uncertainty."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.network import Network
from graph.simulation.outcome import Outcome
from graph.simulation.parameters import load_parameters, parameter_groups
from graph.simulation.run import Settings, simulate
from graph.simulation.scenario import ARMS
from graph.texts import texts
from pages.views import werkgeversketen as view
from pages.views import werkgeversketen_plan as plans
from tests.pages.conftest import Open
from tests.support.networks import network, organisation

NL = texts("nl")
KNOWN = ("w1", "w2", "w3")
IDS = st.lists(st.sampled_from(KNOWN), min_size=1, unique=True).map(tuple)


@pytest.fixture(scope="module")
def region() -> Network:
    return network(
        [
            organisation("w1", "werkgever", "Bakker", sbi_code="10", size=200, gm_code="GM0828"),
            organisation("w2", "werkgever", "Drukker", capacity=6, stages=("opstap",), gm_code="GM0796"),
            organisation("w3", "werkgever", "Aannemer"),
            organisation("school", "pro"),
        ]
    )


@pytest.fixture(scope="module")
def outcome(region: Network) -> Outcome:
    return simulate(region, KNOWN, Settings(sets=4, runs=2, extras=True))


@given(
    IDS,
    st.integers(*plans.CANDIDATES),
    st.sampled_from(plans.HANDOVERS),
    st.sampled_from([0.0, 2.5, 12.0]),
    st.integers(0, 999_999),
    st.booleans(),
    st.dictionaries(st.sampled_from(["loss_cold", "weeks_first"]), st.sampled_from([0.0, 0.25, 1.0]), max_size=2),
)
def test_a_plan_survives_the_link(
    chosen: tuple[str, ...],
    candidates: int,
    handover: str,
    coach: float,
    seed: int,
    extras: bool,
    values: dict[str, float],
) -> None:
    plan = plans.Plan(chosen, candidates, handover, coach, seed, extras, MappingProxyType(values))
    assert plans.parse(plans.to_params(plan), KNOWN) == plan


@pytest.mark.parametrize(
    "params",
    [
        {"werkgevers": "gone|<script>"},
        {"kandidaten": "9999999"},
        {"kandidaten": "many"},
        {"coach": "-3"},
        {"coach": "nan"},
        {"zaad": "inf"},
        {"overdracht": "x"},
        {"aannames": "loss_cold:2|nothing:1|weeks_first"},
    ],
)
def test_what_a_link_says_that_cannot_be_is_left_at_its_default(params: dict[str, str]) -> None:
    assert plans.parse(params, KNOWN) == plans.Plan(KNOWN)


def test_at_most_twelve_employers_take_part() -> None:
    many = tuple(f"w{n}" for n in range(40))
    assert len(plans.parse({"werkgevers": "|".join(many)}, many).employers) == plans.MOST_EMPLOYERS
    assert len(plans.parse({}, many).employers) == plans.PRESELECTED


def test_the_employers_that_the_map_knows_most_about_come_first(region: Network) -> None:
    assert plans.employers(region) == ("w1", "w2", "w3")
    assert plans.employers(region, ("GM0796",)) == ("w2",)


def test_a_warm_handover_keeps_its_uncertainty_and_a_cold_one_equals_the_cold_numbers() -> None:
    parameters = load_parameters()
    assert "loss_warm" not in plans.Plan(KNOWN).settings.values
    cold = plans.Plan(KNOWN, handover="cold").settings.values
    half = plans.Plan(KNOWN, handover="half").settings.values
    assert cold["loss_warm"] == pytest.approx(parameters["loss_cold"].value)
    assert parameters["loss_warm"].value < half["loss_warm"] < cold["loss_warm"]


def test_plans_that_differ_have_different_keys() -> None:
    plan = plans.Plan(KNOWN)
    others = [replace(plan, seed=1), replace(plan, extras=True), plans.changed(plan, {"loss_cold": 0.2})]
    assert len({plan.key, *(other.key for other in others)}) == 4
    assert plan.key == plans.Plan(KNOWN).key


def test_the_headline_gives_an_interval_and_a_chance(outcome: Outcome) -> None:
    for language in ("nl", "en"):
        words = texts(language)
        chance = words("werkgeversketen.chance_sentence", chance="§").split("§")[0]
        assert chance in view.headline(outcome, words)


@pytest.mark.parametrize(("chance", "said"), [(1.0, "meer dan 99%"), (0.0, "minder dan 1%"), (0.5, "50%"), (None, "–")])
def test_no_chance_is_ever_certain(chance: float | None, said: str) -> None:
    assert view.chance_text(chance, NL) == said


def test_every_arm_has_its_figure_and_its_line(outcome: Outcome) -> None:
    assert [name for name, *_ in view.arm_figures(outcome, NL)] == [NL(f"simulation.arm_{arm}") for arm in ARMS]
    option = view.lines(outcome, NL, "light")
    assert len(option["series"]) == 3 * len(ARMS)
    assert {len(one["data"]) for one in option["series"]} == {len(option["xAxis"]["data"])}


def test_a_band_lies_around_its_line(outcome: Outcome) -> None:
    series = view.lines(outcome, NL, "dark")["series"]
    for low, height, line in zip(series[::3], series[1::3], series[2::3], strict=True):
        assert all(height >= 0 for height in height["data"])
        assert max(line["data"]) <= max(a + b for a, b in zip(low["data"], height["data"], strict=True)) + 1


def test_the_table_gives_every_arm_beside_the_difference(outcome: Outcome) -> None:
    table = view.outcomes(outcome, "nl")
    assert table.shape == (len(view.MAIN), 3 + len(ARMS) + 1)
    assert table[NL("werkgeversketen.measure")].is_unique


def test_every_group_of_measures_has_a_name_in_both_languages(outcome: Outcome) -> None:
    for language in ("nl", "en"):
        words = texts(language)
        for group, names in view.groups(outcome).items():
            assert words(f"simulation.group_{group}")
            assert len(view.outcomes(outcome, language, names)) == len(names)


def test_the_gain_is_split_into_what_a_case_manager_reaches_and_what_the_chain_adds(outcome: Outcome) -> None:
    total = outcome.difference("joint", "alone").measures[view.HEADLINE].mean
    parts = [
        outcome.difference(*pair).measures[view.HEADLINE].mean
        for pair in (("case_manager", "alone"), ("joint", "case_manager"))
    ]
    assert sum(parts) == pytest.approx(total)
    assert len(view.sources(outcome, NL)) >= 2


def test_each_employer_stands_alone_beside_the_chain(outcome: Outcome) -> None:
    assert view.per_employer(outcome, "nl").iloc[:, 0].tolist() == ["Bakker", "Drukker", "Aannemer"]


def test_what_one_more_brings_is_ranked_and_empty_when_it_was_not_computed(outcome: Outcome) -> None:
    assert len(view.bottlenecks(outcome, "nl")) == len(outcome.extras) > 0
    assert view.bottlenecks(replace(outcome, extras=()), "nl").empty


def test_what_the_map_does_not_tell_is_called_an_assumption(region: Network) -> None:
    basis = view.offers(region, KNOWN, "nl").iloc[:, -1].tolist()
    assert basis[-1] == NL("werkgeversketen.assumed")


def test_every_parameter_is_shown_with_its_source_and_its_mark(outcome: Outcome) -> None:
    shown = [one for group in parameter_groups() for one in view.assumptions(outcome, group, "nl")]
    assert {one.name for one in shown} == set(load_parameters())
    assert all(one.source and one.label for one in shown)
    assert all(NL(f"simulation.mark_{one.mark}") for one in shown)
    assert all(one.value <= plans.limit(one.name) for one in shown)


def test_cautions_stand_beside_the_outcome(outcome: Outcome) -> None:
    said, cautions = view.told(outcome, NL)
    assert cautions
    assert not set(said) & set(cautions)


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_the_screen_shows_an_outcome_and_changes_it_on_request(open_screen: Open, store: str) -> None:
    app = open_screen("werkgeversketen")
    assert not app.error
    assert len(app.metric) == len(ARMS)
    before = [metric.value for metric in app.metric]
    app.slider(key="plan_candidates").set_value(40)
    next(button for button in app.button if button.label == NL("werkgeversketen.run")).click().run()
    assert not app.error
    assert app.query_params["kandidaten"] == "40"
    assert [metric.value for metric in app.metric] != before


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_without_employers_it_says_what_to_do(open_screen: Open, store: str) -> None:
    app = open_screen("werkgeversketen", gemeente="GM0796")
    app.multiselect(key="plan_employers").set_value([])
    next(button for button in app.button if button.label == NL("werkgeversketen.run")).click().run()
    assert app.error[0].value == NL("simulation.no_employers")


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_a_number_of_one_s_own_is_used_and_marked(open_screen: Open, store: str) -> None:
    app = open_screen("werkgeversketen")
    field = next(one for one in app.number_input if str(one.key).startswith("value_give_up"))
    field.set_value(0.015)
    next(button for button in app.button if button.label == NL("werkgeversketen.apply")).click().run()
    assert not app.error
    assert app.query_params["aannames"] == "give_up:0.015"
    assert any(NL("simulation.mark_user") in str(text.value) for text in app.markdown)
