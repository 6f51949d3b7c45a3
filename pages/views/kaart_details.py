"""One municipality of the map: its figures, what nobody serves, who stands there, and who comes and goes."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from graph.analysis.coverage import WHITE, coverage
from graph.analysis.flows import Flows
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.texts import Texts
from pages.views.dekking import Served
from pages.views.kaart import Places, rows_of, young_people
from pages.views.words import number, percentage


@dataclass(frozen=True)
class Municipality:
    """What is known. ``facts``: label and value; ``organisations``: name and kind, index: ids; ``missing``: names
    of the life domains that nobody serves there."""

    name: str
    facts: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    organisations: pd.DataFrame
    flows: pd.DataFrame


def municipality(
    network: Network, region: Served, between: Flows, places: Places, code: str, say: Texts
) -> Municipality:
    """The details of a municipality. ``network`` is narrowed to the selection, ``region`` is not. Raises KeyError."""
    area, schema = places[code], network.schema
    here = [e for e in network.organisations if e.properties.get("gm_code") == code]
    found = coverage(region.network, lines=region.lines)
    states = found.state[found.row_codes.index(code)]
    domains = schema.codes["life_domains"].codes
    white = [domains[d].label[say.language] for d, s in zip(found.column_codes, states, strict=True) if s == WHITE]
    inhabitants = area.properties.get("inhabitants")
    facts = [
        (say("kaart.inhabitants"), number(inhabitants if isinstance(inhabitants, int) else None, say.language)),
        (say("kaart.young"), number(young_people(area), say.language)),
        (say("kaart.organisations"), number(len(here), say.language)),
    ]
    rows = [(e.id, e.name, schema.entities[e.kind].label[say.language]) for e in here]
    columns = ["id", say("dekking.organisation"), say("kaart.kind")]
    table = pd.DataFrame(rows, columns=columns).set_index("id").sort_values(columns[1:][::-1], kind="stable")
    return Municipality(area.name, tuple(facts), tuple(white), table, traffic(between, places, code, say))


def traffic(between: Flows, places: Places, code: str, say: Texts) -> pd.DataFrame:
    """Who comes from and goes to where, most people first; few people are never counted out."""
    rows = []
    for row in rows_of(between):
        if code not in (row.source, row.target):
            continue
        going, within = row.source == code, row.source == row.target
        other = str(row.target if going else row.source)
        way = say("kaart.way_within" if within else "kaart.way_to" if going else "kaart.way_from")
        name = places[other].name if other in places else say("kaart.outside")
        people = say("common.few", minimum=MIN_PEOPLE) if row.hidden else number(int(row.people), say.language)
        rows.append((0 if row.hidden else int(row.people), way, name, people))
    rows.sort(key=lambda r: (-r[0], r[1], r[2]))
    columns = [say(f"kaart.{n}") for n in ("direction", "municipality", "people")]
    return pd.DataFrame([r[1:] for r in rows], columns=columns)


@dataclass(frozen=True)
class FlowTold:
    """A flow in words: a sentence, and figures with their labels."""

    sentence: str
    figures: tuple[tuple[str, str], ...]


def flow(between: Flows, source: str, target: str, say: Texts) -> FlowTold:
    """What may be told of a flow between two municipalities."""
    table = between.table
    row = table[(table["source"] == source) & (table["target"] == target)]
    if row.empty or row["hidden"].iloc[0]:
        return FlowTold(say("kaart.flow_few", minimum=MIN_PEOPLE), ())
    one = row.iloc[0]

    def share(name: str) -> str:
        return percentage(None if pd.isna(one[name]) else float(one[name]), say.language)

    sentence = say(
        "kaart.flow_told",
        people=number(int(one["people"]), say.language),
        referrals=number(int(one["referrals"]), say.language),
    )
    figures = (
        (say("kaart.median_days"), number(float(one["median_days"]), say.language)),
        (say("kaart.vanished"), share("vanished")),
        (say("kaart.refused"), share("refused")),
        (say("kaart.warm"), share("warm")),
    )
    return FlowTold(sentence, figures)
