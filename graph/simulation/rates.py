"""Rates in the referral log: events over the time in which they could have happened, with an interval.

Who is still waiting or being helped at the end of the log counts with the time so far (censored). A constant
rate is events / time at risk (the maximum likelihood of an exponential time with censoring); its exact interval is
that of a Poisson count (Garwood 1936, Biometrika 28:437).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from graph.analysis.dates import last_recorded
from graph.analysis.survival import Survival, kaplan_meier
from graph.network import Network
from graph.simulation.scenario import PRECONDITIONS

ENOUGH = 30
"""Events below which a rate from the log is too uncertain to use (methods, 4.3)."""
VANISHED, REFUSED, OPEN, ACCEPTED = "verdwenen", "geweigerd", "open", "geaccepteerd"
HELP = "randvoorwaarden"
WORK = ("opstap", "baan_met_steun", "duurzaam_werk")
"""Stages of the chain that are work."""
WEEK, MONTH = 7.0, 365.25 / 12
BACK_WITHIN = 182
"""Days after which somebody who vanished is not thought to come back: half a year."""
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True, slots=True)
class Rate:
    """``events`` in ``exposure`` units of time in which they could happen."""

    events: int
    exposure: float

    @property
    def enough(self) -> bool:
        """Whether there are events enough to say something."""
        return self.events >= ENOUGH and self.exposure > 0

    @property
    def value(self) -> float:
        """Events per unit of time; NaN without any time."""
        return self.events / self.exposure if self.exposure > 0 else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """The exact 5-95 % interval of the rate."""
        if self.exposure <= 0:
            return float("nan"), float("nan")
        low = stats.gamma.ppf(LOW, self.events) if self.events else 0.0
        return float(low) / self.exposure, float(stats.gamma.ppf(HIGH, self.events + 1)) / self.exposure


@dataclass(frozen=True, slots=True)
class Median:
    """A median time in weeks with its 5-95 % interval; None where it is not reached. ``events``: ends seen."""

    events: int
    value: float | None
    low: float | None
    high: float | None


def help_ended(network: Network) -> Mapping[str, Rate]:
    """Per life domain: ends of help per person-week of help, from the first contact on.

    It ended on the day recorded, or when the helper referred the person on. Accepted and not ended: going on.
    Completed without a day: how long it took is not known, so that it does not count.
    """
    log, until = _log(network)
    if until is None:
        return MappingProxyType({code: Rate(0, 0.0) for code in PRECONDITIONS})
    on = (log["next_source"] == log["target"]) & (log["next_date"] >= log["first_contact_on"])
    end = log["ended_on"].where(log["ended_on"].notna(), log["next_date"].where(on))
    busy = log["outcome"].isna() | log["outcome"].isin([ACCEPTED, OPEN])
    begun = (log["stage_to"] == HELP) & log["first_contact_on"].notna() & (end.notna() | busy)
    begun &= ~log["outcome"].isin([VANISHED, REFUSED])
    days = (end.fillna(until) - log["first_contact_on"]).dt.days
    return MappingProxyType(
        {code: _rate(begun & (log["life_domain"] == code), end.notna(), days) for code in PRECONDITIONS}
    )


def gave_up(network: Network) -> Rate:
    """People who vanished while they waited, per person-week between reception of the referral and first contact.

    The day on which somebody vanished is mostly unknown. With constant rates whoever vanishes has on average
    waited as long as whoever is met (competing exponential times), so that is what they count for.
    """
    log, until = _log(network)
    if until is None:
        return Rate(0, 0.0)
    received, met = log["received_on"].notna(), log["first_contact_on"].notna()
    vanished = received & ~met & (log["outcome"] == VANISHED)
    waiting = received & ~met & (log["outcome"].isna() | (log["outcome"] == OPEN))
    seen = (log["first_contact_on"] - log["received_on"]).dt.days.clip(lower=0)[received & met]
    dated = (log["ended_on"] - log["received_on"]).dt.days[vanished]
    weeks = (seen.sum() + (until - log["received_on"]).dt.days[waiting].sum() + dated.sum()) / WEEK
    undated = int(dated.isna().sum())
    return Rate(int(vanished.sum()), float(weeks + undated * (seen.mean() / WEEK if len(seen) else 0.0)))


def came_back(network: Network) -> tuple[int, int]:
    """Of those who vanished before they were received: how many were referred again, and out of how many.

    Within :data:`BACK_WITHIN` days; who vanished later than that before the end of the log does not count.
    """
    log, until = _log(network)
    if until is None:
        return 0, 0
    missed = (log["outcome"] == VANISHED) & log["received_on"].isna()
    missed &= (until - log["date"]).dt.days >= BACK_WITHIN
    back = missed & ((log["next_date"] - log["date"]).dt.days <= BACK_WITHIN)
    return int(back.sum()), int(missed.sum())


def arrivals(network: Network) -> Rate:
    """People seen for the first time, per month of the log."""
    log, until = _log(network)
    if until is None:
        return Rate(0, 0.0)
    first = log.groupby("case", observed=True)["date"].min()
    return Rate(len(first), max((until - first.min()).days + 1, 1) / MONTH)


def weeks_to_work(network: Network) -> Median:
    """From the first referral of a person to the first contact at a place that is work, by Kaplan-Meier."""
    log, until = _log(network)
    if until is None:
        return Median(0, None, None, None)
    start = log.groupby("case", observed=True)["date"].min()
    there = log["stage_to"].isin(WORK) & log["first_contact_on"].notna()
    work = log[there].groupby("case", observed=True)["first_contact_on"].min().reindex(start.index)
    weeks = (work.fillna(until) - start).dt.days.to_numpy(dtype=float) / WEEK
    return median(kaplan_meier(np.clip(weeks, 0, None), work.notna().to_numpy()), int(work.notna().sum()))


def median(curve: Survival, events: int) -> Median:
    """The median and its interval: where log(-log S) is within its error of that of one half.

    Brookmeyer and Crowley (1982, Biometrics 38:29), with Greenwood's variance.
    """
    survival, at_risk = curve.survival, curve.at_risk.astype(float)
    ended = at_risk * (1 - survival / np.append(1.0, survival[:-1])) if len(survival) else survival
    inside = (survival > 0) & (survival < 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(ended / (at_risk * (at_risk - ended)))) / np.abs(np.log(survival))
        width = np.where(inside, stats.norm.ppf(HIGH) * spread, 0.0)
        above = np.where(inside, survival ** np.exp(-width), survival)
        below = np.where(inside, survival ** np.exp(width), survival)
    return Median(events, *(_first(curve.times, line) for line in (survival, below, above)))


def _first(times: NDArray[np.float64], line: NDArray[np.float64]) -> float | None:
    found = np.flatnonzero(line <= 0.5)
    return float(times[found[0]]) if len(found) else None


def _rate(rows: pd.Series, ended: pd.Series, days: pd.Series) -> Rate:
    return Rate(int((rows & ended).sum()), float(days[rows].clip(lower=0).sum() / WEEK))


def _log(network: Network) -> tuple[pd.DataFrame, pd.Timestamp | None]:
    """The log with the next referral of the same person beside each, and the day until which it is known."""
    until = last_recorded(network)
    log = network.referrals
    if until is None or not len(log):
        return log, None
    ahead = log.groupby("case", observed=True)[["date", "source"]].shift(-1)
    return log.assign(next_date=ahead["date"], next_source=ahead["source"]), pd.Timestamp(until)
