"""What the chain brings each party, on the screen and as a paper to take home; and everything in one workbook."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan

import pandas as pd

from graph.simulation.measure import EMPLOYER_MEASURES, measures
from graph.simulation.outcome import Interval, Outcome
from graph.simulation.parameters import Parameter, parameter_groups
from graph.simulation.scenario import ARMS
from graph.simulation.story import SURE
from graph.texts import Texts
from loaders.handout import Handout, Part, Value
from pages.views import werkgeversketen as view
from pages.views.werkgeversketen_cards import limits_told, offers_told
from pages.views.werkgeversketen_flow import quarters
from pages.views.words import number

_MONEY = "money_{}"
_ASKS: Mapping[str, tuple[str, ...]] = {
    "candidates": ("placed_any", "placed_regular", "sustained_expected", "weeks_to_work"),
    "employers": ("placed_regular", "left_break_first", "left_break_stepping", "left_break_regular"),
    "public": ("sustained_expected", "wait_wonen", "wait_financien", "wait_psychisch"),
}
"""What parties ask of an outcome beside their money; the others ask who is in lasting work."""
PARTIES: Mapping[str, tuple[str, ...]] = {
    code: (*_ASKS.get(code, ("sustained_expected", "placed_regular")), measure.name)
    for measure in measures()
    if measure.group == "money"
    for code in [measure.name.removeprefix("money_")]
}
"""Parties with the measures of their account; beside them each employer is one."""


def parties(outcome: Outcome, words: Texts) -> dict[str, str]:
    """Every party by a code of its own, with its name: the four, and each employer by id."""
    found = {code: words(f"simulation.money_{code}") for code in PARTIES}
    return found | {one.id: one.name for one in outcome.employers}


def gain_of(outcome: Outcome, party: str) -> Interval:
    """Euro a year that together brings this party, against each alone. Raises KeyError for nobody."""
    difference = outcome.difference("joint", "alone")
    if party in PARTIES:
        return difference.measures[_MONEY.format(party)]
    return difference.employers[party]["money"]


def verdict(outcome: Outcome, party: str, words: Texts) -> str:
    """In one sentence: what together brings this party, with its interval and how sure that is."""
    gain, name = gain_of(outcome, party), parties(outcome, words)[party]
    better = 0.5 if gain.better is None else gain.better
    sure = "gain" if better >= SURE else "loss" if better <= 1 - SURE else "unclear"
    return words(
        f"werkgeversketen_party.verdict_{sure}",
        party=name,
        mean=number(abs(gain.mean), words.language),
        interval=view.span(gain, words.language),
        chance=view.chance_text(gain.better, words),
    )


def overview(outcome: Outcome, words: Texts) -> pd.DataFrame:
    """A row per party: euro a year more or less, its interval, and the chance of gain."""
    rows = []
    for code, name in parties(outcome, words).items():
        gain = gain_of(outcome, code)
        told = number(gain.mean, words.language)
        rows.append(
            (
                name,
                f"+{told}" if gain.mean > 0 else told,
                view.span(gain, words.language),
                view.chance_text(gain.better, words),
            )
        )
    names = ("party", "money", "interval", "chance")
    return pd.DataFrame(rows, columns=[words(f"werkgeversketen_party.{name}") for name in names])


def account(outcome: Outcome, party: str, words: Texts) -> pd.DataFrame:
    """What this party asks of an outcome: alone, with a case manager, together, and the difference."""
    if party in PARTIES:
        return view.outcomes(outcome, words.language, PARTIES[party])
    rows = []
    difference = outcome.difference("joint", "alone").employers[party]
    for measure in EMPLOYER_MEASURES:
        gain = difference[measure.name]
        decimals = 1 if measure.unit == "people" else 0
        told = number(gain.mean, words.language, decimals)
        rows.append(
            (
                words(measure.text),
                *(
                    number(outcome.arm(arm).employers[party][measure.name].mean, words.language, decimals)
                    for arm in ARMS
                ),
                f"+{told}" if gain.mean > 0 else told,
                view.span(gain, words.language, decimals),
                view.chance_text(gain.better, words),
            )
        )
    columns = [
        words("werkgeversketen.measure"),
        *(words(f"simulation.arm_{arm}") for arm in ARMS),
        *(words(f"werkgeversketen.{name}") for name in ("difference", "interval", "chance")),
    ]
    return pd.DataFrame(rows, columns=columns)


def paper(outcome: Outcome, party: str, words: Texts, lines: tuple[str, ...], more: tuple[Part, ...] = ()) -> Handout:
    """The account of one party to take home. ``lines`` say of which region and day; ``more`` are parts of others."""
    said, cautions = view.told(outcome, words)
    table = account(outcome, party, words)
    own = next((one for one in outcome.employers if one.id == party), None)
    offers = () if own is None else tuple(told for _, told in offers_told(own, words))
    parts = [
        Part(words("werkgeversketen_party.in_short"), (verdict(outcome, party, words), view.headline(outcome, words))),
        *([Part(words("werkgeversketen_party.your_offer"), offers)] if offers else []),
        _table_part(words("werkgeversketen_party.numbers"), table, (words("werkgeversketen.table_read"),)),
        *more,
        Part(words("werkgeversketen_party.who"), tuple(one.name for one in outcome.employers)),
        Part(words("werkgeversketen.cautions"), (*cautions, words("werkgeversketen_party.indication"))),
        _assumed(outcome, words),
        Part(words("werkgeversketen.origin"), (_origin(outcome, words), *said)),
    ]
    name = parties(outcome, words)[party]
    return Handout(words("werkgeversketen_party.title", party=name), lines, tuple(parts), words.language)


def workbook(outcome: Outcome, words: Texts, lines: tuple[str, ...], more: tuple[Part, ...] = ()) -> Handout:
    """Everything in one workbook: every measure of every arm, every party, every employer and every assumption."""
    said, cautions = view.told(outcome, words)
    first = Part(
        words("werkgeversketen_party.in_short"),
        (view.headline(outcome, words), *said, *cautions, _origin(outcome, words)),
    )
    parts = (
        first,
        _measures(outcome, words),
        _per_employer(outcome, words),
        _table_part(words("werkgeversketen_party.parties"), overview(outcome, words)),
        _table_part(words("werkgeversketen_flow.title"), quarters(outcome, words)),
        *more,
        _employers(outcome, words),
        _assumptions(outcome, words),
    )
    return Handout(words("werkgeversketen_party.workbook"), lines, parts, words.language)


def _measures(outcome: Outcome, words: Texts) -> Part:
    rows: list[tuple[Value, ...]] = []
    for measure in measures():
        cells: list[Value] = [words(measure.group_text), words(measure.text), words(measure.unit_text)]
        for arm in ARMS:
            cells += _numbers(outcome.arm(arm).measures[measure.name])
        for arm, against in (("joint", "alone"), ("joint", "case_manager")):
            gain = outcome.difference(arm, against).measures[measure.name]
            cells += [*_numbers(gain), _known(gain.better)]
        rows.append(tuple(cells))
    names = [words(f"werkgeversketen_party.column_{name}") for name in ("group", "measure", "unit")]
    for arm in ARMS:
        names += [f"{words(f'simulation.arm_{arm}')}: {words(f'werkgeversketen_party.column_{end}')}" for end in _ENDS]
    for against in ("alone", "case_manager"):
        title = words(f"werkgeversketen_picture.minus_{against}")
        names += [f"{title}: {words(f'werkgeversketen_party.column_{end}')}" for end in (*_ENDS, "chance")]
    return Part(words("werkgeversketen.all_measures"), (), tuple(names), tuple(rows))


_ENDS = ("mean", "low", "high")


def _per_employer(outcome: Outcome, words: Texts) -> Part:
    rows = []
    for one in outcome.employers:
        for measure in EMPLOYER_MEASURES:
            cells: list[Value] = [one.name, words(measure.text), words(measure.unit_text)]
            for arm in ARMS:
                cells += _numbers(outcome.arm(arm).employers[one.id][measure.name])
            gain = outcome.difference("joint", "alone").employers[one.id][measure.name]
            rows.append((*cells, *_numbers(gain), _known(gain.better)))
    names = [words(f"werkgeversketen_party.column_{name}") for name in ("employer", "measure", "unit")]
    for arm in ARMS:
        names += [f"{words(f'simulation.arm_{arm}')}: {words(f'werkgeversketen_party.column_{end}')}" for end in _ENDS]
    title = words("werkgeversketen_picture.minus_alone")
    names += [f"{title}: {words(f'werkgeversketen_party.column_{end}')}" for end in (*_ENDS, "chance")]
    return Part(words("werkgeversketen.tab_each"), (), tuple(names), tuple(rows))


def _employers(outcome: Outcome, words: Texts) -> Part:
    rows: tuple[tuple[str | int | float | None, ...], ...] = tuple(
        (
            one.name,
            one.id,
            one.sector or "",
            words(f"plan.motive_{one.motive}") if one.motive else "",
            *one.places,
            one.vacancies_year,
            one.coach,
            "; ".join(limits_told(one, words)[1:]),
            ", ".join(words(f"werkgeversketen_party.field_{field}") for field in one.defaults),
        )
        for one in outcome.employers
    )
    names = ("employer", "id", "sector", "motive", "first", "stepping", "regular", "coach", "limits", "defaults")
    columns = tuple(words(f"werkgeversketen_party.column_{name}") for name in names)
    return Part(words("werkgeversketen.offers"), (), columns, rows)


def _assumptions(outcome: Outcome, words: Texts) -> Part:
    groups, language = parameter_groups(), words.language
    rows = []
    for one in outcome.parameters:
        fixed = one.name in outcome.fixed
        rows.append(
            (
                groups[one.group][language],
                one.label[language],
                one.name,
                float(outcome.fixed.get(one.name, one.value)),
                None if fixed else one.low,
                None if fixed else one.high,
                one.unit[language],
                words("simulation.mark_user" if fixed else one.mark_text),
                one.source[language],
                one.help[language],
            )
        )
    names = ("group", "label", "name", "value", "low", "high", "unit", "mark", "source", "help")
    columns = tuple(words(f"werkgeversketen_party.column_{name}") for name in names)
    return Part(
        words("werkgeversketen.assumptions"), (words("werkgeversketen.assumptions_read"),), columns, tuple(rows)
    )


def _assumed(outcome: Outcome, words: Texts) -> Part:
    """How much of it rests on what: the paper names the numbers that were set by hand, and counts the others."""
    marks = [one.mark for one in outcome.parameters if one.name not in outcome.fixed]
    counted = words(
        "werkgeversketen_party.marks",
        total=len(outcome.parameters),
        sourced=sum(mark != "assumption" for mark in marks),
        assumed=marks.count("assumption"),
    )
    own = tuple(
        _set_by_hand(one, outcome.fixed[one.name], words) for one in outcome.parameters if one.name in outcome.fixed
    )
    return Part(words("werkgeversketen_party.rests_on"), (counted, *own))


def _set_by_hand(one: Parameter, value: float, words: Texts) -> str:
    told = number(value, words.language, 2 if value % 1 else 0)
    return f"{one.label[words.language]}: {told} {one.unit[words.language]} ({words('simulation.mark_user')})"


def _origin(outcome: Outcome, words: Texts) -> str:
    return words("werkgeversketen.origin_text", sets=outcome.sets, runs=outcome.runs, seed=outcome.seed)


def _table_part(title: str, table: pd.DataFrame, sentences: tuple[str, ...] = ()) -> Part:
    rows = tuple(tuple(_cell(value) for value in row) for row in table.itertuples(index=False, name=None))
    return Part(title, sentences, tuple(map(str, table.columns)), rows)


def _cell(value: object) -> Value:
    return value.item() if hasattr(value, "item") else value  # type: ignore[return-value]


def _numbers(found: Interval) -> list[Value]:
    return [_known(value) for value in (found.mean, found.low, found.high)]


def _known(value: float | None) -> float | None:
    return None if value is None or isnan(value) else round(float(value), 4)
