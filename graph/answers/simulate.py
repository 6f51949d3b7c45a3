"""The answer of a simulated plan. Apart from the other answers: importing the simulation takes a second."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from graph.answers.common import scope_answer
from graph.network import Network
from graph.simulation.plan import Plan, run_plan
from graph.simulation.plan_file import to_plain
from graph.simulation.run import outcome_answer


def simulate_answer(plan: Plan, network: Network | None) -> dict[str, Any]:
    """The outcome of a plan with its scope and the plan itself; ``network`` may be None for a plan by hand."""
    answer = outcome_answer(run_plan(plan, network))
    answer["scope"] = scope_answer(network) | answer["scope"]
    answer["plan"] = to_plain(plan)
    return answer


def arm_table(answer: Mapping[str, Any]) -> pd.DataFrame:
    """The means of such an answer to read: a row per measure, a column per arm."""
    means = {arm["arm"]: {name: one["mean"] for name, one in arm["measures"].items()} for arm in answer["arms"]}
    return pd.DataFrame(means).rename_axis("measure").reset_index()
