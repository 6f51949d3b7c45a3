"""Kaart: the region as a map without anything from the internet: coverage, flows, young people, any figure."""

from pages.ui import frame, geo_map

geo_map.whole(frame.screen("kaart"))
