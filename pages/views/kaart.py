"""What the map can show: layers of figures per municipality, with their words, source and twin table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from graph.analysis.coverage import SERVED, UNKNOWN, WHITE, Asked, coverage
from graph.analysis.flows import Flows
from graph.analysis.referrals import UNKNOWN as NOWHERE
from graph.gaps.template import chain_template
from graph.privacy import MIN_PEOPLE
from graph.records import Entity
from graph.schema import Schema
from graph.texts import Texts
from loaders.indicators import Indicators
from loaders.reference import PROVENANCE
from pages.views.dekking import Served
from pages.views.words import counted, number, percentage

LAYERS = ("dekking", "stromen", "jongeren", "cijfers")
Places = Mapping[str, Entity]


@dataclass(frozen=True, slots=True)
class Arc:
    """A flow of people between two municipalities; enough of them to be shown."""

    source: str
    target: str
    people: int
    told: str


@dataclass(frozen=True)
class Layer:
    """A layer, in words and figures. ``values``: what sets the colour; a code without one has none.

    ``shown``: what stands in a municipality; ``told``: its sentence; ``white``: the white spots.
    ``table``: the twin; ``notes``: what must be known to read it.
    """

    title: str
    source: str
    values: Mapping[str, float]
    shown: Mapping[str, str]
    told: Mapping[str, str]
    table: pd.DataFrame
    white: frozenset[str] = frozenset()
    arcs: tuple[Arc, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def summary(self) -> str:
        return " ".join(self.notes)


def coverage_layer(region: Served, places: Places, asked: Asked, say: Texts) -> Layer:
    """Who serves: organisations for one life domain, or how many of the life domains are served at all."""
    found = coverage(region.network, "municipality", "life_domain", asked, region.lines)
    domain = asked.life_domain
    if domain is None:
        return _domains(region, places, asked, say)
    name = region.network.schema.codes["life_domains"].codes[domain].label[say.language]
    values: dict[str, float] = {}
    shown, told, white = {}, {}, set()
    for code, area in places.items():
        at = found.cell(code, domain)
        count = int(found.organisations[at])
        if found.state[at] == SERVED:
            values[code] = count
            shown[code] = number(count, say.language)
            what = counted(say, "dekking.organisations_one", "dekking.organisations_many", count)
            told[code] = say("dekking.tip_served", row=area.name, column=name, what=what)
        elif found.state[at] == WHITE:
            white.add(code)
            shown[code] = say("dekking.none")
            told[code] = say("dekking.tip_white", row=area.name, column=name)
        else:
            shown[code] = say("dekking.unknown")
            told[code] = say("dekking.tip_unknown", row=area.name, column=name)
    table = pd.DataFrame(
        {
            say("kaart.municipality"): [area.name for area in places.values()],
            say("dekking.column_organisations"): [int(found.organisations[found.cell(c, domain)]) for c in places],
            say("dekking.column_capacity"): pd.array(
                [None if np.isnan(v := found.capacity[found.cell(c, domain)]) else int(v) for c in places], "Int64"
            ),
            say("dekking.column_waiting"): [float(found.waiting_days[found.cell(c, domain)]) for c in places],
            say("dekking.column_state"): [say(f"dekking.state_{found.state[found.cell(c, domain)]}") for c in places],
        },
        index=list(places),
    )
    note = counted(say, "dekking.summary_white_one", "dekking.summary_white_many", len(white))
    return Layer(
        say("kaart.title_coverage", name=name),
        say("kaart.source_coverage"),
        values,
        shown,
        told,
        table,
        frozenset(white),
        notes=(note,),
    )


def _domains(region: Served, places: Places, asked: Asked, say: Texts) -> Layer:
    """In how many of the life domains that the region knows anybody serves each municipality."""
    found = coverage(region.network, asked=asked, lines=region.lines)
    names = region.network.schema.codes["life_domains"].codes
    values: dict[str, float] = {}
    shown, told, rows, white = {}, {}, [], 0
    for code, area in places.items():
        states = found.state[found.row_codes.index(code)]
        missing = [names[d].label[say.language] for d, s in zip(found.column_codes, states, strict=True) if s == WHITE]
        served, known = int((states == SERVED).sum()), int((states != UNKNOWN).sum())
        white += len(missing)
        rows.append((area.name, served, known, ", ".join(missing)))
        if not known:
            shown[code], told[code] = say("dekking.unknown"), say("kaart.told_unknown", name=area.name)
            continue
        values[code] = served
        shown[code] = say("kaart.of", part=number(served, say.language), whole=number(known, say.language))
        told[code] = say("kaart.told_domains", name=area.name, part=served, whole=known)
        if missing:
            told[code] += " " + say("kaart.told_missing", names=", ".join(missing))
    columns = [say(f"kaart.{n}") for n in ("municipality", "domains_served", "domains_known", "domains_missing")]
    table = pd.DataFrame(rows, columns=columns, index=list(places))
    note = counted(say, "dekking.summary_white_one", "dekking.summary_white_many", white)
    title = say("kaart.title_domains")
    return Layer(title, say("kaart.source_coverage"), values, shown, told, table, notes=(note,))


def flows_layer(between: Flows, places: Places, least: int, say: Texts) -> Layer:
    """Referrals between municipalities as arcs from ``least`` people up; those of few people are never shown."""
    rows: list[tuple[Any, ...]] = []
    arcs: list[Arc] = []
    inside: dict[str, int] = {}
    for row in rows_of(between):
        source, target = str(row.source), str(row.target)
        ends = [
            places[c].name if c in places else say("kaart.nowhere" if c == NOWHERE else "kaart.outside")
            for c in (source, target)
        ]
        people = say("common.few", minimum=MIN_PEOPLE) if row.hidden else number(int(row.people), say.language)
        days = float(row.median_days)
        vanished = percentage(None if np.isnan(float(row.vanished)) else float(row.vanished), say.language)
        rows.append((-1 if row.hidden else int(row.people), *ends, people, days, vanished))
        if row.hidden or source not in places or target not in places:
            continue
        if source == target:
            inside[source] = int(row.people)
        else:
            told = say("kaart.told_flow", source=ends[0], target=ends[1], people=people)
            arcs.append(Arc(source, target, int(row.people), told))
    chosen = tuple(sorted((a for a in arcs if a.people >= least), key=lambda a: (-a.people, a.source, a.target)))
    hidden = int(between.table["hidden"].sum())
    notes = [
        say(
            "kaart.note_flows",
            shown=number(len(chosen), say.language),
            total=number(len(arcs), say.language),
            least=number(least, say.language),
        )
    ]
    if hidden:
        notes.append(say("kaart.note_hidden", count=number(hidden, say.language), minimum=MIN_PEOPLE))
    columns = [say(f"kaart.{n}") for n in ("from", "to", "people", "median_days", "vanished")]
    rows.sort(key=lambda r: (-r[0], r[1], r[2]))
    told_of = {
        code: say("kaart.told_inside", name=area.name, people=number(inside[code], say.language))
        if code in inside
        else area.name
        for code, area in places.items()
    }
    shown = {code: number(inside[code], say.language) for code in places if code in inside}
    return Layer(
        say("kaart.title_flows"),
        say("kaart.source_flows", until=f"{between.until:%d-%m-%Y}" if between.until else "–"),
        {code: float(value) for code, value in inside.items()},
        shown,
        told_of,
        pd.DataFrame([r[1:] for r in rows], columns=columns),
        arcs=chosen,
        notes=tuple(notes),
    )


def rows_of(between: Flows) -> list[Any]:
    """The flows that may be shown, one object a row."""
    return list(between.table.itertuples(index=False))


def least_people(between: Flows, most: int = 24) -> tuple[tuple[int, ...], int]:
    """From how many people flows can be shown, and the choice that draws at most ``most`` arcs."""
    table = between.table
    shown = table[~table["hidden"] & (table["source"] != table["target"])]["people"].astype(int).to_numpy()
    steps = [MIN_PEOPLE, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000]
    options = tuple(s for s in steps if s == MIN_PEOPLE or (shown >= s).any())
    return options, next((s for s in options if (shown >= s).sum() <= most), options[-1])


def work_stage(schema: Schema) -> str:
    """The first stage whose places are mostly those of employers, in the agreed chain."""
    employers = {code for code, kind in schema.entities.items() if kind.sector == "werkgevers"}
    stages = [stage.code for stage in chain_template().stages if stage.kinds[:1] and stage.kinds[0] in employers]
    return stages[0] if stages else next(iter(schema.codes["stages"].codes))


def young_layer(region: Served, places: Places, stage: str, group: str | None, say: Texts) -> Layer:
    """Young people (15 to 25, statistics) against the places that organisations state for a stage."""
    found = coverage(region.network, "municipality", "stage", Asked(target_group=group), region.lines)
    name = region.network.schema.codes["stages"].codes[stage].label[say.language]
    values, shown, told, rows = {}, {}, {}, []
    for code, area in places.items():
        young, capacity = young_people(area), float(found.capacity[found.cell(code, stage)])
        ratio = 1_000 * capacity / young if young and not np.isnan(capacity) else np.nan
        rows.append((area.name, young, None if np.isnan(capacity) else int(capacity), ratio))
        figures = {
            "young": number(young, say.language),
            "places": number(capacity, say.language),
        }
        told[code] = say("kaart.told_young", name=area.name, stage=name, **figures)
        if np.isnan(ratio):
            shown[code] = "–"
            continue
        values[code] = ratio
        shown[code] = number(ratio, say.language, 1)
        told[code] += " " + say("kaart.told_ratio", ratio=shown[code])
    columns = [say(f"kaart.{n}") for n in ("municipality", "young", "places", "ratio")]
    table = pd.DataFrame(rows, columns=columns, index=list(places)).astype({columns[1]: "Int64", columns[2]: "Int64"})
    return Layer(
        say("kaart.title_young", stage=name),
        say("kaart.source_young", source=PROVENANCE),
        values,
        shown,
        told,
        table,
        notes=(say("kaart.note_young"),),
    )


def young_people(area: Entity) -> int | None:
    """Inhabitants aged 15 to 25, estimated from the percentage; None when not known."""
    people, share = area.properties.get("inhabitants"), area.properties.get("young_pct")
    return round(people * share / 100) if isinstance(people, int) and isinstance(share, int | float) else None


def indicator_layer(figures: Indicators, column: str, places: Places, say: Texts) -> Layer:
    """A column of a table that was handed in."""
    known = figures.figures[column]
    values = {code: known[code] for code in places if code in known}
    decimals = 0 if all(float(v).is_integer() for v in values.values()) else 1
    shown = {code: number(values.get(code), say.language, decimals) for code in places}
    told = {
        code: say("kaart.told_figure", name=area.name, what=column, value=shown[code]) for code, area in places.items()
    }
    table = pd.DataFrame(
        {
            say("kaart.municipality"): [a.name for a in places.values()],
            column[:100]: [values.get(c, np.nan) for c in places],
        },
        index=list(places),
    )
    missing = len(places) - len(values)
    notes = (say("kaart.note_missing", count=number(missing, say.language)),) if missing else ()
    return Layer(column, say("kaart.source_figure", file=figures.source), values, shown, told, table, notes=notes)
