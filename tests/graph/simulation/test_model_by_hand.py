"""The case that docs/simulation-model.md works out by hand, read from it and run by the engine."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from graph.simulation.luck import NEVER, draw_luck
from graph.simulation.model import replicate
from graph.simulation.rules import build_rules
from graph.simulation.scenario import RUNGS, alone
from graph.simulation.spells import ENDINGS
from graph.simulation.tally import CAUSES
from tests.graph.simulation.cases import VALUES, employer, of

DOC = (Path(__file__).resolve().parents[3] / "docs" / "simulation-model.md").read_text(encoding="utf-8")
CASE = DOC.split("## One case by hand")[1].split("## Limits")[0]


def table(first: str) -> list[list[str]]:
    """The rows of the table in the case whose heading row begins with these words."""
    lines = CASE.split(first)[1].splitlines()[2:]
    rows = [line for line in lines[: lines.index("")] if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def week(cell: str) -> int:
    return NEVER if cell == "-" else int(cell)


def test_the_engine_gives_what_the_case_by_hand_says() -> None:
    told = table("| person | arrives")
    some = (employer("a", (1, 1), 26.0, coach=99.0),)
    values = VALUES | {"delay_cold": 1.0, "delay_warm": 1.0, "loss_cold": 0.0, "loss_warm": 0.0, "rematch_alone": 0.25}
    one = of(some, alone(some), candidates=len(told), horizon_weeks=12)
    luck = draw_luck(one, values, (1,))
    jobs, breaks = np.full_like(luck.job_weeks, NEVER), np.full_like(luck.break_weeks, NEVER)
    chance = np.ones_like(luck.rematch_share)
    for i, (_, _, *row) in enumerate(told):
        jobs[i, 0], breaks[i, 0], chance[i, 0] = week(row[0]), week(row[1]), float(row[2])
        jobs[i, 1], breaks[i, 1], breaks[i, 2] = week(row[3]), week(row[4]), week(row[5])
    luck = luck._replace(
        arrive=np.array([int(row[1]) for row in told], np.int32),
        start=np.zeros_like(luck.start),
        need=np.zeros_like(luck.need),
        job_weeks=jobs,
        break_weeks=breaks,
        rematch_share=chance,
        job_patience=np.full_like(luck.job_patience, NEVER),
    )
    tally = replicate(luck, build_rules(one, values), True)
    names = [row[0] for row in told]
    found = [
        [names[i], RUNGS[r], str(start), "-" if end < 0 else str(end), ENDINGS[how]]
        for i, _, r, start, end, how, *_ in zip(*(column.tolist() for column in tally.spells), strict=True)
    ]
    assert found == table("| person | rung")
    said = [int(number) for number in re.findall(r"(\d+) in the", CASE.split("Weeks of work:")[1])]
    assert tally.work_weeks[0].tolist() == said
    waited = int(re.findall(r"Weeks of waiting: (\d+)", CASE)[0])
    assert tally.wait_cause.tolist() == [waited * (cause == "place") for cause in CAUSES]


def test_the_exact_cases_of_the_document_are_those_of_the_tests() -> None:
    """Each value stands in a test that compares the engine with it."""
    home = Path(__file__).parent
    code = "".join((home / f"test_model_{name}.py").read_text(encoding="utf-8") for name in ("exact", "queues"))
    values = re.findall(r"\d+\.\d{4,}", DOC.split("## Exact cases")[1].split("## One case")[0])
    assert len(values) >= 10
    assert [value for value in values if value not in code] == []
