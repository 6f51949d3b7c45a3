"""The answer of a simulated plan. Apart from the other answers: importing the simulation takes a second."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from graph.answers.common import scope_answer
from graph.network import Network
from graph.simulation.gain import Effort
from graph.simulation.gain_ask import gain_answer
from graph.simulation.plan import Plan, prepared
from graph.simulation.plan_file import to_plain
from graph.simulation.run import outcome_answer


def simulate_answer(
    plan: Plan, network: Network | None, questions: Sequence[str] = (), effort: Effort = "first"
) -> dict[str, Any]:
    """The outcome of a plan with its scope and the plan itself; ``network`` may be None for a plan by hand.

    ``questions``: those about the gain to answer as well, of :data:`~graph.simulation.questions.QUESTIONS`.
    """
    ready = prepared(plan, network)
    answer = outcome_answer(ready.simulate())
    answer["scope"] = scope_answer(network) | answer["scope"]
    answer["plan"] = to_plain(plan)
    if questions:
        answer["gain"] = gain_answer(ready.case, questions, effort=effort)
    return answer


def sentences(found: object) -> Iterator[Mapping[str, str]]:
    """Every sentence of an answer or a part of it, in their order, in both languages."""
    if isinstance(found, Mapping):
        yield from found.get("story", ())
        for name, value in found.items():
            if name != "story":
                yield from sentences(value)
    elif isinstance(found, list):
        for value in found:
            yield from sentences(value)


def arm_table(answer: Mapping[str, Any]) -> pd.DataFrame:
    """The means of such an answer to read: a row per measure, a column per arm."""
    means = {arm["arm"]: {name: one["mean"] for name, one in arm["measures"].items()} for arm in answer["arms"]}
    return pd.DataFrame(means).rename_axis("measure").reset_index()
