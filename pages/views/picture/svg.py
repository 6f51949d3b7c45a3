"""A scene as SVG: a title, the map, a legend, and below it what it shows and of when."""

from __future__ import annotations

from pages.views.layout import LEAST
from pages.views.picture.areas import drawn_area, reach
from pages.views.picture.fonts import STACK
from pages.views.picture.labels import Box, Label, Spot, labels
from pages.views.picture.looks import INK, PAPER, dashes, outline, told
from pages.views.picture.margins import heading, legend, notes_below
from pages.views.picture.scene import Scene

SIZE = (3840, 2160)
"""Pixels of a 4K screen."""
_CLOSEST = 2.6  # a map of few organisations is not blown up further than this
_UNIT = 2160  # sizes below are in pixels of a picture this high


def svg(scene: Scene, size: tuple[int, int] = SIZE, theme: str = "light") -> str:
    """The picture as an SVG document of ``size`` pixels, for a "light" or "dark" page.

    Names for which there is no room are left out, and counted below the map.
    """
    width, height = size
    unit = height / _UNIT
    pad, side = 60 * unit, (640 * unit if any(keys for _, keys in scene.legend) else 60 * unit)
    top, bottom = 210 * unit, 110 * unit
    box = (pad, top, width - side - pad, height - bottom)
    ink = INK[theme]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" lang="{scene.language}" font-family="{STACK}" fill="{ink}">',
        f"<title>{told(scene.title)}</title><desc>{told('. '.join([scene.summary, *scene.notes]))}</desc>",
        f'<rect width="{width}" height="{height}" fill="{PAPER[theme]}"/>',
    ]
    named, drawn = _map(scene, box, unit, theme)
    parts += drawn
    parts += heading(scene, width, pad, unit)
    parts += legend(scene, (width - side, top, width - pad / 2, height - bottom), unit, theme)
    parts += notes_below(scene, named, width, height, pad, unit)
    parts.append("</svg>")
    return "".join(parts)


def _map(scene: Scene, box: Box, unit: float, theme: str) -> tuple[int, list[str]]:
    """The map within the box, and how many names it has."""
    scale, left, top = _fit(scene, box)
    at = [(left + one.x * scale, top + one.y * scale) for one in scene.marks]
    least = min(11 * unit, 0.42 * LEAST * scale)  # still seen, and still beside each other
    size = [max(one.r * scale, least) for one in scene.marks]
    faint = ' opacity="0.35"'
    thin = min(1.0, max(0.35, scale / unit / 1.2)) * unit
    drawn = [drawn_area(area, name, (scale, left, top), unit, theme) for area, name in scene.areas]
    captions = [caption[1] for _, caption in drawn]
    parts = ["<g>", *(shape for shape, _ in drawn), '</g><g fill="none" stroke-linecap="butt">']
    for line in scene.lines:
        (x1, y1), (x2, y2) = at[line.a], at[line.b]
        dash = dashes(line.dash, 1.6 * thin)
        parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{line.colour}" '
            f'stroke-width="{line.width * 1.25 * thin:.2f}"{dash} stroke-opacity="{0.5 if drawn else 0.75}"/>'
        )
    parts.append("</g><g>")
    for one, (x, y), r in zip(scene.marks, at, size, strict=True):
        rim, wide_ = (one.rim, 6 * unit) if one.rim else (PAPER[theme], 2.5 * unit)
        parts.append(
            f'{outline(one.shape, x, y, r)} fill="{one.fill}" stroke="{rim}" stroke-width="{wide_:.1f}"'
            f"{dashes(one.dash, 2 * unit)}{faint if one.faint else ''}><title>{told(one.name)}</title>"
            f"{'</polygon>' if one.shape in _POLYGONS else '</circle>'}"
        )
    text = 26 * unit
    spots = [Spot(x, y, r * 1.1, one.label, one.weight) for one, (x, y), r in zip(scene.marks, at, size, strict=True)]
    placed = labels(spots, text, box, captions)
    parts.append(
        f'</g><g font-size="{text:.1f}" stroke="{PAPER[theme]}" stroke-width="{6 * unit:.1f}" '
        'stroke-linejoin="round" paint-order="stroke">'
    )
    parts += [_name(scene.marks[one.of].label, one) for one in placed]
    parts += [caption for _, (caption, _) in drawn]
    parts.append("</g>")
    return len(placed), parts


def _name(text: str, at: Label) -> str:
    return f'<text x="{at.x:.1f}" y="{at.y:.1f}">{told(text)}</text>'


def _fit(scene: Scene, box: Box) -> tuple[float, float, float]:
    """Scale and offset that bring the map into the middle of the box, areas included."""
    edges = [(one.x - one.r, one.y - one.r, one.x + one.r, one.y + one.r) for one in scene.marks]
    edges += [reach(area) for area, _ in scene.areas]
    if not edges:
        return 1.0, 0.0, 0.0
    low = [min(edge[side] for edge in edges) for side in (0, 1)]
    high = [max(edge[side] for edge in edges) for side in (2, 3)]
    wide_, high_ = high[0] - low[0], high[1] - low[1]
    inner = (0.92 * (box[2] - box[0]), 0.97 * (box[3] - box[1]))
    scale = min(inner[0] / max(wide_, 1), inner[1] / max(high_, 1), _CLOSEST)
    left = (box[0] + box[2]) / 2 - scale * (low[0] + high[0]) / 2
    top = (box[1] + box[3]) / 2 - scale * (low[1] + high[1]) / 2
    return scale, left, top


_POLYGONS = frozenset({"square", "diamond", "triangle", "hexagon", "star"})
