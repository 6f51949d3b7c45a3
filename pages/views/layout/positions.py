"""The one entry to all layouts: where the organisations of a snapshot stand, given where they stood before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import hypot, pi

import numpy as np
from numpy.typing import NDArray

from graph.analysis.ties import Ties, collaboration_ties
from graph.network import Network
from graph.records import Entity
from graph.texts import Texts
from pages.views.layout import blocks, geographic, rings, sectors
from pages.views.layout.force import place
from pages.views.layout.places import LAYOUTS, Area, Layout, Places, Point
from pages.views.layout.room import Room

_LISTS: Mapping[str, tuple[str, str]] = {"stage": ("stages", "stages"), "domain": ("life_domains", "life_domains")}
"""Property of an organisation, and list of codes, by layout."""
Candidates = Callable[[Area, Point], Iterator[Point]]


def positions(
    network: Network,
    known: Places | Mapping[str, Point] | None = None,
    layout: Layout = "force",
    *,
    ties: Ties | None = None,
) -> Places:
    """Where the organisations of a snapshot stand.

    Who is in ``known`` stays there and newcomers get a free spot in their group, near their partners,
    unless less than half is known: then all are placed afresh. ``known`` of another layout counts for
    nothing; given as :class:`Places` of this layout, who changed group since is a newcomer too. Does not
    depend on names, nor on the order of rows. Raises ValueError for an unknown layout.
    """
    if layout not in LAYOUTS:
        raise ValueError(f"unknown layout {layout!r}: choose one of {', '.join(LAYOUTS)}")
    ties = ties or collaboration_ties(network)
    edges = [(int(a), int(b)) for a, b in ties.edges("reported")]
    groups = group_codes(network, layout)
    if isinstance(known, Places) and known.layout != layout:
        known = None
    before = known if isinstance(known, Places) else Places.of(known or {}, layout)
    stay = {
        one: before.at[one]
        for one, group in zip(ties.ids, groups, strict=True)
        if one in before.at and before.groups.get(one, group) == group
    }
    afresh = 2 * len(stay) < len(ties.ids) or not stay
    if layout == "force":
        return Places.of(place(ties.ids, edges, None if afresh else stay))
    if afresh or not before.areas:
        made = _afresh(network, layout, groups, ties.ids, edges)
        if afresh:
            return made
        before = made
    return _joined(network, layout, groups, edges, stay, before)


def group_codes(network: Network, layout: Layout) -> tuple[str, ...]:
    """The group of each organisation in a layout; "" where it has none (and everywhere in force).

    With several stages it stands in the middle one, with several life domains in the first of the schema.
    """
    return tuple(_group(network, layout, one) for one in network.organisations)


def area_label(network: Network, code: str, layout: Layout, words: Texts) -> str:
    """What the area of a group is called: its stage, life domain or municipality."""
    if layout in _LISTS:
        codes = network.schema.codes[_LISTS[layout][1]].codes
        return codes[code].label[words.language] if code in codes else words(f"picture.no_{layout}")
    return network.municipalities[code].name if code in network.municipalities else words("picture.no_municipality")


def _group(network: Network, layout: Layout, one: Entity) -> str:
    if layout == "force":
        return ""
    if layout in _LISTS:
        name, codes = _LISTS[layout]
        value = one.properties.get(name)
        order = list(network.schema.codes[codes].codes)
        held = sorted((code for code in (value if isinstance(value, tuple) else ()) if code in order), key=order.index)
        if not held:
            return ""
        return held[(len(held) - 1) // 2] if layout == "stage" else held[0]
    code = str(one.properties.get("gm_code") or "")
    return code if code in network.municipalities else ""


def _members(network: Network, layout: Layout, groups: Sequence[str]) -> dict[str, list[int]]:
    """The positions of the organisations by group; groups in order, and the organisations by kind in each."""
    order = list(network.schema.codes[_LISTS[layout][1]].codes) if layout in _LISTS else sorted(set(groups) - {""})
    kinds = {kind: at for at, kind in enumerate(network.schema.entities)}
    found: dict[str, list[int]] = {code: [] for code in [*order, ""]}

    def rank(at: int) -> tuple[int, int, int]:
        domains = network.entities[at].properties.get("life_domains")
        broad = len(domains) if layout == "domain" and isinstance(domains, tuple) else 0
        return -broad, kinds[network.entities[at].kind], at

    for at in sorted(range(len(groups)), key=rank):
        found[groups[at]].append(at)
    return {code: group for code, group in found.items() if group}


def _afresh(
    network: Network, layout: Layout, groups: Sequence[str], ids: Sequence[str], edges: Sequence[tuple[int, int]]
) -> Places:
    members = _members(network, layout, groups)
    frame: tuple[float, ...] = ()
    if layout == "stage":
        areas, spots = rings.fresh(members, _directions(ids, edges))
    elif layout == "domain":
        areas, spots = sectors.fresh(members)
    elif layout == "municipality":
        areas, spots = blocks.fresh(members)
    else:
        areas, spots, frame = geographic.fresh(members, _centres(network))
    at = {ids[one]: spots[one] for one in range(len(ids))}
    return Places.of(at, layout, dict(zip(ids, groups, strict=True)), areas, frame)


def _joined(
    network: Network,
    layout: Layout,
    groups: Sequence[str],
    edges: Sequence[tuple[int, int]],
    stay: Mapping[str, Point],
    before: Places,
) -> Places:
    """The places of who stays, and free spots for the newcomers, one by one in the order of their ids."""
    ids = network.ids[: len(groups)]
    areas, at, room = dict(before.areas), dict(stay), Room(stay.values())
    seek: Candidates = {
        "stage": rings.candidates,
        "domain": sectors.candidates,
        "municipality": blocks.candidates,
        "geographic": geographic.candidates,
    }[layout]
    partners = _partners(edges)
    for one, code in enumerate(groups):
        if ids[one] in at:
            continue
        if code not in areas:
            areas[code] = _another(network, layout, code, groups.count(code), areas, at, before.frame)
        near = _near(ids, one, partners, at) or areas[code].at
        at[ids[one]] = room.first(seek(areas[code], near)) or room.nearest(areas[code].at)
    return Places.of(at, layout, dict(zip(ids, groups, strict=True)), areas, before.frame)


def _another(
    network: Network,
    layout: Layout,
    code: str,
    count: int,
    areas: Mapping[str, Area],
    at: Mapping[str, Point],
    frame: tuple[float, ...],
) -> Area:
    if layout == "municipality":
        return blocks.another(code, areas, count)
    if layout == "geographic":
        return geographic.another(code, areas, _centres(network), frame)
    farthest = max([hypot(x, y) for x, y in at.values()] + [a.size[-1] for a in areas.values()])
    if layout == "stage":
        return rings.another(code, areas, farthest)
    return sectors.another(code, areas, farthest)


def _partners(edges: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for a, b in edges:
        found.setdefault(a, []).append(b)
        found.setdefault(b, []).append(a)
    return found


def _near(ids: Sequence[str], one: int, partners: Mapping[int, Sequence[int]], at: Mapping[str, Point]) -> Point | None:
    spots = [at[ids[other]] for other in partners.get(one, ()) if ids[other] in at]
    return (sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)) if spots else None


def _directions(ids: Sequence[str], edges: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """The angle at which each stands in the force layout; who has no tie gets one from its id."""
    spots = place(ids, edges)
    points = np.array([spots[one] for one in ids]).reshape(-1, 2)
    angles = np.arctan2(points[:, 1], points[:, 0])
    alone = np.ones(len(ids), dtype=bool)
    alone[np.array(edges, dtype=int).ravel()] = False
    for at in np.flatnonzero(alone).tolist():
        told = hashlib.blake2b(ids[at].encode(), digest_size=4).digest()
        angles[at] = int.from_bytes(told, "big") / 2**32 * 2 * pi
    return np.asarray(angles, dtype=float)


def _centres(network: Network) -> dict[str, tuple[float, float]]:
    """Centre points of the municipalities, where they are known."""
    found = {}
    for code, place_ in network.municipalities.items():
        lat, lon = place_.properties.get("lat"), place_.properties.get("lon")
        if isinstance(lat, int | float) and isinstance(lon, int | float):
            found[code] = (float(lat), float(lon))
    return found
