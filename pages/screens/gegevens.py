"""Gegevens: data in and out."""

from pages.ui import frame

page = frame.screen("gegevens", needs_data=False)
