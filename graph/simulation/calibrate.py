"""Parameters from the region's own referral log, where it is large enough to say something.

The range of the parameter is the prior, the log the data (Gelman et al., Bayesian Data Analysis, 2.4 and
2.6): a chance is updated as a beta distribution, a constant rate as a gamma distribution (shape a + events,
rate b + time at risk). The wait of a handover takes the mean of the log and its error. With fewer than
:data:`~graph.simulation.rates.ENOUGH` events the parameter stays as it was, marked as an assumption.
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
from graph.simulation.parameters import Parameter, beta_shape, gamma_shape
from graph.simulation.rates import ENOUGH, HIGH, LOW, OPEN, VANISHED, Rate, came_back, gave_up, help_ended
from graph.texts import texts

MODES = MappingProxyType({"warm": "warm", "cold": "koud"})
_MIDDLE = (LOW, HIGH)
_NARROWEST = 0.01


def calibrated(network: Network, parameters: Mapping[str, Parameter]) -> Mapping[str, Parameter]:
    """``parameters`` with those that ``network.referrals`` tells taken from it, where there are enough events.

    ``loss_*``: referrals that vanished before they were received, of those that ended. ``delay_*``: weeks from
    referral to first contact. ``warm_now``: warm ones, of those whose handover is known. ``weeks_*`` of a life
    domain: how long help takes. ``give_up``: who vanished after having been received, while waiting.
    ``return_alone``: who vanished before that and was referred again within half a year.
    """
    log = network.referrals
    found: dict[str, Parameter] = {}
    handover = log["handover"]
    known = handover.notna()
    found["warm_now"] = _chance(parameters["warm_now"], int((handover == MODES["warm"]).sum()), int(known.sum()))
    for mode, code in MODES.items():
        rows = log[(handover == code).to_numpy()]
        ended = rows["outcome"].notna() & (rows["outcome"] != OPEN)
        lost = int(((rows["outcome"] == VANISHED) & rows["received_on"].isna()).sum())
        found[f"loss_{mode}"] = _chance(parameters[f"loss_{mode}"], lost, int(ended.sum()))
        found[f"delay_{mode}"] = _duration(parameters[f"delay_{mode}"], rows)
    for code, ended_help in help_ended(network).items():
        found[f"weeks_{code}"] = _mean_time(parameters[f"weeks_{code}"], ended_help)
    back, missed = came_back(network)
    found["return_alone"] = _chance(parameters["return_alone"], back, missed)
    found["give_up"] = _hazard(parameters["give_up"], gave_up(network))
    return MappingProxyType({**parameters, **found})


def _hazard(parameter: Parameter, seen: Rate) -> Parameter:
    """Gamma prior, Poisson data."""
    if not seen.enough:
        return parameter
    shape = gamma_shape(parameter)
    posterior = stats.gamma(shape + seen.events, scale=1 / (shape / parameter.value + seen.exposure))
    low, high = posterior.ppf(_MIDDLE)
    return _from_log(parameter, float(posterior.mean()), float(low), float(high), seen.events)


def _mean_time(parameter: Parameter, seen: Rate) -> Parameter:
    """The same for the mean time until it happens, 1/rate: inverse gamma; the prior counts as ``shape`` ends."""
    if not seen.enough:
        return parameter
    shape = gamma_shape(parameter)
    posterior = stats.invgamma(shape + seen.events, scale=shape * parameter.value + seen.exposure)
    low, high = posterior.ppf(_MIDDLE)
    return _from_log(parameter, float(posterior.mean()), float(low), float(high), seen.events)


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
