"""A name with a mistake in it still finds its organisation."""

from __future__ import annotations

import pytest

from graph.network import Network
from pages.views.organisation_search import similar, vocabulary
from tests.support.networks import network, organisation

NAMES = {
    "w": "Werkcentrum Noordoost-Brabant",
    "j": "Jongerenloket 's-Hertogenbosch",
    "k": "Jongerenloket Oss",
    "x": "<img src=x onerror=alert(1)>",
    "é": "Café Überhaupt",
}


@pytest.fixture
def region() -> Network:
    return network([organisation(one, name=name) for one, name in NAMES.items()])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("werkcentum", ("w",)),
        ("werkcentrm brabnt", ("w",)),
        ("jongerenlokket oss", ("k",)),
        ("jongerenloket", ("j", "k")),
        ("hertogenbos", ("j",)),
        ("cafe uberhoupt", ("é",)),
        ("oss jongrenloket", ("k",)),
        ("niemand", ()),
        ("  ", ()),
        ("<script>", ()),
    ],
)
def test_it_is_found(region: Network, typed: str, found: tuple[str, ...]) -> None:
    assert similar(region, vocabulary(region), typed) == found


def test_the_most_alike_comes_first_and_no_more_than_asked(region: Network) -> None:
    assert similar(region, vocabulary(region), "jongerenlokeet", most=1) == ("j",)
