"""The chain at a glance: its numbers, what stands out, its drawing, and where it all comes from."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from graph.analysis.chain import Chain
from graph.analysis.chain import chain as find_chain
from graph.analysis.journeys import REFUSED, UNDER_WAY, VANISHED
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.schema import Schema
from graph.texts import Texts, texts
from pages.views.keten_drawing import DAYS, SCALE, SHARES, STAGE, UNKNOWN, Drawing, draw
from pages.views.keten_words import STUBS, Figure, Target, place_label, road, share_text, targets
from pages.views.words import day, number, percentage

_ENDS = (UNDER_WAY, REFUSED, VANISHED)
_MOMENTS = (90, 180, 365)


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
        worst = rows.iloc[int(rows[by].to_numpy().argmax())]
        target = Target(str(worst["source"]), str(worst["target"]))
        sentence = words(
            f"keten.summary_{name}",
            source=place_label(schema, words, target.source),
            target=place_label(schema, words, str(target.target)),
            referrals=number(int(worst["referrals"]), language),
            share=share_text(worst["vanished"], language),
            days=number(float(worst["median_days"]), language),
        )
        found.append(Finding(words(f"keten.heading_{name}"), sentence, target))
    return tuple(found)


@dataclass(frozen=True)
class Overview:
    """Everything about the chain that does not depend on a click."""

    chain: Chain
    targets: tuple[Target, ...]
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    summary: str


def overview(network: Network, language: str) -> Overview:
    """The chain of a snapshot, with what the screen says about it."""
    chain, schema, words = find_chain(network), network.schema, texts(language)
    return Overview(
        chain=chain,
        targets=targets(chain, schema),
        figures=figures(chain, schema, words),
        findings=findings(chain, schema, words),
        summary=summary(chain, schema, words),
    )


def drawing(network: Network, measure: str, language: str, theme: str) -> Drawing:
    """The Sankey of a snapshot."""
    return draw(find_chain(network), network.schema, texts(language), measure, theme)


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


def legend(measure: str, language: str) -> tuple[tuple[str, str], ...]:
    """The colours of the drawing with their meaning."""
    words = texts(language)
    stubs = tuple((colour, words(f"keten.stub_{one}")) for one, colour in STUBS.items())
    if measure == "people":
        return ((STAGE["light"], words("keten.legend_stage")), *stubs)
    limits = [number(n, language) for n in DAYS] if measure == "days" else [percentage(n, language) for n in SHARES]
    named = [words(f"keten.level_{measure}_first", high=limits[0])]
    named += [words(f"keten.level_{measure}_middle", high=limit) for limit in limits[1:]]
    named += [words(f"keten.level_{measure}_last", low=limits[-1])]
    return (*zip(SCALE, named, strict=True), (UNKNOWN, words("keten.legend_unknown")), *stubs)


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


def _known(chain: Chain, schema: Schema) -> pd.DataFrame:
    """The flows between two stages of the road that may be shown."""
    table, stages = chain.flows.table, road(schema)
    shown = table["source"].isin(stages) & table["target"].isin(stages) & ~table["hidden"].astype(bool)
    return table[shown]
