"""Where organisations stand, computed here so that the browser need not simulate anything.

Five layouts (:data:`LAYOUTS`), each a pure function of the content and of what is known from before:
the same input gives the same places whatever the order of its rows; who is known stays where it is, so
that a newcomer moves nobody; and no two stand closer than :data:`LEAST`. The caller keeps the places of a
view (``Places.plain`` is JSON) and gives them back as ``known``: so they survive a restart too.
"""

from __future__ import annotations

from pages.views.layout.force import place
from pages.views.layout.places import LAYOUTS, LEAST, SPACING, Area, Layout, Places, Point
from pages.views.layout.positions import area_label, positions

__all__ = ["LAYOUTS", "LEAST", "SPACING", "Area", "Layout", "Places", "Point", "area_label", "place", "positions"]
