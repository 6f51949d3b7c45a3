"""The map as a picture: municipalities as tiles or by their borders, in colours with figures, flows as arcs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.analysis.places import Spot, spot_of
from graph.records import Entity
from graph.texts import Texts
from loaders.borders import Borders, Points
from pages.views.dekking_drawing import class_words
from pages.views.drawn_svg import (
    ALARM,
    INK,
    LINE,
    PAPER,
    QUIET,
    Picture,
    box,
    drawing,
    fitting,
    ink_on,
    legend,
    level,
    limits,
    mark,
    shade,
    shortened,
    text,
    wrapped,
)
from pages.views.kaart import Arc, Layer
from pages.views.kaart_layout import outline, project, tiles
from pages.views.words import number

TILE, GAP = 118, 8
_WIDE, _TOP, _FOOT, _EDGE = 1000, 44, 28, 26
_BROADEST = 14.0  # pixels of the widest arc; the legend shows its people beside the colour


@dataclass(frozen=True)
class Shape:
    """A municipality in the picture: its SVG (with ``{look}`` for colours), its middle and the room for words."""

    svg: str
    x: float
    y: float
    wide: float
    high: float


def picture(
    layer: Layer,
    places: Mapping[str, Entity],
    borders: Borders | None,
    selected: tuple[str, ...],
    theme: str,
    caption: str,
    say: Texts,
) -> Picture:
    """Draw a layer; every municipality is one mark, called by its code, and every arc one, called ``from>to``.

    With ``borders`` municipalities have their own shape; one that the file lacks is a circle at its
    centre. What is not among ``selected`` (empty: everything) is faint.
    """
    shapes, width, height = by_borders(places, borders) if borders else by_tiles(places)
    cuts = limits(np.array(list(layer.values.values()), dtype=float))
    lines = wrapped(caption, width - 28, 14, 2)
    told, room = legend(_entries(layer, cuts, theme, say), height + 14, width, theme)
    total = height + room + _FOOT + 18 * len(lines)
    parts = [text(14, 22, shortened(layer.title, width - 28, 20), 20, INK[theme], "start", 650)]
    words = _words(layer, places, shapes, cuts, selected, theme)
    for code, shape in shapes.items():
        faint = 'opacity=".3"' if selected and code not in selected else ""
        fill, look, _ = _colours(layer, code, cuts, theme)
        drawn = shape.svg.replace("{fill}", fill).replace("{look}", look)
        parts.append(mark(code, layer.told.get(code, places[code].name), [drawn], faint))
    parts += [_arc(arc, shapes, _broad(layer), theme) for arc in reversed(layer.arcs)]
    parts += ['<g pointer-events="none" aria-hidden="true">', *words, "</g>"]
    parts += told
    for at, line in enumerate(lines):
        parts.append(text(14, height + room + 30 + 18 * at, line, 14, INK[theme], "start"))
    return drawing(width, total, layer.title, theme, parts, [*shapes, *(f"{a.source}>{a.target}" for a in layer.arcs)])


def by_tiles(places: Mapping[str, Entity]) -> tuple[dict[str, Shape], float, float]:
    """Every municipality as a square of the same size, about where it lies; and the size of the whole."""
    at = tiles({code: spot_of(area) for code, area in places.items()})
    across = max((c for c, _ in at.values()), default=0) + 1
    down = max((r for _, r in at.values()), default=0) + 1
    width = max(_EDGE * 2 + across * (TILE + GAP), 640)
    left = (width - across * (TILE + GAP) + GAP) / 2
    shapes = {}
    for code, (column, row) in sorted(at.items(), key=lambda pair: (pair[1][1], pair[1][0])):
        x, y = left + column * (TILE + GAP), _TOP + row * (TILE + GAP)
        shapes[code] = Shape(box(x, y, TILE, TILE, "{fill}", "{look}"), x + TILE / 2, y + TILE / 2, TILE, TILE)
    return shapes, width, _TOP + down * (TILE + GAP)


def by_borders(places: Mapping[str, Entity], borders: Borders) -> tuple[dict[str, Shape], float, float]:
    """Every municipality by its border, or as a circle where the file has none; and the size of the whole."""
    spots: dict[str, Spot | None] = {code: spot_of(area) for code, area in places.items()}
    rings = {code: borders.rings[code] for code in places if code in borders.rings}
    some = [*(ring for one in rings.values() for ring in one), *(np.array([s]) for s in spots.values() if s)]
    if not some:
        return by_tiles(places)
    everything = np.vstack(some)
    middle = float(everything[:, 0].mean())
    flat = project(everything, middle)
    low, size = flat.min(axis=0), np.maximum(np.ptp(flat, axis=0), 1e-6)
    scale = min((_WIDE - 2 * _EDGE) / size[0], 1_100 / size[1])
    nowhere = [code for code in places if code not in rings and spots[code] is None]
    height = _TOP + float(size[1]) * scale + 2 * _EDGE

    def pixels(points: Points) -> Points:
        found: Points = (project(points, middle) - low) * scale + [(_WIDE - size[0] * scale) / 2, _TOP + _EDGE]
        return found

    shapes = {}
    for code in sorted(places, key=lambda c: -(spots[c] or (0, 0))[0]):
        if code in rings:
            drawn = [pixels(ring) for ring in rings[code]]
            biggest = max(drawn, key=lambda ring: float(np.prod(np.ptp(ring, axis=0))))
            wide, high = np.ptp(biggest, axis=0).tolist()
            here = spots[code]
            x, y = (pixels(np.array([here]))[0] if here else biggest.mean(axis=0)).tolist()
            svg = f'<path d="{outline(drawn)}" fill-rule="evenodd" fill="{{fill}}" {{look}}/>'
            shapes[code] = Shape(svg, x, y, wide * 0.8, high * 0.7)
        elif (there := spots[code]) is not None:
            x, y = pixels(np.array([there]))[0].tolist()
            shapes[code] = _circle(x, y)
    for at, code in enumerate(nowhere):
        shapes[code] = _circle(_EDGE + 30 + 70 * (at % 13), height + 30 + 70 * (at // 13))
    return shapes, _WIDE, height + 70 * -(-len(nowhere) // 13)


def _circle(x: float, y: float) -> Shape:
    return Shape(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="26" fill="{{fill}}" {{look}}/>', x, y, 52, 40)


def _colours(layer: Layer, code: str, cuts: tuple[float, ...], theme: str) -> tuple[str, str, str]:
    """Of a municipality: what fills it, the rest of its look, and the ink on it."""
    known = layer.values.get(code)
    if code in layer.white:
        return "url(#white)", f'class="frame" stroke="{ALARM[theme]}" stroke-width="2.5"', INK[theme]
    if known is not None:
        fill = shade(level(known, cuts), len(cuts) + 1, theme)
        return fill, f'class="frame" stroke="{LINE[theme]}"', ink_on(fill)
    dash = "" if layer.arcs else ' stroke-dasharray="3 4"'
    return QUIET[theme] if layer.arcs else PAPER[theme], f'class="frame" stroke="{LINE[theme]}"{dash}', INK[theme]


def _words(
    layer: Layer,
    places: Mapping[str, Entity],
    shapes: Mapping[str, Shape],
    cuts: tuple[float, ...],
    selected: tuple[str, ...],
    theme: str,
) -> list[str]:
    """Names and figures above everything else, the largest municipalities first; none runs into another.

    What finds no room is in the tooltip and in the table.
    """
    found: list[str] = []
    taken = np.zeros((0, 4))
    for code, shape in sorted(shapes.items(), key=lambda pair: -pair[1].wide * pair[1].high):
        lines, size, figure, large = _label(places[code].name, layer.shown.get(code, ""), shape)
        high = len(lines) * size * 1.2 + (large * 1.2 if figure else 0)
        wide = max([len(line) * size * 0.6 for line in lines] + [len(figure) * large * 0.6])
        here = np.array([shape.x - wide / 2, shape.y - high / 2, shape.x + wide / 2, shape.y + high / 2])
        apart = (taken[:, :2] >= here[2:]).any(axis=1) | (taken[:, 2:] <= here[:2]).any(axis=1)
        if not wide or not apart.all():
            continue
        taken = np.vstack([taken, here])
        fill, _, ink = _colours(layer, code, cuts, theme)
        rim, broad = (PAPER[theme], 7) if fill.startswith("url") else (fill, 4)
        faint = 'opacity=".3"' if selected and code not in selected else ""
        parts = [
            text(shape.x, here[1] + (at + 0.5) * size * 1.2, line, size, ink, weight=600)
            for at, line in enumerate(lines)
        ]
        if figure:
            parts.append(text(shape.x, here[3] - large * 0.6, figure, large, ink, weight=700))
        halo = f'paint-order="stroke" stroke-linejoin="round" stroke="{rim}" stroke-width="{broad}"'
        found.append(f"<g {faint} {halo}>{''.join(parts)}</g>")
    return found


def _label(name: str, figure: str, shape: Shape) -> tuple[list[str], float, str, float]:
    """What of a name and a figure there is room for in a shape, and their sizes."""
    lines, size = fitting(name, shape.wide - 10, min(19.0, max(shape.wide / 6, 8.0)), 10.5)
    large = min(size * 1.25, (shape.wide - 8) / (max(len(figure), 1) * 0.6))
    cut = shape.wide < TILE and any(line.endswith("…") for line in lines)
    if cut or len(lines) * size * 1.2 + large * 1.2 * bool(figure) > shape.high:
        lines, large = [], min(large, 19.0)
    if large < 7 or large * 1.2 > max(shape.high, 16):
        figure = ""
    return lines, size, figure, large


def _broad(layer: Layer) -> float:
    """Pixels of width per person."""
    return _BROADEST / max((arc.people for arc in layer.arcs), default=1)


def _arc(arc: Arc, shapes: Mapping[str, Shape], per_person: float, theme: str) -> str:
    """A curve that bends to the right of its direction, so that both directions can be seen; its end is a point."""
    a, b = shapes[arc.source], shapes[arc.target]
    start, end = np.array([a.x, a.y]), np.array([b.x, b.y])
    way = end - start
    long = max(float(np.hypot(*way)), 1.0)
    aside = np.array([-way[1], way[0]]) / long
    bend = (start + end) / 2 + aside * long * 0.22
    start = start + (bend - start) / max(float(np.hypot(*(bend - start))), 1.0) * _clear(a)
    into = (end - bend) / max(float(np.hypot(*(end - bend))), 1.0)
    tip = end - into * _clear(b)
    wide = max(arc.people * per_person, 1.5)
    head = min(max(wide * 1.05, 7.0), 12.0)
    side = np.array([-into[1], into[0]]) * head
    foot = tip - into * head * 1.3
    colour = ALARM[theme]
    path = f"M{start[0]:.1f} {start[1]:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {foot[0]:.1f} {foot[1]:.1f}"
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in (tip, foot + side, foot - side))
    content = [
        f'<path class="frame arc" d="{path}" fill="none" stroke="{colour}" stroke-width="{wide:.1f}"/>',
        f'<polygon points="{corners}" fill="{colour}" fill-opacity=".9" stroke="{PAPER[theme]}" stroke-width="1"/>',
    ]
    return mark(f"{arc.source}>{arc.target}", arc.told, content)


def _clear(shape: Shape) -> float:
    """How far from the middle of a municipality an arc begins or ends, so that its words stay clear."""
    return float(min(max(min(shape.wide, shape.high) * 0.36, 8), 44))


def _entries(layer: Layer, cuts: tuple[float, ...], theme: str, say: Texts) -> list[tuple[str, str, str]]:
    """What the colours, the hatch, the dashes and the width of arcs mean."""
    entries: list[tuple[str, str, str]] = []
    if layer.arcs:
        most = number(max(arc.people for arc in layer.arcs), say.language)
        entries.append((ALARM[theme], 'fill-opacity=".62"', say("kaart.legend_arc", people=most)))
    if layer.values:
        words = class_words(cuts, say, 1)
        entries += [(shade(at, len(cuts) + 1, theme), f'stroke="{LINE[theme]}"', w) for at, w in enumerate(words)]
    if layer.white:
        entries.append(("url(#white)", f'stroke="{ALARM[theme]}" stroke-width="2"', say("dekking.legend_white")))
    if not layer.arcs and any(code not in layer.values and code not in layer.white for code in layer.told):
        entries.append((PAPER[theme], f'stroke="{LINE[theme]}" stroke-dasharray="3 4"', say("kaart.legend_unknown")))
    return entries
