"""The chain in words and tables: what the drawing shows, what a click on it tells, and a table beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from graph.analysis.chain import Chain
from graph.analysis.flows import cases_behind, flows
from graph.analysis.journeys import REFUSED, UNDER_WAY, VANISHED
from graph.analysis.referrals import UNKNOWN as UNKNOWN_STAGE
from graph.analysis.sankey import OTHER
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.schema import Schema, load_schema
from graph.texts import Texts, texts
from pages.views.keten_drawing import DAYS, SCALE, SHARES, STAGE, STUBS, UNKNOWN, drawn, place_label, road, stub_of
from pages.views.words import day, number, percentage

_ENDS = (UNDER_WAY, REFUSED, VANISHED)
_MOMENTS = (90, 180, 365)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name, and how it was counted."""

    label: str
    value: str
    help: str


@dataclass(frozen=True, slots=True)
class Target:
    """What a click means: a stage (``target`` None), a flow between stages, or an end of it (a stub)."""

    source: str
    target: str | None = None

    def __str__(self) -> str:
        return f"{self.source}>{self.target}" if self.target else self.source


@dataclass(frozen=True)
class Details:
    """What is beside the drawing after a click. ``tables`` are pairs of heading and table."""

    title: str
    sentence: str
    figures: tuple[Figure, ...]
    tables: tuple[tuple[str, pd.DataFrame], ...]
    cases: tuple[str, ...] | None = None


def parse(text: str | None, schema: Schema) -> Target | None:
    """Read a target from a link; None when it is no target."""
    source, _, target = (text or "").partition(">")
    codes = schema.codes["stages"].codes
    known = {*codes, *_ENDS, UNKNOWN_STAGE, OTHER}
    if source not in road(schema) or (target and target not in known):
        return None
    return Target(source, target or None)


def targets(chain: Chain, schema: Schema) -> tuple[Target, ...]:
    """Everything that can be chosen, in the order of the road: each stage, then the flows out of it."""
    found: list[Target] = []
    links = chain.sankey.links
    for code in road(schema):
        if any(stage.code == code and (stage.people or stage.active) for stage in chain.stages):
            found.append(Target(code))
        out = links.loc[links["source"] == code, "target"]
        found += [Target(code, str(target)) for target in out if drawn(str(target))]
    return tuple(found)


