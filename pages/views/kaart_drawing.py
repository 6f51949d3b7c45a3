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
    ink_on,
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
_WIDE, _TOP, _FOOT, _EDGE = 1000, 44, 74, 26
_BROADEST = 18.0


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
    total = height + _FOOT
    parts = [text(14, 22, shortened(layer.title, width - 28, 20), 20, INK[theme], "start", 650)]
    for code, shape in shapes.items():
        faint = 'opacity=".3"' if selected and code not in selected else ""
        parts.append(
            mark(code, layer.told.get(code, places[code].name), _place(layer, code, places, shape, cuts, theme), faint)
        )
    parts += [_arc(arc, shapes, _broad(layer), theme) for arc in reversed(layer.arcs)]
    parts += _legend(layer, height + 14, cuts, theme, say)
    parts.append(text(14, total - 14, shortened(caption, width - 28, 13), 13, INK[theme], "start"))
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


def _place(
    layer: Layer, code: str, places: Mapping[str, Entity], shape: Shape, cuts: tuple[float, ...], theme: str
) -> list[str]:
    """The shape in its colour, its name and its figure."""
    known = layer.values.get(code)
    if code in layer.white:
        fill, look, ink = "url(#white)", f'class="frame" stroke="{ALARM[theme]}" stroke-width="2.5"', INK[theme]
    elif known is None:
        fill, ink = (QUIET[theme] if layer.arcs else PAPER[theme]), INK[theme]
        look = f'class="frame" stroke="{LINE[theme]}"' + ("" if layer.arcs else ' stroke-dasharray="3 4"')
    else:
        fill = shade(level(known, cuts), len(cuts) + 1, theme)
        look, ink = f'class="frame" stroke="{LINE[theme]}"', ink_on(fill)
    parts = [shape.svg.replace("{fill}", fill).replace("{look}", look)]
    figure = layer.shown.get(code, "")
    size = min(17.0, max(shape.wide / 6.6, 7.0))
    lines = wrapped(places[code].name, shape.wide - 8, size, 2)
    needed = (len(lines) + 1.3 * bool(figure)) * size * 1.2
    if needed > shape.high or shape.wide < 34:  # no room for a name: it is in the tooltip and the table
        lines = []
    top = shape.y - (needed if lines else size * 1.3) / 2 + size * 0.6
    plate = code in layer.white and lines
    if plate:
        parts.append(
            box(shape.x - shape.wide / 2 + 6, top - size * 0.8, shape.wide - 12, needed + size * 0.2, PAPER[theme])
        )
    rim = PAPER[theme] if known is None else fill
    halo = f'paint-order="stroke" stroke="{rim}" stroke-width="3" stroke-linejoin="round"'
    words = [text(shape.x, top + at * size * 1.2, line, size, ink, weight=600) for at, line in enumerate(lines)]
    if figure and (lines or shape.high > size * 1.4):
        words.append(text(shape.x, top + len(lines) * size * 1.2 + size * 0.25, figure, size * 1.25, ink, weight=700))
    return [*parts, f'<g pointer-events="none" {halo}>{"".join(words)}</g>']


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
    start = start + (bend - start) / max(float(np.hypot(*(bend - start))), 1.0) * 22
    into = (end - bend) / max(float(np.hypot(*(end - bend))), 1.0)
    tip = end - into * 22
    wide = max(arc.people * per_person, 1.5)
    head = max(wide * 1.1, 7.0)
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


def _legend(layer: Layer, y: float, cuts: tuple[float, ...], theme: str, say: Texts) -> list[str]:
    """What the colours and the width of arcs mean."""
    parts: list[str] = []
    x = 14.0
    entries: list[tuple[str, str, str]] = []
    if layer.values:
        words = class_words(cuts, say, 1)
        entries += [(shade(at, len(cuts) + 1, theme), f'stroke="{LINE[theme]}"', w) for at, w in enumerate(words)]
    if layer.white:
        entries.append(("url(#white)", f'stroke="{ALARM[theme]}" stroke-width="2"', say("dekking.legend_white")))
    if layer.arcs:
        most = max(arc.people for arc in layer.arcs)
        parts.append(
            f'<path d="M{x} {y + 8}H{x + 40}" stroke="{ALARM[theme]}" stroke-width="{_BROADEST}" stroke-opacity=".62"/>'
        )
        words_of = say("kaart.legend_arc", people=number(most, say.language))
        parts.append(text(x + 50, y + 8, words_of, 15, INK[theme], "start"))
        x += 74 + len(words_of) * 8
    for fill, more, words_in in entries:
        parts += [box(x, y, 26, 16, fill, more), text(x + 33, y + 8, words_in, 15, INK[theme], "start")]
        x += 58 + len(words_in) * 8
    return parts
