"""Who the candidates are by the region's own referral log: which profiles, when they come, from where, what they need.

Only counts of cases are used, never a case; what fewer people than the limit of privacy stand behind is left as the
profile had it. With fewer than :data:`~graph.simulation.rates.ENOUGH` cases nothing changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.schema import Label
from graph.simulation.preconditions import load_preconditions
from graph.simulation.profiles import Profile, load_profiles
from graph.simulation.rates import ENOUGH
from graph.texts import texts

MONTHS = 12
FIRST_MONTH = 9
"""The intake begins in September, as the school year does."""
PRIOR = 10.0
"""Cases that the chance of a need in a profile is worth, beside those of the log (beta prior, binomial data)."""
DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Mix:
    """Profiles as the log has them; ``cases`` behind them, and ``per_year``, how many of those come in each year."""

    profiles: tuple[Profile, ...]
    cases: int
    per_year: float


def people_from(network: Network, profiles: Sequence[Profile] | None = None) -> Mix | None:
    """The mix of ``profiles`` (default: those of the product) in the referral log; None when the log is too small.

    A case counts once, by its first referral: its target group says the profile, its date the month, the municipality
    of who referred the home. A need is a later or first referral of the case for a life domain of the precondition.
    Target groups without a profile get one of which only level, work capacity and hours are as default.
    """
    known = {p.target_group: p for p in reversed(load_profiles() if profiles is None else profiles)}
    log = network.referrals
    log = log[log["target_group"].notna()]
    first = log.sort_values(["date", "case"]).groupby("case", sort=False, observed=True).first()
    if len(first) < ENOUGH:
        return None
    days = (first["date"].max() - first["date"].min()).days + 1
    found = []
    for group, rows in first.groupby("target_group", observed=True):
        if len(rows) >= MIN_PEOPLE:
            base = known.get(str(group)) or _plain(network, str(group))
            found.append(_counted(base, rows, log, network))
    if not found:
        return None
    cases = int(sum(profile.share for profile in found))
    return Mix(tuple(found), cases, cases / max(days / DAYS_A_YEAR, 1.0))


def _plain(network: Network, group: str) -> Profile:
    """A profile of which nothing is known but its target group."""
    codes = network.schema.codes["target_groups"].codes
    label = codes[group].label if group in codes else None
    return Profile(group, target_group=group, work_capacity=(0.5, 1.0), hours=(24.0, 36.0), label=label)


def _counted(base: Profile, rows: pd.DataFrame, log: pd.DataFrame, network: Network) -> Profile:
    """The profile with what the cases of ``rows`` say of it."""
    count = len(rows)
    source = Label(*(texts(language)("simulation.source_log", count=count) for language in ("nl", "en")))
    counted = replace(base, share=float(count), mark="derived", source=source)
    if count < ENOUGH:
        return counted
    months = (pd.to_datetime(rows["date"]).dt.month.to_numpy() - FIRST_MONTH) % MONTHS
    arrivals = tuple(float(n) for n in np.bincount(months, minlength=MONTHS))
    return replace(
        counted, arrivals=arrivals, municipalities=_homes(rows, network), needs=_needs(base, rows, log, count)
    )


def _homes(rows: pd.DataFrame, network: Network) -> tuple[tuple[str, float], ...]:
    """Municipalities of who referred, of at least as many cases as privacy asks."""
    towns = [network.entities[at].properties.get("gm_code") for at in rows["source"]]
    counts = pd.Series([str(town) for town in towns if town is not None], dtype=object).value_counts()
    return tuple((str(town), float(n)) for town, n in sorted(counts.items()) if n >= MIN_PEOPLE)


def _needs(base: Profile, rows: pd.DataFrame, log: pd.DataFrame, count: int) -> MappingProxyType[str, float]:
    """Chance of each need: the prior of the profile and the cases of the log together."""
    mine = log[log["case"].isin(rows.index)]
    needs = dict(base.needs)
    for code, support in load_preconditions().items():
        people = mine.loc[mine["life_domain"].isin(support.life_domains), "case"].nunique()
        if code in needs and people >= MIN_PEOPLE:
            needs[code] = (PRIOR * needs[code] + people) / (PRIOR + count)
    return MappingProxyType(needs)
