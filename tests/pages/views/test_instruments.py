"""The instruments of one person at one employer, gathered to read: nothing is lost of what the command line answers."""

from __future__ import annotations

from datetime import date

import pytest

from graph.answers.instruments import instruments_answer, rules_of
from graph.instruments import Job, Person
from graph.texts import texts
from pages.views.instruments import balance, per_instrument

NL = texts("nl")
PERSON = Person(age=22, work_capacity=0.6, register=True)
ANSWER = instruments_answer(PERSON, Job(date(2026, 1, 5), 32, trial_months=2, measured_after=1), 12, NL)


def test_the_euros_of_the_table_are_those_of_all_months() -> None:
    table = per_instrument(ANSWER, NL)
    lines = [line for month in ANSWER["months"] for line in month["lines"]]
    risk = table[NL("instruments.column_kind")] == NL("instruments.kind_risk")
    euro = table[NL("instruments.column_euro")]
    assert euro[~risk].sum() == pytest.approx(sum(line["euro"] or 0 for line in lines if line["kind"] != "risk"))
    assert euro[risk].sum() == pytest.approx(max(line["euro"] for line in lines if line["kind"] == "risk"))
    assert set(table[NL("instruments.column_name")]) == {line["name"] for line in lines}


def test_months_are_told_as_runs() -> None:
    table = per_instrument(ANSWER, NL).set_index(NL("instruments.column_name"))[NL("instruments.column_months")]
    subsidy = next(line["name"] for m in ANSWER["months"] for line in m["lines"] if line["instrument"] == "lks")
    assert table[subsidy] == "4-12"  # two months of trial placement, and one in which it is not yet measured


def test_what_one_party_receives_another_pays() -> None:
    assert sum(euro for _, euro in balance(ANSWER, NL)) == pytest.approx(0, abs=0.05)


def test_every_rule_is_told_once_with_its_condition_and_duty() -> None:
    found = rules_of(ANSWER)
    keys = [(line["instrument"], line["valid_from"]) for line in found]
    assert len(keys) == len(set(keys)) > 0
    assert all(line["condition"] and line["duty"] and line["law"] for line in found)
