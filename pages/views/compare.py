"""Two moments in one picture: everybody where they always stand; what came, went and changed stands out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from graph.analysis.change import SIDES, STALE, STATUS, Change, Difference, change
from graph.analysis.ties import collaboration_ties
from graph.network import Network, build_network
from graph.texts import Texts, texts
from pages.views.layout import Places
from pages.views.picture.scene import Key, Line, Scene, areas, mark, notes
from pages.views.words import counted, day, number, value_text

ADDED, REMOVED, CHANGED, SAME = "added", "removed", "changed", "same"
WAYS = (ADDED, REMOVED, CHANGED, SAME)
LOOKS: Mapping[str, tuple[str, tuple[int, ...], float]] = {
    ADDED: ("#008560", (), 4.4),
    REMOVED: ("#C0392B", (10, 6), 3.6),
    CHANGED: ("#8A5CC7", (16, 5, 3, 5), 3.6),
    SAME: ("#8A96A3", (2, 6), 1.4),
}
"""Colour, dashes and width by what became of it; each colour has a contrast of 3 or more in light and dark,
but for what stayed the same, which stands back."""
SIGNS: Mapping[str, str] = {ADDED: "+", REMOVED: "−", CHANGED: "≠", SAME: "="}
_RADIUS = 18.0
_NAMED = 3  # names that a sentence lists


def union(before: Network, after: Network) -> Network:
    """Both snapshots in one, as in the later one where they differ: what everybody's place is made of."""
    entities = {e.id: e for e in (*before.entities, *after.entities)}
    relations = {r.id: r for r in (*before.relations, *after.relations)}
    made = build_network(after.scope, entities.values(), relations.values(), (), schema=after.schema)
    return replace(made, as_of=after.as_of, revision=after.revision)


def compare_scene(
    before: Network, after: Network, places: Places, language: str, *, title: str, made_on: date
) -> Scene:
    """One picture of two snapshots. ``places`` are those of :func:`union`, or of more."""
    words, found = texts(language), change(before, after)
    both = union(before, after)
    way = ways(both, found)
    marks = []
    for one in both.organisations:
        if one.id not in places.at:
            continue
        colour, dash, _ = LOOKS[way[one.id]]
        stands_out = way[one.id] != SAME
        drawn = mark(both, one, places, _RADIUS * (1.25 if stands_out else 0.8), 2.0 if stands_out else 0.0)
        marks.append(replace(drawn, rim=colour if stands_out else None, dash=dash, faint=not stands_out))
    at = {one.id: row for row, one in enumerate(marks)}
    drawn_ties = _tie_ways(found, after)
    lines = tuple(
        Line(at[a], at[b], *LOOKS[drawn_ties[a, b]])
        for a, b in sorted(drawn_ties, key=lambda pair: (-WAYS.index(drawn_ties[pair]), pair))
        if a in at and b in at
    )
    present = {*way.values(), *drawn_ties.values()}
    keys = tuple(Key(words(f"compare.{one}"), *LOOKS[one][:2]) for one in WAYS if one in present)
    rims = tuple(
        Key(words(f"compare.{one}"), LOOKS[one][0], LOOKS[one][1], "dot", hollow=True)
        for one in (ADDED, REMOVED, CHANGED)
        if one in set(way.values())
    )
    return Scene(
        language=language,
        title=title,
        summary=words("compare.between", before=day(found.before, language), after=day(found.after, language)),
        notes=notes(after, words, made_on, len(marks), len(lines)),
        made_up=words("common.fictitious") if both.fictitious else None,
        marks=tuple(marks),
        lines=lines,
        areas=areas(both, places, set(at), words),
        legend=((words("compare.legend_ties"), keys), (words("compare.legend_organisations"), rims)),
    )


def ways(both: Network, found: Change) -> dict[str, str]:
    """What became of each organisation."""
    told = dict.fromkeys((e.id for e in both.organisations), SAME)
    told |= dict.fromkeys(found.organisations_changed, CHANGED)
    told |= dict.fromkeys(found.organisations_added, ADDED)
    return told | dict.fromkeys(found.organisations_removed, REMOVED)


def sentences(before: Network, after: Network, language: str) -> tuple[str, ...]:
    """What changed, in words: the counts, and who stands out."""
    words, found = texts(language), change(before, after)
    if found.nothing:
        return (words("compare.nothing"),)
    both = union(before, after)
    told = [_counts(words, "organisations", found.organisations_added, found.organisations_removed,
                    found.organisations_changed),
            _counts(words, "ties", found.ties_added, found.ties_removed, found.ties_changed)]  # fmt: skip
    for key, ids in (("came", found.organisations_added), ("went", found.organisations_removed)):
        if ids:
            told.append(_listed(words, f"compare.{key}", [both.entity(one).name for one in ids]))
    turned = [one for differences in found.ties_changed.values() for one in differences]
    for key, count in (
        ("confirmed", sum(d.name == STATUS and d.after == "confirmed" for d in turned)),
        ("unconfirmed", sum(d.name == STATUS and d.before == "confirmed" for d in turned)),
        ("stale", sum(d.name == STALE and d.after for d in turned)),
        ("fresh", sum(d.name == STALE and not d.after for d in turned)),
    ):
        if count:
            told.append(counted(words, f"compare.{key}_one", f"compare.{key}_many", count))
    most = _most_gained(found)
    if most:
        name = both.entity(most[0]).name
        told.append(words("compare.most", name=name, count=number(most[1], language)))
    return tuple(told)


