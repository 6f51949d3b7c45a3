"""Days that a snapshot knows about. Analysis never asks the clock what day it is."""

from __future__ import annotations

import calendar
from datetime import date

import numpy as np

from graph.network import Network

_REFERRAL_DATES = ("date", "received_on", "first_contact_on", "feedback_on")


def last_recorded(network: Network) -> date | None:
    """The latest day on which something is recorded to have happened; None when nothing is.

    For referrals this is the day up to which they are known: what is open then is censored then.
    """
    days = [network.referrals[name].to_numpy().astype("datetime64[D]") for name in _REFERRAL_DATES]
    contacts = [r.properties.get("last_contact") for r in network.relations]
    days.append(np.array([c for c in contacts if c is not None], dtype="datetime64[D]"))
    known = np.concatenate(days)
    known = known[~np.isnat(known)]
    return known.max().astype(date) if len(known) else None


def months_before(day: date, months: int) -> date:
    """The same day of the month, ``months`` earlier; the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
