"""The role of an organisation in sentences and tables: whom it brings together, and what breaks without it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from graph.analysis.role import STEPS, Role
from graph.analysis.role_routes import Roads
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.schema import load_schema
from graph.texts import Texts, texts
from pages.views.words import number


def sentences(found: Role, roads: Roads, words: Texts) -> tuple[str, ...]:
    """What the role comes down to, in at most four sentences."""
    language, place = words.language, found.position

    def shown(count: int) -> str:
        return number(count, language)

    told = []
    if roads.count:
        told.append(words("organisatie.stops_roads", lost=shown(roads.lost), count=shown(roads.count)))
    pairs, lost = len(place.reach.pairs), int(place.reach.lost.sum())
    if pairs:
        told.append(words("organisatie.stops_pairs", lost=shown(lost), count=shown(pairs), steps=STEPS))
    if len(place.cut_off):
        key = "organisatie.cut_off_one" if len(place.cut_off) == 1 else "organisatie.cut_off_many"
        told.append(words(key, count=shown(len(place.cut_off))))
    told.extend(
        words("organisatie.groups_apart", one=_sector(a, words), other=_sector(b, words), steps=STEPS)
        for a, b in place.groups_apart
    )
    if not told:
        told.append(words("organisatie.no_role"))
    return tuple(told)


def groups(found: Role, language: str) -> pd.DataFrame:
    """Between which sectors it brokers: a row per pair of sectors, most pairs that have only it first.

    Index: the place of the pair in ``position.between``.
    """
    words = texts(language)
    rows = [
        (_sector(one.groups[0], words), _sector(one.groups[1], words), int(one.only.sum()), len(one.pairs))
        for one in found.position.between
    ]
    columns = [words(f"organisatie.broker_{name}") for name in ("one", "other", "only", "pairs")]
    return pd.DataFrame(rows, columns=columns).sort_values(columns[2], ascending=False, kind="stable")


def pairs_between(network: Network, found: Role, which: int, language: str) -> pd.DataFrame:
    """The pairs of organisations behind one row of :func:`groups`: those that have only it first."""
    words, one = texts(language), found.position.between[which]
    order = np.argsort(~one.only, kind="stable")
    rows = [
        (*(network.entities[v].name for v in one.pairs[at].tolist()), _yes(bool(one.only[at]), words)) for at in order
    ]
    columns = [words(f"organisatie.{name}") for name in ("pair_one", "pair_other", "pair_only")]
    return pd.DataFrame(rows, columns=columns)


def lost_pairs(network: Network, found: Role, language: str) -> pd.DataFrame:
    """The pairs of organisations that are further apart without it."""
    words, reach = texts(language), found.position.reach
    rows = [tuple(network.entities[v].name for v in pair) for pair in reach.pairs[reach.lost].tolist()]
    table = pd.DataFrame(rows, columns=[words("organisatie.pair_one"), words("organisatie.pair_other")])
    return table.sort_values(list(table.columns), kind="stable")


def cut_off(network: Network, found: Role, language: str) -> pd.DataFrame:
    """Who would be cut off from the rest; index: their ids."""
    words = texts(language)
    members = [network.entities[v] for v in found.position.cut_off.tolist()]
    rows = [(e.id, e.name, network.schema.entities[e.kind].label[language]) for e in members]
    columns = ["id", words("netwerk.organisation"), words("netwerk.kind")]
    return pd.DataFrame(rows, columns=columns).set_index("id")


def roads_table(network: Network, roads: Roads, language: str) -> pd.DataFrame:
    """The roads that enough people took: from whom, to what, and whether there is another way; those without first."""
    words, stages = texts(language), network.schema.codes["stages"].codes
    ordered = sorted(roads.shown, key=lambda road: not road.lost)
    rows = []
    for road in ordered:
        if road.target:
            where = words("organisatie.road_to", name=network.entity(road.target).name)
        elif road.stage:
            where = words("organisatie.road_stage", stage=stages[road.stage].label[language])
        else:
            where = words("organisatie.road_here")
        rows.append((network.entity(road.source).name, _yes(not road.lost, words), where))
    columns = [words(f"organisatie.road_{name}") for name in ("from", "other_way", "what")]
    return pd.DataFrame(rows, columns=columns)


def roads_note(roads: Roads, words: Texts) -> str | None:
    """How many roads are counted and not in the table, since few people took them."""
    if not roads.hidden:
        return None
    return words("organisatie.roads_hidden", count=number(roads.hidden, words.language), minimum=MIN_PEOPLE)


def brokerage(found: Role, language: str) -> pd.DataFrame:
    """Gould & Fernandez' five counts."""
    words, counts = texts(language), found.position.brokerage
    rows = [
        (words(f"organisatie.gf_{name}"), getattr(counts, name))
        for name in ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
    ]
    return pd.DataFrame(rows, columns=[words("organisatie.gf_type"), words("organisatie.gf_count")])


def _sector(code: str, words: Texts) -> str:
    found = load_schema().codes["sectors"].codes.get(code)
    return found.label[words.language] if found else words("organisatie.no_sector")


def _yes(answer: bool, words: Texts) -> str:
    return words("common.answer_yes" if answer else "common.answer_no")