def table(before: Network, after: Network, language: str) -> pd.DataFrame:
    """Everything that changed, one row each; index: the id of the (first) organisation."""
    words, found = texts(language), change(before, after)
    both = union(before, after)

    def name(one: str) -> str:
        return both.entity(one).name

    rows: list[tuple[str, str, str, str]] = []
    for way, ids in ((ADDED, found.organisations_added), (REMOVED, found.organisations_removed)):
        rows += [(one, _sign(words, way), name(one), "") for one in ids]
    for one, differences in found.organisations_changed.items():
        rows.append((one, _sign(words, CHANGED), name(one), _told(both, both.entity(one).kind, differences, words)))
    for way, pairs in ((ADDED, found.ties_added), (REMOVED, found.ties_removed)):
        rows += [(a, _sign(words, way), f"{name(a)} – {name(b)}", "") for a, b in pairs]
    for (a, b), differences in found.ties_changed.items():
        rows.append((a, _sign(words, CHANGED), f"{name(a)} – {name(b)}", _told(both, None, differences, words)))
    columns = ["id", words("compare.what"), words("compare.who"), words("compare.how")]
    return pd.DataFrame(rows, columns=columns).set_index("id")


def _sign(words: Texts, way: str) -> str:
    return f"{SIGNS[way]} {words(f'compare.{way}')}"


def _tie_ways(found: Change, after: Network) -> dict[tuple[str, str], str]:
    """What became of each tie of either snapshot."""
    ties = collaboration_ties(after)
    pairs = ((ties.ids[a], ties.ids[b]) for a, b in ties.edges("reported"))
    told = dict.fromkeys(((min(pair), max(pair)) for pair in pairs), SAME)
    told |= dict.fromkeys(found.ties_changed, CHANGED)
    told |= dict.fromkeys(found.ties_added, ADDED)
    return told | dict.fromkeys(found.ties_removed, REMOVED)


def _counts(words: Texts, of: str, added: Sequence[Any], removed: Sequence[Any], altered: Mapping[Any, Any]) -> str:
    counts = (number(len(part), words.language) for part in (added, removed, altered))
    return words(f"compare.count_{of}", **dict(zip((ADDED, REMOVED, CHANGED), counts, strict=True)))


def _listed(words: Texts, key: str, names: list[str]) -> str:
    told = ", ".join(names[:_NAMED])
    if len(names) > _NAMED:
        told = words("compare.and_more", names=told, count=number(len(names) - _NAMED, words.language))
    return words(key, names=told)


def _most_gained(found: Change) -> tuple[str, int] | None:
    """Who got most new ties (the first id of equals), from two up."""
    gained = pd.Series([one for pair in found.ties_added for one in pair], dtype=object).value_counts()
    if gained.empty or gained.iloc[0] < 2:
        return None
    most = int(gained.iloc[0])
    return min(str(one) for one in gained.index[gained == most]), most


def _told(network: Network, kind: str | None, differences: Iterable[Difference], words: Texts) -> str:
    """Differences as "label: before → after"."""
    return "; ".join(
        f"{_label(network, kind, one.name, words)}: {_value(network, kind, one, one.before, words)} → "
        f"{_value(network, kind, one, one.after, words)}"
        for one in differences
    )


def _label(network: Network, kind: str | None, name: str, words: Texts) -> str:
    if name in (STATUS, STALE, "name", "kind"):
        return words(f"compare.property_{name}")
    if kind is None:
        claims = next(found for found in network.schema.relations.values() if found.claim)
        return claims.properties[name].label[words.language]
    properties = network.schema.entities[kind].properties
    return properties[name].label[words.language] if name in properties else name


def _value(network: Network, kind: str | None, one: Difference, value: Any, words: Texts) -> str:
    if value is None or value == ():
        return "–"
    if one.name == STATUS:
        return words(f"netwerk.status_{value}")
    if kind is None and one.name in SIDES:
        return " / ".join("–" if part is None else value_text(network.schema, None, part, words) for part in value)
    if one.name == "kind" and kind is not None:
        return network.schema.entities[str(value)].label[words.language]
    properties = network.schema.entities[kind].properties if kind else {}
    codes = properties[one.name].codes if one.name in properties else None
    if one.name == "gm_code" and value in network.municipalities:
        return network.municipalities[str(value)].name
    return value_text(network.schema, codes, value, words)
