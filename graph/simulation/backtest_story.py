"""What a back-test says in plain sentences: keys into the texts."""

from __future__ import annotations

from collections.abc import Mapping

from graph.privacy import suppress_number
from graph.schema import Label
from graph.simulation.backtest import COUNTS, Backtest, Predicted
from graph.simulation.parameters import Parameter
from graph.simulation.rates import ENOUGH
from graph.simulation.scenario import PRECONDITIONS
from graph.simulation.story import Statement

_HANDOVER = ("warm_now", "loss_warm", "loss_cold", "delay_warm", "delay_cold")
CALIBRATED = (*_HANDOVER, "return_alone", "give_up", *(f"weeks_{code}" for code in PRECONDITIONS))
"""Parameters that the log can tell."""
_LATER, _WRONG = 0.8, 0.25


def backtest_story(found: Backtest, used: Mapping[str, Parameter]) -> tuple[Statement, ...]:
    """How well the log's own rates predict its last year, and which numbers of the simulation come from the log.

    ``used``: the parameters of the simulation, after calibrating. Counts of a few people are not told.
    """
    said = []
    if not found.enough:
        said.append(Statement("backtest.too_small", {"enough": ENOUGH}, caution=True))
    said += [_told(name, one) for name, one in found.totals.items()]
    if found.coverage is not None:
        key = "backtest.coverage_good" if found.coverage >= _LATER else "backtest.coverage_low"
        said.append(Statement(key, {"percent": round(100 * found.coverage)}, caution=found.coverage < _LATER))
    if (new := found.totals.get("arrivals")) and new.error is not None and abs(new.error) > _WRONG and not new.inside:
        said.append(Statement("backtest.arrivals_changed", caution=True))
    defaults = [used[name].label for name in CALIBRATED if used[name].mark != "derived"]
    if defaults:
        names = Label(*("; ".join(label[language] for label in defaults) for language in ("nl", "en")))
        said.append(Statement("backtest.defaults", {"names": names, "enough": ENOUGH}, caution=True))
    return tuple(said)


def _told(name: str, one: Predicted) -> Statement:
    if name not in COUNTS:
        values = {part: round(getattr(one, part), 1) for part in ("mean", "low", "high", "actual")}
        return Statement(f"backtest.told_{name}", values)
    shown = suppress_number(int(one.actual))
    values = {part: round(getattr(one, part)) for part in ("mean", "low", "high")}
    key = "few" if shown is None else "told"
    return Statement(f"backtest.{key}_{name}", {**values, "actual": shown})
