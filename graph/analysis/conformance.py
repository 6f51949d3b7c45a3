"""Conformance: does the road that is walked follow the agreed chain?

The agreed chain says in which order the stages come, which kinds of organisation work in each, and who
hands over to whom. Three plain questions follow, without a Petri net: is a step one onward (fitness: the
share of steps that is), is it received by a kind that was agreed, and does nobody pass over a stage. Rare
steps that may not be shown are in none of the shares, so that no share gives one away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysis.event_log import EventLog, referral_log
from graph.analysis.flows import flow_table
from graph.analysis.process import directly_follows
from graph.analysis.referrals import Ints, Referrals, Selection, distinct_people, referrals, select
from graph.network import Network
from graph.privacy import MIN_PEOPLE, suppress_flows, suppress_part

AGREED, BACK, ELSEWHERE = "agreed", "back", "elsewhere"


@dataclass(frozen=True)
class Agreement:
    """The agreed chain: ``stages`` in order, the ``duties`` in law by stage, the ``kinds`` that work in each stage,
    and the ``handovers``: by name, from which kinds to which kinds. ``groups``: of those that are about some target
    groups only. ``own``: those that anybody may agree; of these no count is shown in which a flow of few people is.
    """

    stages: tuple[str, ...]
    duties: Mapping[str, str]
    kinds: Mapping[str, frozenset[str]]
    handovers: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    own: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Conformance:
    """What may be shown of it. Counts of few people are NA, as are those that would give them away.

    ``steps``: source, target (stages), people, referrals, hidden, ``verdict``: ``AGREED`` (to the same stage or a
    later one), ``BACK``, or ``ELSEWHERE`` (the agreed chain does not have one of the two). ``fitness``: of the shown
    referrals between stages of the agreed chain the share that is ``AGREED``; None without any.
    ``receivers``: stage, kind, people, referrals, hidden, ``agreed``; ``received``: as fitness, for these.
    ``passed``: stage, duty (or None), ``people`` who were before it and after it, ``skipped``: of these, who were
    never in it. ``handovers``: handover, ``people`` referred by the kinds that hand over, ``done``: of these, who
    were referred to an agreed kind. ``agreement``: what it was laid beside.
    """

    steps: pd.DataFrame
    fitness: float | None
    receivers: pd.DataFrame
    received: float | None
    passed: pd.DataFrame
    handovers: pd.DataFrame
    agreement: Agreement


def conformance(network: Network, agreement: Agreement, selection: Selection = Selection()) -> Conformance:
    """Lay the referrals beside the agreed chain."""
    staged = referrals(network, "stage", selection)
    kinds = referrals(network, "kind", selection)
    steps = suppress_flows(flow_table(staged)[["source", "target", "people", "referrals"]])
    steps["verdict"] = [_verdict(agreement, a, b) for a, b in zip(steps["source"], steps["target"], strict=True)]
    receivers = _receivers(staged, kinds, agreement)
    return Conformance(
        steps=steps,
        fitness=_share(steps[steps["verdict"] != ELSEWHERE], "verdict", AGREED),
        receivers=receivers,
        received=_share(receivers, "agreed", True),
        passed=_passed(referral_log(staged), agreement),
        handovers=_handovers(kinds, agreement, select(network, selection)["target_group"].astype(object).to_numpy()),
        agreement=agreement,
    )


def arc_fitness(log: EventLog, allowed: frozenset[tuple[str, str]]) -> float:
    """The share of the steps of any log that ``allowed`` has, **not** suppressed; NaN for a log without steps."""
    arcs = directly_follows(log)
    fits = [pair in allowed for pair in zip(arcs["source"], arcs["target"], strict=True)]
    total = int(arcs["count"].sum())
    return float(arcs["count"][fits].sum() / total) if total else float("nan")


def skips(log: EventLog, order: Sequence[str]) -> pd.DataFrame:
    """Who passed each stage of ``order`` without ever being in it, **not** suppressed: stage, people, skipped.

    ``people`` were in an earlier stage and later on in a later one; ``skipped`` of these were never in the stage.
    """
    rank = {name: at for at, name in enumerate(order)}
    place = np.array([rank.get(name, -1) for name in log.names], dtype=np.int64)[log.activity]
    case, place = log.case[place >= 0], place[place >= 0]
    n = int(case.max()) + 1 if len(case) else 0
    been = np.zeros((n, len(order)), dtype=bool)
    been[case, place] = True
    lowest = _lowest_so_far(case, place, len(order))
    rows = []
    for at, name in enumerate(order):
        over = np.zeros(n, dtype=bool)
        over[case[(place > at) & (lowest < at)]] = True
        rows.append((name, int(over.sum()), int((over & ~been[:, at]).sum())))
    return pd.DataFrame(rows, columns=["stage", "people", "skipped"])


def _lowest_so_far(case: Ints, place: Ints, width: int) -> Ints:
    """The earliest stage in which a person has been up to each event."""
    lifted: Ints = np.minimum.accumulate(place - case * width) + case * width
    return lifted


def _verdict(agreement: Agreement, source: str, target: str) -> str:
    if source not in agreement.stages or target not in agreement.stages:
        return ELSEWHERE
    return AGREED if agreement.stages.index(target) >= agreement.stages.index(source) else BACK


def _share(table: pd.DataFrame, column: str, value: object) -> float | None:
    shown = table[~table["hidden"].astype(bool)]
    total = int(shown["referrals"].sum())
    return float(shown.loc[shown[column] == value, "referrals"].sum() / total) if total else None


def _receivers(staged: Referrals, kinds: Referrals, agreement: Agreement) -> pd.DataFrame:
    width = len(kinds.ids)
    inside = np.isin(np.array(staged.ids, dtype=object)[staged.target], agreement.stages)
    pairs, key = np.unique(staged.target[inside] * width + kinds.target[inside], return_inverse=True)
    stage, kind = ([names[int(at)] for at in where] for names, where in _apart(staged, kinds, pairs, width))
    table = pd.DataFrame(
        {
            "stage": stage,
            "kind": kind,
            "people": distinct_people(key, staged.case[inside], len(pairs)),
            "referrals": np.bincount(key, minlength=len(pairs)),
        }
    )
    shown = suppress_flows(table, source="stage", target="kind")
    shown["agreed"] = [b in agreement.kinds.get(a, frozenset()) for a, b in zip(stage, kind, strict=True)]
    return shown


def _apart(
    staged: Referrals, kinds: Referrals, pairs: Ints, width: int
) -> tuple[tuple[tuple[str, ...], Ints], tuple[tuple[str, ...], Ints]]:
    return (staged.ids, pairs // width), (kinds.ids, pairs % width)


def _passed(log: EventLog, agreement: Agreement) -> pd.DataFrame:
    table = skips(log, agreement.stages)
    table.insert(1, "duty", [agreement.duties.get(stage) for stage in table["stage"]])
    return suppress_part(table, "people", "skipped")


def _handovers(kinds: Referrals, agreement: Agreement, group: NDArray[np.object_]) -> pd.DataFrame:
    rows, few = [], []
    for name, (sources, targets) in agreement.handovers.items():
        out = _marked(kinds.ids, sources)[kinds.source]
        if name in agreement.groups:
            out &= np.isin(group.astype(str), sorted(agreement.groups[name]))
        done = out & _marked(kinds.ids, targets)[kinds.target]
        rows.append((name, len(np.unique(kinds.case[out])), len(np.unique(kinds.case[done]))))
        few.append(name in agreement.own and _few_in(kinds, out))
    table = suppress_part(pd.DataFrame(rows, columns=["handover", "people", "done"]), "people", "done")
    return table.assign(**{column: table[column].mask(np.array(few, dtype=bool)) for column in ("people", "done")})


def _few_in(kinds: Referrals, rows: NDArray[np.bool_]) -> bool:
    """Whether a flow of two kinds among these rows is of few people: two handovers that differ in it would tell."""
    width = len(kinds.ids)
    _, key = np.unique(kinds.source[rows] * width + kinds.target[rows], return_inverse=True)
    people = distinct_people(key, kinds.case[rows], int(key.max(initial=-1)) + 1)
    return bool((people < MIN_PEOPLE).any())


def _marked(ids: tuple[str, ...], codes: frozenset[str]) -> NDArray[np.bool_]:
    return np.array([one in codes for one in ids], dtype=bool)
