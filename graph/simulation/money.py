"""Money per party, in euro a year: who gains and who pays in one replication of one arm, or in several at once.

The ledger books; here the book becomes the accounts of the parties. What one party pays another cancels in the sum, so
that ``society`` is what work yields and vacancies filled bring, minus supervision, coaching, support, handovers,
break-offs and organising.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from graph.simulation.ledger import BOOKED, Book
from graph.simulation.model import YEAR

ADDED = ("candidates", "employers", "municipality", "uwv", "state", "school", "providers")
"""Parties that add up to society."""
PUBLIC = ("municipality", "uwv", "state")
"""Parties that ``public`` takes together."""
PARTIES = (*ADDED, "public", "society")
"""All accounts, in the order to show them; each employer has its own beside these."""

Amounts = NDArray[np.float64]


def accounts(booked: Book, horizon_weeks: int) -> tuple[Mapping[str, Amounts], Amounts]:
    """Euro a year per party of :data:`PARTIES`, and per employer (..., J), over the whole horizon.

    Of one book, or of several stacked: then every amount has the runs in front.
    """
    years = horizon_weeks / YEAR
    found = {name: booked.party[..., at] / years for at, name in enumerate(BOOKED)}
    found["employers"] = booked.employers.sum(axis=-1) / years
    found["public"] = _sum(found, PUBLIC)
    found["society"] = _sum(found, ADDED)
    return {party: found[party] for party in PARTIES}, booked.employers / years


def _sum(found: Mapping[str, Amounts], parties: tuple[str, ...]) -> Amounts:
    return np.asarray(np.sum([found[party] for party in parties], axis=0))
