"""Run by another Python than ours: what pm4py and lifelines say. Each line of JSON is answered by one after a mark."""

from __future__ import annotations

import json
import sys
import traceback
from typing import Any


def process(case: list[str], activity: list[str], days: list[float]) -> dict[str, Any]:
    """What pm4py finds in a log: arcs with counts and days, variants, rework, self-loops."""
    import pandas as pd
    import pm4py
    from pm4py.statistics.traces.generic.pandas import case_statistics

    frame = pd.DataFrame({"case": case, "activity": activity})
    frame["time"] = pd.Timestamp("1970-01-01", tz="UTC") + pd.to_timedelta(days, unit="D")
    log = pm4py.format_dataframe(frame, case_id="case", activity_key="activity", timestamp_key="time")
    counts, starts, ends = pm4py.discover_dfg(log)
    times, _, _ = pm4py.discover_performance_dfg(log)
    durations = sorted(pm4py.get_all_case_durations(log))
    return {
        "arcs": [
            [a, b, int(n), times[a, b]["mean"] / 86400, times[a, b]["median"] / 86400] for (a, b), n in counts.items()
        ],
        "starts": {name: int(n) for name, n in starts.items()},
        "ends": {name: int(n) for name, n in ends.items()},
        "variants": [[list(steps), int(n)] for steps, n in pm4py.get_variants(log).items()],
        "rework": {name: int(n) for name, n in pm4py.get_rework_cases_per_activity(log).items()},
        "durations": [d / 86400 for d in durations],
        "cases": len(case_statistics.get_variant_statistics(log)),
    }


def kaplan_meier(times: list[float], ended: list[bool], at: list[float]) -> dict[str, Any]:
    """The curve of lifelines at moments, and its median."""
    from lifelines import KaplanMeierFitter

    fitted = KaplanMeierFitter().fit(times, ended)
    return {
        "survival": [float(s) for s in fitted.survival_function_at_times(at)],
        "median": fitted.median_survival_time_,
    }


def median_interval(times: list[float], ended: list[bool], alpha: float) -> list[float]:
    """The median of lifelines between the limits of its interval, which holds it with chance 1 - alpha."""
    from lifelines import KaplanMeierFitter
    from lifelines.utils import median_survival_times

    fitted = KaplanMeierFitter(alpha=alpha).fit(times, ended)
    low, high = median_survival_times(fitted.confidence_interval_).iloc[0]
    return [float(low), float(fitted.median_survival_time_), float(high)]


def aalen_johansen(times: list[float], causes: list[int], cause: int, at: list[float]) -> list[float]:
    """The cumulative incidence of lifelines for one cause at moments; for times without ties only."""
    from lifelines import AalenJohansenFitter

    fitted = AalenJohansenFitter(calculate_variance=False, jitter_level=0).fit(times, causes, cause)
    curve = fitted.cumulative_density_.iloc[:, 0]
    return [float(curve[curve.index <= moment].iloc[-1]) for moment in at]


if __name__ == "__main__":
    for line in sys.stdin:
        question, given = json.loads(line)
        try:
            told = {"answer": globals()[question](**given)}
        except Exception:  # whatever went wrong is for who asked
            told = {"wrong": traceback.format_exc()}
        sys.stdout.write("\n@@" + json.dumps(told) + "\n")
        sys.stdout.flush()
