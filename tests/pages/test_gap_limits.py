"""Thresholds on the screen: they live in the link for one region, say what they do, and can be set back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.gaps.adjusted import USUAL, Adjusted, adjusted, known_thresholds
from graph.gaps.find import find_gaps
from graph.texts import texts
from pages.views import gap_limits as view
from tests.graph.gaps.parts import core
from tests.graph.gaps.regions import koude_overdracht, wachtlijst
from tests.pages.conftest import Open

NL, EN = texts("nl"), texts("en")


@st.composite
def changes(draw: st.DrawFn) -> Adjusted:
    """Any thresholds that may be set, on the steps that an input has."""
    values = {}
    for one in draw(st.lists(st.sampled_from(list(known_thresholds().values())), max_size=5)):
        unit = one.unit
        steps = draw(st.integers(0, min(int((unit.most - unit.least) / unit.step), 200)))
        values[one.key] = round(unit.least + steps * unit.step, 6)
    return adjusted(values)


@given(changes())
def test_a_copied_link_says_the_same_thresholds(changed: Adjusted) -> None:
    assert view.parse(view.to_text(changed, "AM27") or "", "AM27") == changed


@given(changes())
def test_the_thresholds_of_one_region_are_not_those_of_another(changed: Adjusted) -> None:
    assert view.parse(view.to_text(changed, "AM27") or "", "AM01") == USUAL


@given(st.text())
def test_whatever_a_link_says_gives_thresholds_that_may_be_set(text: str) -> None:
    assert isinstance(view.parse(text, ""), Adjusted)


def test_a_bad_part_of_a_link_does_not_spoil_the_good_ones() -> None:
    text = "AM27|wachtlijst.norm_days~90|x.y~1|koude_overdracht.share~7|geen_regie.share~nan|<b>~1|eiland.size"
    assert view.parse(text, "AM27").changes == (("wachtlijst.norm_days", 90.0),)


@given(changes())
def test_a_number_that_is_shown_and_sent_back_is_the_same(changed: Adjusted) -> None:
    for key, value in changed.changes:
        unit = known_thresholds()[key].unit
        assert view.off_scale(view.on_scale(value, unit), unit) == pytest.approx(value)


def test_shares_are_percentages_for_a_reader() -> None:
    one = known_thresholds()["koude_overdracht.share"]
    assert view.amount(0.6, one.unit, NL) == "60%"
    assert view.beside(one, NL) == "Gewoon: 60%. Aanname: duidelijk meer dan de helft."


def test_the_note_names_rule_threshold_and_both_values() -> None:
    said = view.note(adjusted({"wachtlijst.norm_days": 90}), NL)
    assert said == (
        "U kijkt met andere drempels dan gewoonlijk: Wachtlijst, een kwart wacht langer dan: "
        "90 dagen in plaats van 56 dagen."
    )


def test_the_effect_is_counted_against_the_usual_thresholds() -> None:
    region = (core() + koude_overdracht().with_gap + wachtlijst().with_gap).network()
    usual = find_gaps(region)
    fewer = find_gaps(region, settings=adjusted({"wachtlijst.norm_days": 100}))
    assert view.effect(fewer, usual, NL) == "Nu 1 hiaten, met de gewone drempels 2: 1 minder."
    assert view.effect(usual, fewer, EN) == "Now 2 gaps, with the usual thresholds 1: 1 more."
    assert view.effect(usual, usual, NL) == NL("gap_limits.effect_same", now="2")


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_a_threshold_is_set_shown_put_in_the_link_and_set_back(open_screen: Open, store: str) -> None:
    app = open_screen("hiaten")
    assert not app.warning
    app.selectbox(key="choice_drempelsoort").set_value("eenzijdige_relatie").run()
    app.number_input(key="limit_eenzijdige_relatie.frequency").set_value(48).run()
    assert app.query_params["drempels"] == "AM27|eenzijdige_relatie.frequency~48"
    assert "48 per jaar in plaats van 12 per jaar" in app.warning[0].value.replace("\\", "")
    effect = next(m.value for m in app.markdown if "gewone drempels" in m.value).replace("\\", "")
    now, usual, times = map(int, re.findall(r"\d+", effect))
    assert usual - now == times > 0
    app.button(key="limits_reset").click().run()
    assert "drempels" not in app.query_params
    assert not app.warning
    assert app.number_input(key="limit_eenzijdige_relatie.frequency").value == 12


@pytest.mark.parametrize("store", ["demo"], indirect=True)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_link_with_thresholds_opens_with_them(open_screen: Open, store: str, language: str) -> None:
    app = open_screen("hiaten", taal=language)
    app.query_params["drempels"] = "AM27|witte_vlek.reach_km~40"
    app.run()
    assert len(app.warning) == 1
    app.query_params["drempels"] = "AM99|witte_vlek.reach_km~40"
    app.run()
    assert not app.warning


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_every_rule_can_be_chosen(open_screen: Open, store: str) -> None:
    app = open_screen("hiaten")
    for rule in view.rules_with_thresholds():
        app.selectbox(key="choice_drempelsoort").set_value(rule).run()
        assert not app.exception
        shown = {str(one.key).removeprefix("limit_") for one in app.number_input}
        assert shown == {key for key in known_thresholds() if key.startswith(f"{rule}.")}
