"""Netwerk: the map."""

from pages.ui import frame

page = frame.screen("netwerk")
