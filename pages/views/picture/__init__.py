"""Pictures of the network that leave the app: SVG and PNG at 4K, and a handout that can be explored offline."""

from __future__ import annotations

from pages.views.picture.handout import handout
from pages.views.picture.png import png
from pages.views.picture.scene import Key, Line, Mark, Scene, map_scene
from pages.views.picture.svg import SIZE, svg

__all__ = ["SIZE", "Key", "Line", "Mark", "Scene", "handout", "map_scene", "png", "svg"]
