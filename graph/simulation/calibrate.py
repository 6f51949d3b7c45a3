"""Parameters of the handover from the region's own referral log, where it is large enough to say something.

A chance is updated as a beta distribution: the range of the parameter is the prior, the log the data
(Gelman et al., Bayesian Data Analysis, 2.4). A duration takes the mean of the log and its error. With
fewer than :data:`ENOUGH` events the parameter stays as it was, marked as an assumption.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pandas as pd
from scipy import stats

from graph.network import Network
from graph.schema import Label
from graph.simulation.parameters import Parameter, beta_shape
from graph.texts import texts

ENOUGH = 30
"""Events below which a rate from the log is too uncertain to use (methods, 4.3)."""
MODES = MappingProxyType({"warm": "warm", "cold": "koud"})
VANISHED, OPEN = "verdwenen", "open"
_MIDDLE = (0.05, 0.95)
_NARROWEST = 0.01


def calibrated(network: Network, parameters: Mapping[str, Parameter]) -> Mapping[str, Parameter]:
    """``parameters`` with those of the handover taken from ``network.referrals`` where there are enough events.

    ``loss_*``: referrals that vanished, of those that ended. ``delay_*``: weeks from referral to first
    contact. ``warm_now``: warm ones, of those whose handover is known.
    """
    log = network.referrals
    found: dict[str, Parameter] = {}
    handover = log["handover"]
    known = handover.notna()
    found["warm_now"] = _chance(parameters["warm_now"], int((handover == MODES["warm"]).sum()), int(known.sum()))
    for mode, code in MODES.items():
        rows = log[(handover == code).to_numpy()]
        ended = rows["outcome"].notna() & (rows["outcome"] != OPEN)
        vanished = int((rows["outcome"] == VANISHED).sum())
        found[f"loss_{mode}"] = _chance(parameters[f"loss_{mode}"], vanished, int(ended.sum()))
        found[f"delay_{mode}"] = _duration(parameters[f"delay_{mode}"], rows)
    return MappingProxyType({**parameters, **found})


def _chance(parameter: Parameter, events: int, total: int) -> Parameter:
    """Beta prior, binomial data."""
    if min(events, total - events) < ENOUGH:
        return parameter
    a, b = beta_shape(parameter)
    posterior = stats.beta(a + events, b + total - events)
    low, high = posterior.ppf(_MIDDLE)
    return _from_log(parameter, float(posterior.mean()), float(low), float(high), total)


def _duration(parameter: Parameter, rows: pd.DataFrame) -> Parameter:
    """Mean weeks to first contact, with the standard error of that mean."""
    weeks = ((rows["first_contact_on"] - rows["date"]).dt.days / 7).dropna().to_numpy(dtype=float)
    if weeks.size < ENOUGH or weeks.mean() <= 0:
        return parameter
    mean = float(weeks.mean())
    error = max(weeks.std(ddof=1) / np.sqrt(weeks.size), _NARROWEST * mean)
    half = float(stats.norm.ppf(_MIDDLE[1]) * error)
    return replace(
        _from_log(parameter, mean, max(mean - half, 0.0), mean + half, weeks.size), distribution="gamma", whole=False
    )


def _from_log(parameter: Parameter, value: float, low: float, high: float, events: int) -> Parameter:
    source = Label(*(texts(language)("simulation.source_log", count=events) for language in ("nl", "en")))
    return replace(parameter, value=value, low=low, high=high, mark="derived", source=source)
