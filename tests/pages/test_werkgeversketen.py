"""The employer chain on the screen: a plan that fits in a link, and an outcome said with its uncertainty."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from graph.network import Network
from graph.simulation.money import ADDED
from graph.simulation.outcome import Outcome
from graph.simulation.parameters import load_parameters, parameter_groups
from graph.simulation.plan import MOTIVES, OWN, Member, Plan
from graph.simulation.run import Settings, simulate
from graph.simulation.scenario import ARMS, LEVERS, Ways
from graph.texts import texts
from pages.ui.sim_sections import SECTIONS
from pages.views import werkgeversketen as view
from pages.views import werkgeversketen_beside as beside
from pages.views import werkgeversketen_cards as cards
from pages.views import werkgeversketen_flow as flows
from pages.views import werkgeversketen_party as party
from pages.views import werkgeversketen_picture as pictures
from pages.views import werkgeversketen_plan as plans
from tests.pages.conftest import Open
from tests.support.hostile import NAMES
from tests.support.networks import network, organisation

NL = texts("nl")
KNOWN = ("w1", "w2", "w3")
IDS = st.lists(st.sampled_from(KNOWN), min_size=1, unique=True)
STANDARD = Plan(tuple(Member(id=one) for one in KNOWN), candidates=plans.STANDARD_CANDIDATES)


@pytest.fixture(scope="module")
def region() -> Network:
    return network(
        [
            organisation("w1", "werkgever", "Bakker", sbi_code="10", size=200, gm_code="GM0828"),
            organisation("w2", "werkgever", "Drukker", capacity=6, stages=("opstap",), gm_code="GM0796"),
            organisation("w3", "werkgever", NAMES["html"]),
            organisation("school", "pro"),
        ]
    )


@pytest.fixture(scope="module")
def outcome(region: Network) -> Outcome:
    return simulate(region, KNOWN, Settings(sets=4, runs=2, extras=True))


@given(
    IDS,
    st.integers(*plans.CANDIDATES),
    st.integers(0, 999_999),
    st.dictionaries(st.sampled_from(["loss_cold", "weeks_first"]), st.sampled_from([0.25, 1.0]), max_size=2),
    st.one_of(st.none(), st.integers(0, 20)),
    st.sampled_from([None, *MOTIVES]),
    st.booleans(),
    st.builds(
        Ways, st.integers(0, plans.MOST_OVERLAP), st.booleans(), st.booleans(), st.sampled_from([(), LEVERS[:2]])
    ),
    st.dictionaries(st.sampled_from(["pro", "vsv"]), st.integers(1, 900), max_size=2),
)
def test_a_plan_survives_the_link(
    chosen: list[str],
    candidates: int,
    seed: int,
    values: dict[str, float],
    first: int | None,
    motive: str | None,
    grouped: bool,
    ways: Ways,
    people: dict[str, int],
) -> None:
    members = (
        Member(name="Eigen & co", first=first, motive=motive, levels=(0, 1, 2), stops_week=first),
        *(Member(id=one) for one in chosen),
    )
    members = (*members[:-1], replace(members[-1], stepping=first, leads_to=(f"{OWN}Eigen & co",)))
    groups = ((members[0].key, members[1].key),) if grouped else ()
    plan = Plan(members, candidates, MappingProxyType(values), groups, seed, name="Proef", ways=ways)
    plan = replace(plan, people=MappingProxyType(people))
    assert plans.parse(plans.to_params(plan), KNOWN) == plan
    counted = plans.with_people(plan, people)
    assert counted.size == (sum(people.values()) or plans.STANDARD_CANDIDATES)
    assert plans.parse(plans.to_params(counted), KNOWN) == counted
    timed = plans.with_timing(plans.with_timing(plan, "zorg", "skipped"), "wonen", "parallel")
    assert timed.timings == {"wonen": "parallel", "zorg": "skipped"}
    assert plans.parse(plans.to_params(timed), KNOWN) == timed
    assert plans.with_timing(timed, "wonen", "before").timings == {"zorg": "skipped"}


@pytest.mark.parametrize(
    "params",
    [
        {"kandidaten": "9999999"},
        {"kandidaten": "many"},
        {"coach": "-3"},
        {"coach": "nan"},
        {"zaad": "inf"},
        {"overdracht": "x"},
        {"aannames": "loss_cold:2|nothing:1|weeks_first|attempts:0"},
        {"eigen": "[{"},
        {"eigen": '[{"id": "w1", "size": 3}]'},
        {"groepen": '[["gone"]]'},
        {"groepen": "3"},
        {"samen": "overlap:900|else"},
        {"voorwaarden": "wonen:later|luck:before|zorg"},
        {"mensen": "pro:x|boss:7|vsv:-1"},
        {"mensen": "pro:1500|vsv:1500"},
        {"eigen": '[{"id": "w1", "hours": [32, 16]}]'},
        {"groepen": '[["w1"], ["w1"]]'},
    ],
)
def test_what_a_link_says_that_cannot_be_is_left_at_its_default(params: dict[str, str]) -> None:
    assert plans.parse(params, KNOWN) == STANDARD


def test_links_of_before_are_still_understood() -> None:
    found = plans.parse({"werkgevers": "w1|gone|<script>", "coach": "2.5", "overdracht": "cold"}, KNOWN)
    assert found is not None
    assert found.keys == ("w1",)
    known = load_parameters()
    assert found.values["coach_units"] == 2.5
    assert found.values["loss_warm"] == pytest.approx(known["loss_cold"].value)
    half = plans.parse({"overdracht": "half"}, KNOWN)
    assert half is not None
    assert known["loss_warm"].value < half.values["loss_warm"] < known["loss_cold"].value


def test_nobody_in_the_link_is_nobody_in_the_plan() -> None:
    assert plans.parse({"werkgevers": ""}, KNOWN) is None
    assert plans.parse({}, ()) is None
    assert plans.parse(plans.to_params(None), KNOWN) is None


def test_at_most_twelve_employers_take_part() -> None:
    many = tuple(f"w{n}" for n in range(40))
    found = plans.parse({"werkgevers": "|".join(many)}, many)
    assert found is not None
    assert len(found.members) == plans.MOST_EMPLOYERS
    assert plans.put_in(found, Member(id="more")) == found
    first = plans.parse({}, many)
    assert first is not None
    assert len(first.members) == plans.PRESELECTED


def test_the_employers_that_the_map_knows_most_about_come_first(region: Network) -> None:
    assert plans.employers(region)[:2] == ("w1", "w2")
    assert plans.employers(region, ("GM0796",)) == ("w2",)


def test_another_kind_of_organisation_can_take_part_when_the_region_has_it(region: Network) -> None:
    found = plans.parse({"werkgevers": "school|w1"}, KNOWN, region)
    assert found is not None
    assert found.keys == ("school", "w1")


def test_plans_that_differ_have_different_keys_and_a_name_makes_no_difference() -> None:
    others = [replace(STANDARD, seed=1), plans.with_value(STANDARD, "loss_cold", 0.2), replace(STANDARD, candidates=40)]
    assert len({plans.key_of(one) for one in (STANDARD, *others)}) == 4
    assert plans.key_of(replace(STANDARD, name="x")) == plans.key_of(STANDARD)


def test_a_value_that_is_set_free_has_its_range_again() -> None:
    assert plans.with_value(plans.with_value(STANDARD, "loss_warm", 0.2), "loss_warm", None) == STANDARD


@pytest.mark.parametrize("name", plans.DISPUTED)
def test_a_slider_holds_the_range_and_the_value_of_its_parameter(name: str) -> None:
    one = load_parameters()[name]
    low, high = plans.span_of(one)
    assert 0 <= low <= one.value <= high <= one.most
    if one.low is not None and one.high is not None:
        assert low <= one.low
        assert high >= one.high


def test_the_headline_gives_an_interval_and_a_chance(outcome: Outcome) -> None:
    for language in ("nl", "en"):
        words = texts(language)
        chance = words("werkgeversketen.chance_sentence", chance="§").split("§")[0]
        assert chance in view.headline(outcome, words)


@pytest.mark.parametrize(("chance", "said"), [(1.0, "meer dan 99%"), (0.0, "minder dan 1%"), (0.5, "50%"), (None, "–")])
def test_no_chance_is_ever_certain(chance: float | None, said: str) -> None:
    assert view.chance_text(chance, NL) == said


def test_every_number_of_the_picture_has_its_name_and_its_interval(outcome: Outcome) -> None:
    html = pictures.arms_picture(outcome, NL, "light")
    for arm in ARMS:
        found = outcome.arm(arm).measures[view.HEADLINE]
        assert NL(f"simulation.arm_{arm}") in html
        assert f"({view.span(found, 'nl')})" in html
    assert html.count("<li>") == html.count("<small>(") == 5


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_an_axis_goes_around_its_values_in_round_steps(low: float, width: float) -> None:
    first, last, ticks = pictures.axis(low, low + width)
    slack = 1e-6 * max(abs(low), width, 1)
    assert first <= low + slack
    assert last >= low + width - slack
    assert 2 <= len(ticks) <= 9
    assert first < last


def test_scenarios_lie_side_by_side_under_names_that_are_text(outcome: Outcome) -> None:
    html = pictures.scenarios_picture([(NAMES["html"], outcome), ("B", outcome)], NL, "dark")
    assert "<img" not in html
    table = beside.beside({"A": (STANDARD, outcome), "B": (STANDARD, outcome)}, NL)
    assert list(table.columns)[1:] == ["A", "B"]
    assert (table["A"] == table["B"]).all()


def test_people_are_at_one_stop_each_in_every_week(outcome: Outcome) -> None:
    for arm in ARMS:
        lines = flows.stops(outcome, arm)
        there = [sum(lines[stop][0][week] for stop in flows.STOPS) for week in range(outcome.horizon_weeks)]
        assert max(there) <= outcome.candidates + 1e-6
        assert there[-1] == pytest.approx(outcome.candidates, abs=0.01)  # everybody has come in by then
        for mean, low, high in lines.values():
            assert all(a <= b + 1e-9 for a, b in zip(low, high, strict=True))
            assert len(mean) == outcome.horizon_weeks


def test_the_moving_picture_is_plain_data_with_all_weeks(outcome: Outcome) -> None:
    told: dict[str, Any] = json.loads(json.dumps(flows.flow(outcome, NL, "light")))
    assert [arm["name"] for arm in told["arms"]] == [NL(f"simulation.arm_{arm}") for arm in ARMS]
    sizes = {len(line) for arm in told["arms"] for lines in arm["people"].values() for line in lines}
    assert sizes == {outcome.horizon_weeks}
    assert len(flows.quarters(outcome, NL)) == 3 * (outcome.horizon_weeks // flows.QUARTER + 1)


def test_a_band_lies_around_its_line(outcome: Outcome) -> None:
    option = view.lines(outcome, NL, "dark")
    assert len(option["series"]) == 3 * len(ARMS)
    assert {len(one["data"]) for one in option["series"]} == {len(option["xAxis"]["data"])}
    for low, height, line in zip(*(option["series"][at::3] for at in range(3)), strict=True):
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
    assert view.per_employer(outcome, "nl").iloc[:, 0].tolist() == ["Bakker", "Drukker", NAMES["html"]]


def test_what_one_more_brings_is_ranked(outcome: Outcome) -> None:
    assert len(view.bottlenecks(outcome, "nl")) == len(outcome.extras) > 0
    assert view.bottlenecks(replace(outcome, extras=()), "nl").empty


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


def test_a_card_says_who_it_is_what_it_offers_and_where_that_comes_from(region: Network) -> None:
    plan = Plan((Member(id="w2"), Member(id="w3", first=1, motive="sroi"), Member(name="Eigen", vacancies_year=2)))
    drukker, other, own = cards.chain_cards(plan, region, NL)
    assert drukker.offer[0] == NL("werkgeversketen_cards.offer_stepping", count="6")
    assert other.offer[0] == NL("werkgeversketen_cards.offer_first_one", count="1")
    assert other.motive == NL("plan.motive_sroi")
    bases = [NL(f"werkgeversketen_cards.basis_{word}") for word in ("changed", "by_hand")]
    assert [one.basis for one in (other, own)] == bases
    assert [one.key for one in cards.other_cards(region, KNOWN, plan, NL)] == ["w1"]


def test_a_card_says_every_limit(region: Network) -> None:
    limited = Member(
        id="w2", at_once=3, levels=(0, 1, 2), hours=(16, 32), weeks=(8, 26), carved=(0, 2, 0), part_places=(0, 0, 4),
        part_hours=12, willing=0.4, stops_week=52,
    )  # fmt: skip
    (card,) = cards.chain_cards(Plan((limited,)), region, NL)
    told = {"at_once": {"count": "3"}, "hours": {"low": "16", "high": "32"}, "stops_week": {"count": "52"}}
    told |= {"willing": {"count": "40"}, "carved": {"count": "2"}, "part_places": {"count": "4", "hours": "12"}}
    told |= {"levels": {"level": NL("simulation_people.level_mbo3")}, "weeks": {"count": "8 / 26"}}
    assert {NL(f"werkgeversketen_limits.told_{name}", **given) for name, given in told.items()} < set(card.limits)
    assert len(card.limits) == len(told) + 2  # the coach, and the level of the steps


def test_employers_are_found_by_name_and_sector(region: Network) -> None:
    assert cards.matching(region, KNOWN, "bak", None) == ("w1",)
    assert cards.matching(region, KNOWN, "", "C") == ("w1",)
    assert cards.sectors(region, KNOWN, "nl") == {"C": "Industrie"}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_party_gets_an_account_with_its_interval_and_its_chance(outcome: Outcome, language: str) -> None:
    words = texts(language)
    names = party.parties(outcome, words)
    assert list(names) == [*party.PARTIES, *KNOWN]
    assert party.overview(outcome, words).iloc[:, 0].tolist() == list(names.values())
    for one in names:
        assert view.span(party.gain_of(outcome, one), language) in party.verdict(outcome, one, words)
        paper = party.paper(outcome, one, words, ("where",))
        assert paper.title == words("werkgeversketen_party.title", party=names[one])
        assert all(len(row) == len(part.columns) for part in paper.parts for row in part.rows)


def test_what_parties_pay_each_other_cancels_in_what_society_gains(outcome: Outcome) -> None:
    parts = [party.gain_of(outcome, one).mean for one in ADDED]
    assert sum(parts) == pytest.approx(party.gain_of(outcome, "society").mean, rel=1e-6, abs=1e-3)
    own = [party.gain_of(outcome, one).mean for one in KNOWN]
    assert sum(own) == pytest.approx(party.gain_of(outcome, "employers").mean, rel=1e-6, abs=1e-3)


def test_the_workbook_holds_every_measure_every_employer_and_every_assumption(outcome: Outcome) -> None:
    book = party.workbook(outcome, NL, ())
    rows = {part.title: part.rows for part in book.parts}
    assert {row[2] for row in rows[NL("werkgeversketen.assumptions")]} == set(load_parameters())
    assert [row[0] for row in rows[NL("werkgeversketen.offers")]] == ["Bakker", "Drukker", NAMES["html"]]
    means = {row[1]: row[9] for row in rows[NL("werkgeversketen.all_measures")]}
    told = outcome.arm("joint").measures[view.HEADLINE].mean
    assert means[NL(f"simulation.{view.HEADLINE}")] == pytest.approx(told, abs=1e-3)


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_the_screen_shows_an_outcome_and_another_without_somebody(open_screen: Open, store: str) -> None:
    app = open_screen("werkgeversketen")
    assert not app.error
    before = headline(app)
    app.button(key="out_0").click().run()
    assert not app.error
    assert len(param(app, "werkgevers").split("|")) == plans.PRESELECTED - 1
    assert headline(app) != before


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_people_are_set_by_hand_and_given_back_to_the_region(open_screen: Open, store: str) -> None:
    app = opened(open_screen, werkgevers="am27-werkgever-018|am27-werkgever-001")
    app.session_state["chain_tab"] = NL("werkgeversketen_people.title")
    app.run()
    before = headline(app)
    app.number_input(key="people_pro").set_value(30).run()
    app.number_input(key="people_vsv").set_value(15).run()
    assert not app.error
    assert param(app, "mensen") == "pro:30|vsv:15"
    assert any("45" in one.value for one in app.markdown)
    assert headline(app) != before
    app.number_input(key="people_vsv").set_value(1990).run()
    assert param(app, "mensen") == "pro:30|vsv:15"
    assert "2.020" in app.error[0].value
    app.session_state["needs_box"] = True
    app.run()
    app.selectbox(key="needs_wonen").set_value("skipped").run()
    assert param(app, "voorwaarden") == "wonen:skipped"
    app.button(key="needs_usual").click().run()
    assert "voorwaarden" not in app.query_params
    app.button(key="people_as_region").click().run()
    assert not app.error
    assert "mensen" not in app.query_params
    assert headline(app) == before


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_a_slider_sets_a_value_that_is_marked_and_can_be_set_free(open_screen: Open, store: str) -> None:
    app = opened(open_screen, werkgevers="am27-werkgever-018|am27-werkgever-001")
    app.session_state["chain_tab"] = NL("werkgeversketen_run.sliders")
    app.run()
    app.slider(key="slide_loss_warm").set_value(9.0).run()
    assert not app.error
    assert param(app, "aannames") == "loss_warm:0.09"
    assert any(NL("simulation.mark_user") in str(text.value) for text in app.markdown)
    app.button(key="free_loss_warm").click().run()
    assert "aannames" not in app.query_params


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_how_the_chain_works_together_is_chosen_at_the_table(open_screen: Open, store: str) -> None:
    app = opened(open_screen, werkgevers="am27-werkgever-018|am27-werkgever-001")
    app.session_state["chain_tab"] = NL("werkgeversketen_ways.title")
    app.run()
    app.slider(key="ways_overlap").set_value(4)
    app.toggle(key="ways_takes_over").set_value(True)
    app.pills(key="ways_levers").set_value(["example", "information"])
    app.run()
    assert not app.error
    assert param(app, "samen") == "overlap:4|takes_over|information|example"
    assert any(NL("werkgeversketen_ways.nobody_stops") == one.value for one in app.caption)


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_a_scenario_is_kept_opened_and_laid_beside(open_screen: Open, store: str) -> None:
    app = opened(open_screen, werkgevers="am27-werkgever-018|am27-werkgever-001", deel="naast")
    assert any(NL("werkgeversketen_beside.nothing") in one.value for one in app.info)
    app.text_input(key="chain_name").set_value("Met twee").run()
    app.button(key="chain_keep").click().run()
    assert not app.error
    app.button(key="out_1").click().run()
    assert param(app, "werkgevers") == "am27-werkgever-018"
    app.multiselect(key="chain_beside").set_value([NL("werkgeversketen_beside.current"), "Met twee"]).run()
    assert any("Met twee" in one.proto.body for one in app.get("html"))
    app.button(key="chain_open_0").click().run()
    assert param(app, "werkgevers") == "am27-werkgever-018|am27-werkgever-001"
    app.button(key="chain_delete_0").click().run()
    assert not app.error


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_a_preset_says_what_the_region_lacks(open_screen: Open, store: str) -> None:
    app = open_screen("werkgeversketen")
    app.button(key="preset_hospital").click().run()
    assert not app.error
    assert any("ziekenhuis" in str(one.value) and "plaats" in str(one.value) for one in app.markdown)


@pytest.mark.parametrize("store", ["empty"], indirect=True)
def test_without_a_region_a_chain_is_made_by_hand(open_screen: Open, store: str) -> None:
    app = open_screen("werkgeversketen")
    app.session_state["chain_tab"] = NL("werkgeversketen_cards.others")
    app.run()
    for name in ("De Kade", NAMES["html"]):
        app.text_input(key="make_name").set_value(name)
        app.number_input(key="make_stops_week").set_value(60.0)
        app.selectbox(key="make_level_regular").set_value(2)
        next(one for one in app.button if one.label == NL("werkgeversketen_cards.make_button")).click().run()
        assert not app.error
    assert param(app, "werkgevers") == f"{OWN}De Kade|{OWN}{NAMES['html']}"
    assert json.loads(param(app, "eigen"))[0]["stops_week"] == 60
    assert json.loads(param(app, "eigen"))[0]["levels"] == {"regular": "mbo3"}
    assert headline(app)


@pytest.mark.parametrize("section", [one for one in SECTIONS if one != "naast"])
@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_every_section_opens_by_link(open_screen: Open, store: str, section: str) -> None:
    app = opened(open_screen, werkgevers="am27-werkgever-018|am27-werkgever-001", deel=section)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_a_number_of_one_s_own_is_used_and_marked(open_screen: Open, store: str) -> None:
    app = opened(open_screen, deel="aannames")
    field = next(one for one in app.number_input if str(one.key).startswith("value_give_up"))
    field.set_value(0.015)
    next(button for button in app.button if button.label == NL("werkgeversketen.apply")).click().run()
    assert not app.error
    assert param(app, "aannames") == "give_up:0.015"
    assert any(NL("simulation.mark_user") in str(text.value) for text in app.markdown)


def opened(open_screen: Open, **params: str) -> AppTest:
    """The screen as a link shows it."""
    app = open_screen("werkgeversketen")
    for name, value in params.items():
        app.query_params[name] = value
    app.session_state["chain_section"] = params.get("deel", "stroom")
    return app.run()


def param(app: AppTest, name: str) -> str:
    """A query parameter."""
    found = app.query_params[name]
    return found if isinstance(found, str) else found[0]


def headline(app: AppTest) -> str:
    """The first sentence of the outcome."""
    start = NL("werkgeversketen.chance_sentence", chance="§").split("§")[0]
    return next(str(one.value) for one in app.subheader if start in str(one.value))
