"""The rules as data: whole, dated without overlap, and refused with a clear fault when they are not."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from graph.instruments import hourly_wage, load_instruments, newest_wage_day
from graph.instruments.conditions import CONDITIONS
from graph.instruments.formulas import FORMULAS
from graph.instruments.load import HOME
from graph.instruments.minimum_wage import load_minimum_wage
from graph.schema import SchemaError
from graph.simulation.parameters import centre, load_parameters

INSTRUMENTS = load_instruments()


def test_every_formula_and_condition_is_used_by_a_rule() -> None:
    assert {one.formula for one in INSTRUMENTS.values()} == FORMULAS.keys()
    assert {name for one in INSTRUMENTS.values() for v in one.versions for name in v.applies} == CONDITIONS.keys()


def test_every_instrument_that_the_chain_counts_on_has_a_rule_today() -> None:
    today = [code for code, one in INSTRUMENTS.items() if one.version(newest_wage_day()) is not None]
    assert {"lks", "lks_flat", "lkv_register", "lkv_disabled", "lkv_returning", "no_risk", "trial_assistance"} <= {
        *today
    }
    assert {"trial_uwv", "coach", "workplace", "practice_statement", "sroi", "learning"} <= {*today}


@pytest.mark.parametrize("code", INSTRUMENTS)
def test_on_every_day_at_most_one_version_holds(code: str) -> None:
    one = INSTRUMENTS[code]
    edges = {d for v in one.versions for d in (v.valid_from, v.valid_until) if d is not None}
    days = {day + timedelta(days=shift) for day in edges for shift in (-1, 0, 1)}
    assert all(sum(version.holds(day) for version in one.versions) <= 1 for day in days)
    assert one.version(one.versions[0].valid_from) is one.versions[0]
    assert one.version(one.versions[0].valid_from - timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("day", "age", "bbl", "wage"),
    [
        (date(2024, 1, 1), 21, False, 13.27),
        (date(2025, 12, 31), 40, False, 14.40),
        (date(2026, 1, 1), 18, False, 7.36),
        (date(2026, 6, 30), 21, False, 14.71),
        (date(2026, 7, 1), 21, False, 14.99),
        (date(2026, 7, 1), 20, True, 9.22),
        (date(2026, 7, 1), 17, True, 5.92),
        (date(2031, 1, 1), 21, False, 14.99),
    ],
)
def test_the_minimum_wage_of_a_day_and_an_age(day: date, age: int, bbl: bool, wage: float) -> None:
    assert hourly_wage(day, age, bbl=bbl) == wage


def test_youth_wages_are_their_share_of_the_adult_wage() -> None:
    """Besluit minimumjeugdloon: within the cent to which amounts are published."""
    wages = load_minimum_wage()
    for period in wages.periods:
        adult = period.regular[wages.adult]
        for kind, amounts in (("regular", period.regular), ("bbl", period.bbl)):
            for age, amount in amounts.items():
                share = wages.shares[kind].get(age, 1.0)
                assert amount == pytest.approx(adult * share, abs=0.0101), (period.valid_from, kind, age)


def test_the_simulation_uses_the_newest_minimum_wage() -> None:
    values = centre(load_parameters())
    assert values["wage_hour"] == hourly_wage(newest_wage_day(), 23)
    rule = INSTRUMENTS["lks"].version(newest_wage_day())
    assert rule is not None
    assert values["holiday_pay"] == load_minimum_wage().holiday_pay


@pytest.mark.parametrize(
    ("file", "old", "new", "part"),
    [
        ("wage_cost.yaml", "formula: wage_gap", "formula: wage_gape", "wage_gape"),
        ("wage_cost.yaml", "cap: 0.70, ", "", "input cap is missing"),
        ("wage_cost.yaml", "cap: 0.70", "cap: 0.70, most: 3", "input most is not used"),
        ("wage_cost.yaml", "applies: [lks_group, measured]", "applies: [lks_grope]", "lks_grope"),
        ("wage_cost.yaml", "valid_until: 2025-12-31", "valid_until: 2026-01-01", "overlap"),
        ("wage_cost.yaml", "kind: credit", "kind: gift", "gift"),
        ("support.yaml", "most: 6", "most: much", "much"),
        ("minimum_wage.yaml", "known_until: 2026-12-31", "known_until: 2026-01-01", "known_until"),
        ("minimum_wage.yaml", "valid_from: 2024-07-01", "valid_from: 2023-07-01", "order"),
        ("minimum_wage.yaml", "{21: 14.99, ", "{", "2026-07-01"),
    ],
)
def test_bad_data_is_named(tmp_path: Path, file: str, old: str, new: str, part: str) -> None:
    home = tmp_path / "instruments"
    shutil.copytree(HOME, home)
    text = (home / file).read_text(encoding="utf-8")
    assert old in text
    (home / file).write_text(text.replace(old, new), encoding="utf-8")
    load = load_minimum_wage if file == "minimum_wage.yaml" else load_instruments
    with pytest.raises(SchemaError, match=part):
        load(home)
