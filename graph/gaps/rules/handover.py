"""Gaps in handing over: cold, without feedback, or into a queue."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.analysis.referrals import Ints
from graph.analysis.survival import kaplan_meier
from graph.gaps.region import Log, Region
from graph.gaps.rule import Evidence, Finding, Rule, finding, groups, lower_end, share_above, share_evidence
from graph.gaps.settings import RuleSettings
from graph.thresholds import thresholds

_QUARTER_LEFT = 0.25


def _cold(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Pairs whose handovers are mostly cold by record, or never confirmed by the receiver.

    A handover counts as warm when the log does not call it cold and receipt was confirmed. Late first
    contact is the subject of the waiting list. What is open and was sent within the days in which a
    warm handover takes place can still become warm and does not count.
    """
    log = region.log(rule["months"])
    chosen = log.chosen
    last = int(chosen.day.max(initial=0))
    known = ~(chosen.open & (chosen.day > last - thresholds().warm_days))
    cold = chosen.cold | ~log.received
    for pair, rows in groups(chosen.source * len(chosen.ids) + chosen.target, known, rule["min_people"]):
        people = log.people(rows)
        if people < rule["min_people"] or not share_above(rule, log, rows, cold):
            continue
        source, target = divmod(pair, len(chosen.ids))
        yield finding(
            rule,
            (chosen.ids[source], chosen.ids[target]),
            people,
            (
                Evidence("referrals", len(rows), records=log.records(rows)),
                share_evidence("cold_share", log, rows, cold),
                share_evidence("confirmed_share", log, rows, log.received),
                share_evidence("vanished_share", log, rows, chosen.vanished),
                _wait(log, rows, 0.5, "median_days"),
            ),
        )


def _no_feedback(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Receivers that seldom tell the sender how it went, counted over referrals that they answered.

    Feedback counts within ``feedback_days`` of the first contact (or of the referral, when no contact
    was recorded); referrals whose time has not run out yet do not count. A log without any feedback at
    all was kept without that column, and says nothing.
    """
    log = region.log(rule["months"])
    chosen = log.chosen
    if not chosen.feedback.any():
        return
    limit = thresholds().feedback_days
    in_time = log.feedback_after <= limit
    due = (chosen.arrived | chosen.refused) & (log.begun + limit < log.last)
    for receiver, rows in groups(chosen.target, due, rule["min_people"]):
        people = log.people(rows)
        if people < rule["min_people"] or not share_above(rule, log, rows, ~in_time):
            continue
        senders = np.unique(chosen.source[rows])
        yield finding(
            rule,
            (chosen.ids[receiver],),
            people,
            (
                Evidence("answered", len(rows), records=log.records(rows)),
                share_evidence("no_feedback_share", log, rows, ~in_time),
                Evidence("within_days", limit),
                Evidence("senders", len(senders), records=tuple(chosen.ids[s] for s in senders)),
            ),
        )


def _queue(region: Region, rule: RuleSettings) -> Iterator[Finding]:
    """Receivers where a quarter of the people waits longer than the norm (who still waits counts).

    A quarter of ten people is two or three, and with so few that is often chance: of those referred so long
    ago that they can have waited for the norm, surely more than a quarter must have.
    """
    log = region.log(rule["months"])
    chosen = log.chosen
    long_ago = chosen.day + rule["norm_days"] < log.last
    for receiver, rows in groups(chosen.target, ~np.isnan(chosen.waited), rule["min_people"]):
        people = log.people(rows)
        slowest = _quantile(log, rows, _QUARTER_LEFT)
        if people < rule["min_people"] or slowest is None or slowest <= rule["norm_days"]:
            continue
        sure = rows[long_ago[rows]]
        longer = int((chosen.waited[sure] > rule["norm_days"]).sum())
        # The usual number of people, also where another is set: trying values would count those of late.
        if log.people(sure) < rule.usual["min_people"] or lower_end(longer, len(sure)) < _QUARTER_LEFT:
            continue
        entity = region.network.entities[receiver]
        capacity = entity.properties.get("capacity")
        recent = rows[chosen.day[rows] > chosen.day.max() - 365]
        evidence = [
            Evidence("referrals", len(rows), records=log.records(rows)),
            _wait(log, rows, _QUARTER_LEFT, "p75_days"),
            _wait(log, rows, 0.5, "median_days"),
            Evidence("norm_days", int(rule["norm_days"])),
        ]
        if isinstance(capacity, int):
            evidence += [
                Evidence("capacity", capacity, records=(entity.id,)),
                Evidence("inflow_year", len(recent) if log.records(recent) else None, records=log.records(recent)),
            ]
        yield finding(rule, (entity.id,), people, evidence)


def _quantile(log: Log, rows: Ints, left: float) -> float | None:
    """Days after which at most the share ``left`` is still waiting."""
    rows = rows[~np.isnan(log.chosen.waited[rows])]
    if not len(rows):
        return None
    curve = kaplan_meier(log.chosen.waited[rows], log.chosen.met[rows])
    below = np.flatnonzero(curve.survival <= left + 1e-12)
    return float(curve.times[below[0]]) if len(below) else float("inf")


def _wait(log: Log, rows: Ints, left: float, key: str) -> Evidence:
    """Waiting time as evidence; a wait of which the end was not seen yet is "at least" the longest seen."""
    rows = rows[~np.isnan(log.chosen.waited[rows])]
    records = log.records(rows)
    days = _quantile(log, rows, left) if records else None
    if days is not None and np.isinf(days):
        return Evidence(key, int(log.chosen.waited[rows].max()), "at_least", records)
    return Evidence(key, None if days is None else int(days), "exact", records)


RULES = (
    Rule("koude_overdracht", ("months", "min_people", "share"), _cold),
    Rule("geen_terugkoppeling", ("months", "min_people", "share"), _no_feedback),
    Rule("wachtlijst", ("months", "min_people", "norm_days"), _queue),
)