def target_label(target: Target, schema: Schema, words: Texts) -> str:
    """A target in words."""
    source = place_label(schema, words, target.source)
    if target.target is None:
        return source
    return words("keten.from_to", source=source, target=place_label(schema, words, target.target))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that stands out: a heading, a sentence, and where to look."""

    heading: str
    sentence: str
    target: Target


def findings(chain: Chain, schema: Schema, words: Texts) -> tuple[Finding, ...]:
    """Where most people vanish, and where people wait longest."""
    table, language = _known(chain, schema), words.language
    found = []
    leaks = table.assign(lost=table["vanished"] * table["referrals"]).dropna(subset=["lost"])
    for name, rows, by in (("leak", leaks[leaks["lost"] > 0], "lost"), ("wait", table, "median_days")):
        rows = rows.dropna(subset=[by])
        if rows.empty:
            continue
        worst = rows.loc[rows[by].idxmax()]
        target = Target(str(worst["source"]), str(worst["target"]))
        sentence = words(
            f"keten.summary_{name}",
            source=place_label(schema, words, target.source),
            target=place_label(schema, words, str(target.target)),
            referrals=number(int(worst["referrals"]), language),
            share=_share(worst["vanished"], language),
            days=number(float(worst["median_days"]), language),
        )
        found.append(Finding(words(f"keten.heading_{name}"), sentence, target))
    return tuple(found)


def summary(chain: Chain, schema: Schema, words: Texts) -> str:
    """The drawing in a few sentences: how many arrive, where most vanish, and where people wait longest."""
    language = words.language
    sentences = []
    last, inflow = road(schema)[-1], chain.sankey.nodes.set_index("id")["inflow"]
    if chain.flows.people is not None and last in inflow.index:
        sentences.append(
            words(
                "keten.summary_reached",
                people=number(chain.flows.people, language),
                reached=number(int(inflow[last]), language),
                stage=place_label(schema, words, last),
            )
        )
    sentences += [finding.sentence for finding in findings(chain, schema, words)]
    return " ".join(sentences) or words("keten.summary_none")


def figures(chain: Chain, schema: Schema, words: Texts) -> tuple[Figure, ...]:
    """The whole chain in five numbers."""
    language = words.language
    inflow = chain.sankey.nodes.set_index("id")["inflow"]
    last = road(schema)[-1]

    def told(code: str) -> str:
        return number(int(inflow[code]), language) if code in inflow.index else "–"

    people = words("common.few", minimum=MIN_PEOPLE) if chain.flows.people is None else None
    return (
        Figure(words("keten.people"), people or number(chain.flows.people, language), words("keten.people_help")),
        Figure(place_label(schema, words, last), told(last), words("keten.reached_help")),
        *(
            Figure(words(f"keten.end_{name}"), told(end), words(f"keten.end_{name}_help"))
            for end in _ENDS
            for name in [end.rpartition("|")[2]]
        ),
    )


def flow_table(chain: Chain, language: str) -> pd.DataFrame:
    """The twin of the drawing: a row per flow between stages; what may not be shown is empty."""
    schema, words = load_schema(), texts(language)
    table = chain.flows.table
    return pd.DataFrame(
        {
            words("keten.from"): [place_label(schema, words, str(code)) for code in table["source"]],
            words("keten.to"): [place_label(schema, words, str(code)) for code in table["target"]],
            words("keten.people"): [_count(n, words) for n in table["people"]],
            words("keten.median_days"): table["median_days"].astype(float),
            **{
                words(f"keten.share_{name}"): [_share(value, language) for value in table[name]]
                for name in ("refused", "vanished", "open", "warm", "feedback")
            },
        }
    )


def balance(chain: Chain, language: str) -> pd.DataFrame:
    """Per stage: what came in, and what became of it. Every row adds up."""
    schema, words = load_schema(), texts(language)
    stages = schema.codes["stages"].codes
    nodes = chain.sankey.nodes
    nodes = nodes[nodes["role"] == "place"]
    nodes = nodes.assign(order=[stages[c].order if c in stages else len(stages) for c in nodes["id"]])
    nodes = nodes.sort_values("order")
    parts = ("inflow", "onward", "completed", "open", "lost", "merged")
    return pd.DataFrame(
        {
            words("keten.stage"): [place_label(schema, words, str(code)) for code in nodes["id"]],
            **{words(f"keten.part_{part}"): nodes[part].to_numpy() for part in parts},
        }
    )


def organisations(network: Network, chain: Chain, stage: str, language: str) -> pd.DataFrame:
    """Who works in a stage, by their own word or by the referrals; index: the ids."""
    words, schema = texts(language), network.schema
    found = next(one for one in chain.stages if one.code == stage)
    active, members = {*found.active}, {*found.members}
    ids = sorted(active | members, key=lambda one: (one not in active, network.entity(one).name))

    def basis(one: str) -> str:
        both = one in active and one in members
        return words("keten.basis_both" if both else "keten.basis_active" if one in active else "keten.basis_member")

    return pd.DataFrame(
        {
            words("keten.organisation"): [network.entity(one).name for one in ids],
            words("keten.kind"): [schema.entities[network.entity(one).kind].label[language] for one in ids],
            words("keten.basis"): [basis(one) for one in ids],
        },
        index=ids,
    )


def organisation_flows(network: Network, source: str, target: str, language: str) -> pd.DataFrame:
    """The organisations behind a flow between two stages, most people first, protected as one table."""
    words, frame = texts(language), network.referrals
    inside = (frame["stage_from"] == source) & (frame["stage_to"] == target)
    table = flows(replace(network, referrals=frame[inside]), "organisation").table
    table = table.sort_values("people", ascending=False, kind="stable", na_position="last")

    def name(code: Any) -> str:
        return network.entity(str(code)).name if code in network.index else words("keten.place_unknown")

    return pd.DataFrame(
        {
            words("keten.people"): [_count(n, words) for n in table["people"]],
            words("keten.from"): [name(code) for code in table["source"]],
            words("keten.to"): [name(code) for code in table["target"]],
            words("keten.median_days"): table["median_days"].astype(float),
            words("keten.share_vanished"): [_share(value, language) for value in table["vanished"]],
        },
        index=[f"{a}>{b}" for a, b in zip(table["source"], table["target"], strict=True)],
    )


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
    out = flow_table(_only(chain, "source", code), language).drop(columns=words("keten.from"))
    into = flow_table(_only(chain, "target", code), language).drop(columns=words("keten.to"))
    people = words("common.few", minimum=MIN_PEOPLE) if stage.people is None else number(stage.people, language)
    return Details(
        title=name,
        sentence=words("keten.stage_sentence", people=people, organisations=len({*stage.active, *stage.members})),
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
        Figure(words(f"keten.share_{name}"), _share(flow[name], language), words(f"keten.share_{name}_help"))
        for name in ("vanished", "refused", "open", "warm", "feedback")
    ]
    wait = Figure(
        words("keten.median_days"), number(float(flow["median_days"]), language), words("keten.median_days_help")
    )
    following = flow_table(_only(chain, "source", str(target.target)), language).drop(columns=words("keten.from"))
    tables = [(words("keten.behind"), organisation_flows(network, target.source, str(target.target), language))]
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
    )


def _end(network: Network, chain: Chain, target: Target, language: str) -> Details:
    """A stub: people who stop here, whose next stage is not known, or who are too few to tell apart."""
    schema, words = network.schema, texts(language)
    links = chain.sankey.links
    link = links[(links["source"] == target.source) & (links["target"] == target.target)].iloc[0]
    out = flow_table(_only(chain, "source", target.source), language).drop(columns=words("keten.from"))
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


def legend(measure: str, language: str) -> tuple[tuple[str, str], ...]:
    """The colours of the drawing with their meaning."""
    words = texts(language)
    if measure == "people":
        return (
            (STAGE["light"], words("keten.legend_stage")),
            *((colour, words(f"keten.stub_{one}")) for one, colour in STUBS.items()),
        )
    limits = [number(n, language) for n in DAYS] if measure == "days" else [percentage(n, language) for n in SHARES]
    named = [words(f"keten.level_{measure}_first", high=limits[0])]
    named += [words(f"keten.level_{measure}_middle", high=limit) for limit in limits[1:]]
    named += [words(f"keten.level_{measure}_last", low=limits[-1])]
    return (*zip(SCALE, named, strict=True), (UNKNOWN, words("keten.legend_unknown")))


def origin(network: Network, chain: Chain, language: str) -> tuple[str, ...]:
    """Where the numbers come from, sentence by sentence."""
    words = texts(language)
    few = words("common.few", minimum=MIN_PEOPLE)
    counts = {
        name: few if count is None else number(count, language)
        for name, count in (("referrals", chain.flows.referrals), ("people", chain.flows.people))
    }
    sentences = [
        words("keten.origin_referrals", until=day(chain.until, language), **counts),
        words("keten.origin_waits"),
        words("keten.origin_small", minimum=MIN_PEOPLE),
    ]
    if chain.sankey.unrecorded is not None:
        sentences.append(words("keten.origin_unrecorded", share=percentage(chain.sankey.unrecorded, language)))
    if network.outside.referrals:
        sentences.append(words("keten.origin_outside", count=number(network.outside.referrals, language)))
    return tuple(sentences)


def _only(chain: Chain, side: str, code: str) -> Chain:
    table = chain.flows.table
    rows = table[table[side] == code].sort_values("people", ascending=False, kind="stable", na_position="last")
    return replace(chain, flows=replace(chain.flows, table=rows))


def _known(chain: Chain, schema: Schema) -> pd.DataFrame:
    """The flows between two stages of the road that may be shown."""
    table, stages = chain.flows.table, road(schema)
    shown = table["source"].isin(stages) & table["target"].isin(stages) & ~table["hidden"].astype(bool)
    return table[shown]


def _count(value: Any, words: Texts) -> str:
    return words("common.few", minimum=MIN_PEOPLE) if pd.isna(value) else number(int(value), words.language)


def _share(value: Any, language: str) -> str:
    return "–" if pd.isna(value) else percentage(float(value), language)
