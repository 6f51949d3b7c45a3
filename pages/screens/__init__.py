"""The screens, in the order of the navigation. Each has a file here, ``<slug>.py``."""

from typing import NamedTuple


class Screen(NamedTuple):
    """A screen: its file and place in the URL, the keys of its texts, and its icon."""

    slug: str
    title: str
    lead: str
    icon: str


SCREENS = (
    Screen("regio", "regio.title", "regio.lead", ":material/map:"),
    Screen("keten", "keten.title", "keten.lead", ":material/route:"),
    Screen("netwerk", "netwerk.title", "netwerk.lead", ":material/hub:"),
    Screen("kaart", "kaart.title", "kaart.lead", ":material/public:"),
    Screen("dekking", "dekking.title", "dekking.lead", ":material/grid_on:"),
    Screen("organisatie", "organisatie.title", "organisatie.lead", ":material/domain:"),
    Screen("hiaten", "hiaten.title", "hiaten.lead", ":material/fmd_bad:"),
    Screen("steldat", "steldat.title", "steldat.lead", ":material/alt_route:"),
    Screen("werkgeversketen", "werkgeversketen.title", "werkgeversketen.lead", ":material/handshake:"),
    Screen("gegevens", "gegevens.title", "gegevens.lead", ":material/database:"),
)
