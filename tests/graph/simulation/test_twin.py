"""The engine gives, person by person and week by week, what a plain Python twin of the model gives."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.simulation.luck import draw_luck
from graph.simulation.model import SOURCES, replicate
from graph.simulation.rules import build_rules
from graph.simulation.scenario import PRECONDITIONS, RUNGS, Scenario
from graph.simulation.spells import ENDINGS
from graph.simulation.tally import CAUSES, Tally, state_names, stop_names
from tests.graph.simulation.cases import EMPLOYERS, THREE_ARMS, VALUES, of, parameter_sets, scenarios
from tests.graph.simulation.twin import MARKS, MOST, Twin

ROOT = Path(__file__).resolve().parents[3]


def assert_twins(tally: Tally, twin: Twin) -> None:
    people, rungs, kinds = twin.people, range(len(RUNGS)), range(len(PRECONDITIONS))
    stops = stop_names(PRECONDITIONS, RUNGS)
    employers = range(len(twin.scenario.employers))
    assert tally.first_work.tolist() == [p.first_work for p in people]
    assert tally.reached.tolist() == [[r in p.reached for r in rungs] for p in people]
    assert tally.kept.tolist() == [[mark in p.kept for mark in MARKS] for p in people]
    assert tally.left_at.tolist() == [-1 if p.left is None else stops.index(p.left) for p in people]
    assert tally.help_wait.tolist() == [[p.help_wait.get(k, -1) for k in kinds] for p in people]
    assert tally.job_wait.tolist() == [[p.job_wait.get(r, -1) for r in rungs] for p in people]
    for mine, its in ((tally.work_weeks, twin.work_weeks), (tally.hires, twin.hires), (tally.breaks, twin.breaks)):
        assert mine.tolist() == [[its[j, r] for r in rungs] for j in employers]
    assert tally.came_back == twin.came_back
    assert tally.helped.tolist() == [twin.helped[k] for k in kinds]
    assert tally.help_weeks.tolist() == [twin.help_weeks[k] for k in kinds]
    assert tally.spell_end.tolist() == [twin.ended[week] for week in range(MOST + 1)]
    working = [p for p in people if p.state == "work" and p.step == twin.last]
    lasted = [min(twin.scenario.horizon_weeks - 1 - p.since, MOST) for p in working]
    assert tally.spell_open.tolist() == [lasted.count(week) for week in range(MOST + 1)]
    for at, mark in enumerate(MARKS):
        unmarked = [weeks for p, weeks in zip(working, lasted, strict=True) if mark not in p.kept]
        assert tally.late[at].tolist() == [unmarked.count(week) for week in range(MOST + 1)]
    assert tally.wait_cause.tolist() == [twin.causes[cause] for cause in range(len(CAUSES))]
    found = [
        [*row[:5], ENDINGS[row[5]], *row[6:]] for row in zip(*(column.tolist() for column in tally.spells), strict=True)
    ]
    assert found == sorted(twin.spells, key=lambda row: (row[3], row[0]))
    names = state_names(PRECONDITIONS, RUNGS)
    assert tally.weekly.tolist() == [[week[name] for name in names] for week in twin.weekly]


@settings(max_examples=150)
@given(scenarios(), parameter_sets(), st.integers(0, 2**32))
def test_the_engine_and_its_twin_agree(one: Scenario, values: dict[str, float], seed: int) -> None:
    luck = draw_luck(one, values, (seed,))
    assert_twins(replicate(luck, build_rules(one, values), True), Twin(one, values, luck).run())


@pytest.mark.parametrize("arm", THREE_ARMS)
def test_they_agree_on_a_chain_of_ordinary_size(arm: str) -> None:
    one = of(EMPLOYERS, THREE_ARMS[arm](EMPLOYERS), candidates=60)
    luck = draw_luck(one, VALUES, (7,))
    assert_twins(replicate(luck, build_rules(one, VALUES), True), Twin(one, VALUES, luck).run())


def test_the_engine_reads_nothing_outside_its_arrays() -> None:
    """Compiled code does not check bounds by itself, Python does: run all of the engine without compiling it."""
    script = (
        "from tests.graph.simulation.test_twin import *\n"
        "for arm in THREE_ARMS:\n"
        "    test_they_agree_on_a_chain_of_ordinary_size(arm)\n"
        "print('inside')"
    )
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "inside", done.stderr


def test_a_change_in_what_is_called_changes_the_file_that_the_cache_looks_at() -> None:
    """Else compiled code of an older version would be taken from the cache."""
    home = ROOT / "graph" / "simulation"
    text = "".join(
        (home / f"{name}.py").read_text(encoding="utf-8") for name in ("beside", "desk", "spells", "states", "tally")
    )
    assert hashlib.sha256(text.encode()).hexdigest()[:12] == SOURCES


def test_the_bounds_check_would_notice() -> None:
    """Python indexing of the same source raises where compiled code would read on."""
    one = of(EMPLOYERS, THREE_ARMS["alone"](EMPLOYERS), candidates=5)
    luck = draw_luck(one, VALUES, (7,))
    rules = build_rules(one, VALUES)
    with pytest.raises(IndexError):
        replicate.py_func(luck._replace(arrive=luck.arrive * 0, home=luck.home + 99), rules, True)
    assert np.array_equal(replicate.py_func(luck, rules, True).weekly, replicate(luck, rules, True).weekly)
