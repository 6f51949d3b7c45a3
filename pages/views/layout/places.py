"""Places: where everybody stands, in which group, and the areas of the picture that the groups have."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, get_args

SPACING = 110.0
"""Distance in map units (screen pixels at zoom 1) between organisations where there is room."""
LEAST = SPACING * 2 / 3
"""Distance that two organisations keep in every layout: a large symbol and its edge."""
Point = tuple[float, float]
Layout = Literal["force", "stage", "domain", "geographic", "municipality"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)


@dataclass(frozen=True, slots=True)
class Area:
    """The part of the picture that a group has, in map units; ``at`` is its middle.

    ``shape`` and ``size``: "ring" around (0, 0): inner and outer radius; "sector" of a circle around
    (0, 0): first and last angle (radians, clockwise from the right, as y points down), inner and outer
    radius; "disc": radius; "block": width and height.
    """

    code: str
    shape: str
    at: Point
    size: tuple[float, ...]


@dataclass(frozen=True)
class Places:
    """Positions by id, in map units. ``digest`` stands for them in keys of caches.

    ``groups`` gives the group of each organisation (a stage, life domain or municipality; "" where it has
    none) and ``areas`` where each group stands; both are empty in the force layout. ``frame`` holds the
    numbers with which the layout was made, so that newcomers fit in.
    """

    digest: str
    at: Mapping[str, Point] = field(repr=False)
    layout: Layout = "force"
    groups: Mapping[str, str] = field(default_factory=dict, repr=False)
    areas: Mapping[str, Area] = field(default_factory=dict, repr=False)
    frame: tuple[float, ...] = ()

    @classmethod
    def of(
        cls,
        at: Mapping[str, Point],
        layout: Layout = "force",
        groups: Mapping[str, str] | None = None,
        areas: Mapping[str, Area] | None = None,
        frame: tuple[float, ...] = (),
    ) -> Places:
        """Positions with the digest that follows from them."""
        groups, areas = dict(groups or {}), dict(areas or {})
        told = repr((sorted(at.items()), layout, sorted(groups.items()), sorted(areas.items()), frame)).encode()
        digest = hashlib.blake2b(told, digest_size=12).hexdigest()
        return cls(digest, MappingProxyType(dict(at)), layout, MappingProxyType(groups), MappingProxyType(areas), frame)

    def plain(self) -> dict[str, Any]:
        """The places as JSON has it, to be kept; :meth:`from_plain` reads them back."""
        return {
            "layout": self.layout,
            "at": {one: list(spot) for one, spot in self.at.items()},
            "groups": dict(self.groups),
            "areas": {code: [area.shape, list(area.at), list(area.size)] for code, area in self.areas.items()},
            "frame": list(self.frame),
        }

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> Places:
        """What :meth:`plain` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        areas = {
            str(code): Area(str(code), str(shape), (float(x), float(y)), tuple(map(float, size)))
            for code, (shape, (x, y), size) in kept["areas"].items()
        }
        at = {str(one): (float(x), float(y)) for one, (x, y) in kept["at"].items()}
        (layout,) = (one for one in LAYOUTS if one == kept["layout"])
        return cls.of(at, layout, kept["groups"], areas, tuple(map(float, kept["frame"])))
