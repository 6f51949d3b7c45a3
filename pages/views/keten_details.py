"""What a click on the chain tells: a stage, a flow between two stages, or an end of the road."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from graph.analysis.chain import Chain
from graph.analysis.flows import cases_behind
from graph.analysis.journeys import REFUSED, UNDER_WAY, VANISHED
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.texts import texts
from pages.views.keten_tables import flow_table, only, organisations
from pages.views.keten_words import Figure, Target, place_label, share_text, stub_of, target_label, targets
from pages.views.words import number, percentage

_ENDS = (UNDER_WAY, REFUSED, VANISHED)
_MOMENTS = (90, 180, 365)


@dataclass(frozen=True)
class Details:
    """What is beside the drawing after a click. ``tables`` are pairs of heading and table.

    ``behind`` says whether there is more to tell by :func:`~pages.views.keten_tables.organisation_flows`, which
    takes a moment in a large region.
    """

    title: str
    sentence: str
    figures: tuple[Figure, ...]
    tables: tuple[tuple[str, pd.DataFrame], ...]
    cases: tuple[str, ...] | None = None
    behind: bool = False


def details(network: Network, chain: Chain, target: Target, language: str) -> Details | None:
    """What a click tells; None when the chain has no such stage or flow any more."""
    if target not in targets(chain, network.schema):
        return None
    if target.target is None:
        return _stage(network, chain, target.source, language)
    flow = chain.flows.table
    flow = flow[(flow["source"] == target.source) & (flow["target"] == target.target)]
    if flow.empty or bool(flow["hidden"].iloc[0]):
        return _end(network, chain, target, language)
    return _flow(network, chain, target, flow.iloc[0], language)


def _stage(network: Network, chain: Chain, code: str, language: str) -> Details:
    schema, words = network.schema, texts(language)
    stage = next(one for one in chain.stages if one.code == code)
    name = place_label(schema, words, code)
    course = chain.courses.get(code)
    found: list[Figure] = []
    if course is not None:
        for at, moment in enumerate(course.days):
            if moment in _MOMENTS and course.next_step[at] == course.next_step[at]:
                found.append(
                    Figure(
                        words("keten.onward_within", days=number(moment, language)),
                        percentage(float(course.next_step[at]), language),
                        words("keten.course_help", people=number(course.people, language)),
                    )
                )
    out = flow_table(only(chain, "source", code), language).drop(columns=words("keten.from"))
    into = flow_table(only(chain, "target", code), language).drop(columns=words("keten.to"))
    inflow = chain.sankey.nodes.set_index("id")["inflow"]  # protected together with all other flows
    count = number(int(inflow[code]), language) if code in inflow.index else words("common.few", minimum=MIN_PEOPLE)
    return Details(
        title=name,
        sentence=words("keten.stage_sentence", count=count, organisations=len({*stage.active, *stage.members})),
        figures=tuple(found),
        tables=tuple(
            (heading, table)
            for heading, table in (
                (words("keten.next"), out),
                (words("keten.before"), into),
                (words("keten.organisations"), organisations(network, chain, code, language)),
            )
            if not table.empty
        ),
    )


def _flow(network: Network, chain: Chain, target: Target, flow: Any, language: str) -> Details:
    schema, words = network.schema, texts(language)
    shares = [
        Figure(words(f"keten.share_{name}"), share_text(flow[name], language), words(f"keten.share_{name}_help"))
        for name in ("vanished", "refused", "open", "warm", "feedback")
    ]
    wait = Figure(
        words("keten.median_days"), number(float(flow["median_days"]), language), words("keten.median_days_help")
    )
    following = flow_table(only(chain, "source", str(target.target)), language).drop(columns=words("keten.from"))
    tables = []
    if not following.empty:
        heading = words("keten.next_from", stage=place_label(schema, words, str(target.target)))
        tables.append((heading, following))
    return Details(
        title=target_label(target, schema, words),
        sentence=words(
            "keten.flow_sentence",
            people=number(int(flow["people"]), language),
            referrals=number(int(flow["referrals"]), language),
        ),
        figures=(wait, *shares),
        tables=tuple(tables),
        cases=cases_behind(network, "stage", target.source, str(target.target)),
        behind=True,
    )


def _end(network: Network, chain: Chain, target: Target, language: str) -> Details:
    """A stub: people who stop here, whose next stage is not known, or who are too few to tell apart."""
    schema, words = network.schema, texts(language)
    links = chain.sankey.links
    link = links[(links["source"] == target.source) & (links["target"] == target.target)].iloc[0]
    out = flow_table(only(chain, "source", target.source), language).drop(columns=words("keten.from"))
    kind = stub_of(schema, target.source, str(target.target)) or "onward"
    return Details(
        title=target_label(target, schema, words),
        sentence=words(
            f"keten.end_sentence_{kind}",
            people=number(int(link["people"]), language),
            stage=place_label(schema, words, target.source),
        ),
        figures=(),
        tables=((words("keten.next"), out),) if not out.empty else (),
    )
