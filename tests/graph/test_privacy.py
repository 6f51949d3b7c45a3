"""Small counts of people stay hidden, also from someone who subtracts.

The guarantees are checked against linear programming (scipy's HiGHS), which knows nothing of how the
hidden cells were chosen.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from graph.privacy import (
    MIN_PEOPLE,
    TOTAL,
    hidden_cells,
    is_total,
    suppress_counts,
    suppress_flows,
    suppress_number,
    suppress_part,
    suppress_table,
)

tables = st.integers(1, 5).flatmap(
    lambda columns: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 6, 9, 20, 150]), min_size=columns, max_size=columns),
        min_size=1,
        max_size=6,
    )
)


def frame(rows):
    return pd.DataFrame(rows, index=[f"r{i}" for i in range(len(rows))], columns=[f"c{j}" for j in range(len(rows[0]))])


def feasible(shown: pd.DataFrame) -> dict[tuple[int, int], tuple[float, float]]:
    """The least and greatest value of each hidden cell that fit the shown ones; hidden means at least 1."""
    rows, columns = shown.shape
    unknown = [(i, j) for i in range(rows) for j in range(columns) if shown.iat[i, j] is pd.NA]
    at = {cell: k for k, cell in enumerate(unknown)}
    lines = [[(i, j) for j in range(columns)] for i in range(rows)]
    lines += [[(i, j) for i in range(rows)] for j in range(columns)]
    matrix, right = [], []
    for line in lines:
        coefficients, known = np.zeros(len(unknown)), 0
        for place, cell in enumerate(line):
            sign = -1 if place == len(line) - 1 else 1  # the last of every line is its total
            if cell in at:
                coefficients[at[cell]] = sign
            else:
                known += sign * int(shown.iat[cell])
        matrix.append(coefficients)
        right.append(-known)
    bounds = {}
    for cell, k in at.items():
        goal = np.zeros(len(unknown))
        goal[k] = 1
        low, high = (
            linprog(sign * goal, A_eq=np.array(matrix), b_eq=right, bounds=(1, 10_000), method="highs")
            for sign in (1, -1)
        )
        bounds[cell] = (low.fun, -high.fun)
    return bounds


@given(tables)
def test_no_hidden_cell_can_be_computed_from_what_is_shown(rows):
    for low, high in feasible(suppress_table(frame(rows))).values():
        assert high - low >= 1 - 1e-6


@given(tables)
def test_no_small_count_is_shown_and_every_zero_is(rows):
    shown = suppress_table(frame(rows))
    full = frame(rows)
    full[TOTAL] = full.sum(axis=1)
    full.loc[TOTAL] = full.sum(axis=0)
    for i in range(full.shape[0]):
        for j in range(full.shape[1]):
            value, seen = full.iat[i, j], shown.iat[i, j]
            if 0 < value < MIN_PEOPLE:
                assert seen is pd.NA
            elif value == 0 or seen is not pd.NA:
                assert seen == value


@given(tables)
def test_what_is_hidden_in_a_line_with_a_visible_total_adds_up_to_the_threshold(rows):
    shown = suppress_table(frame(rows))
    for lines in (shown, shown.T):
        for _, line in lines.iterrows():
            total, parts = line.iloc[-1], line.iloc[:-1]
            if total is not pd.NA and parts.isna().any():
                assert total - parts.sum() >= MIN_PEOPLE


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8))
def test_a_single_column_keeps_the_same_guarantees(values):
    shown = suppress_counts(pd.Series(values, index=[f"k{i}" for i in range(len(values))], name="people"))
    hidden = shown.iloc[:-1].isna()
    if hidden.any() and shown[TOTAL] is not pd.NA:
        assert hidden.sum() > 1
        assert shown[TOTAL] - shown.iloc[:-1].sum() >= MIN_PEOPLE


def test_a_table_without_small_counts_is_shown_whole():
    shown = suppress_table(frame([[10, 0], [7, 5]]))
    assert not shown.isna().any().any()
    assert shown.loc[TOTAL, TOTAL] == 22


def test_the_neighbours_that_give_a_small_count_away_are_hidden_with_it():
    shown = suppress_table(frame([[3, 20, 30], [40, 6, 50], [60, 70, 80]]))
    assert shown.loc["r0", "c0"] is pd.NA
    assert shown.isna().sum().sum() == 4  # the smallest rectangle that hides it
    assert not shown[TOTAL].isna().any()


def test_without_totals_only_the_small_counts_are_hidden():
    shown = suppress_table(frame([[3, 20], [0, 6]]), totals=False)
    assert shown.isna().to_numpy().tolist() == [[True, False], [False, False]]


@pytest.mark.parametrize("bad", [-1.0, 1.5, float("nan")])
def test_what_is_not_a_count_is_refused(bad):
    with pytest.raises(ValueError, match="whole numbers"):
        suppress_table(pd.DataFrame([[bad]]))


def test_a_single_number_is_shown_from_the_threshold_and_at_zero():
    assert [suppress_number(n) for n in (0, 1, 4, 5)] == [0, None, None, 5]


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), st.tuples(st.integers(1, 9), st.integers(0, 5)),
        min_size=1,
    )
)  # fmt: skip
def test_flows_of_few_people_are_hidden_with_everything_that_tells_about_them(flows):
    table = pd.DataFrame(
        [(s, t, people, people + more, 3.5) for (s, t), (people, more) in flows.items()],
        columns=["source", "target", "people", "referrals", "median_days"],
    )
    shown = suppress_flows(table, also=("median_days",))
    small = table["people"] < MIN_PEOPLE
    assert shown["hidden"][small].all()
    assert (shown["people"].isna() == shown["hidden"]).all()
    assert (shown["referrals"].isna() == shown["hidden"]).all()
    assert (shown["median_days"].isna() == shown["hidden"]).all()


def test_a_hidden_flow_does_not_follow_from_what_its_source_sends_out_in_all():
    table = pd.DataFrame(
        [("a", "x", 3, 3), ("a", "y", 20, 24), ("b", "x", 30, 31), ("b", "y", 11, 15)],
        columns=["source", "target", "people", "referrals"],
    )
    assert suppress_flows(table)["hidden"].all()


def test_many_referrals_of_a_few_people_are_still_a_few_people():
    cells = {("a", "x"): 4, ("a", "y"): 2, ("b", "x"): 30, ("b", "y"): 40}
    people = {("a", "x"): 1, ("a", "y"): 1, ("b", "x"): 30, ("b", "y"): 40}
    small = [("a", "x"), ("a", "y")]
    hidden = hidden_cells(cells, primary=small, people=people)
    assert any(row == "a" and is_total(column) for row, column in hidden)


def test_labels_of_totals_can_be_told_from_all_others():
    assert not is_total(TOTAL)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=20))
def test_a_part_its_whole_and_the_rest_never_tell_about_a_few(pairs: list[tuple[int, int]]) -> None:
    table = pd.DataFrame({"people": [a + b for a, b in pairs], "done": [a for a, _ in pairs]})
    shown = suppress_part(table, "people", "done")
    for (done, rest), people, part in zip(pairs, shown["people"], shown["done"], strict=True):
        few = any(0 < n < MIN_PEOPLE for n in (done, rest, done + rest))
        assert pd.isna(part) == few
        assert pd.isna(people) == (0 < done + rest < MIN_PEOPLE)


def test_a_whole_that_is_hidden_already_hides_its_part() -> None:
    table = pd.DataFrame({"people": pd.array([None, 20], dtype="Int64"), "done": [9, 9]})
    shown = suppress_part(table, "people", "done")
    assert shown["done"].isna().tolist() == [True, False]
