"""How firm the network is: the sentences say what the tables count, and nothing where there is nothing."""

from __future__ import annotations

import pytest

from graph.network import Network
from graph.texts import texts
from pages.views import structure as view
from tests.pages.conftest import Open
from tests.support.networks import both, network, organisation, sent

NL = texts("nl")


@pytest.fixture
def region() -> Network:
    """A hub of the municipality with six schools, each knowing the hub only; all refer to one desk."""
    who = [organisation("hub", "gemeente", "Spil *x*"), organisation("desk", "jongerenloket", "Loket")]
    who += [organisation(f"s{n}", "pro", f"School {n}") for n in range(6)]
    ties = [claim for n in range(6) for claim in both("hub", f"s{n}")] + both("hub", "desk")
    log = [sent(f"p{n}", "2025-01-01", f"s{n}", "desk", stage_to="transitie", outcome="afgerond") for n in range(6)]
    return network(who, ties, log)


def test_the_sentences_name_who_and_how_many(region: Network) -> None:
    said = view.sentences(region, view.worked_out(region), "nl")
    assert any("Spil *x*" in one and "0%" in one and "100%" in one for one in said)
    assert any("8 van de 8 organisaties" in one for one in said)
    assert any("6 routes" in one and "Het meest aan Loket" in one for one in said)


def test_the_numbers_behind_the_sentences_are_theirs(region: Network) -> None:
    found = view.worked_out(region)
    routes = view.routes_table(region, found, NL)
    assert routes.index.tolist() == ["desk"]
    assert routes[NL("structure.lost")].tolist() == [6]
    assert "hub" in view.players_table(region, found, NL).index
    silos = view.silos_table(region, found, NL)
    assert silos.iloc[0][NL("structure.sector")] == NL("structure.all_sectors")
    assert silos[NL("structure.external")].iloc[0] + silos[NL("structure.internal")].iloc[0] == 7


def test_a_network_that_nobody_holds_together_says_so() -> None:
    ring = [claim for n in range(5) for m in range(n) for claim in both(f"o{n}", f"o{m}")]
    whole = network([f"o{n}" for n in range(5)], ring)
    said = view.sentences(whole, view.worked_out(whole), "nl")
    assert said[0] == NL("structure.keepers_none")
    assert NL("structure.routes_none") in said


def test_a_closed_sector_is_said_with_its_share_and_that_of_chance() -> None:
    """Two sectors of eight, in which all work with all of their own."""
    kinds = {"g": "gemeente", "w": "werkgever"}
    who = [organisation(f"{k}{n}", kind) for k, kind in kinds.items() for n in range(8)]
    ties = [c for k in kinds for n in range(8) for m in range(n) for c in both(f"{k}{n}", f"{k}{m}")]
    here = network(who, ties)
    said = [one for one in view.sentences(here, view.worked_out(here), "nl") if "vaker met zichzelf" in one]
    assert len(said) == 2
    assert all("100% van de 28 relaties" in one and "ongeveer 3" in one for one in said)  # 28 of 28 + 64 pairs


@pytest.mark.parametrize("store", ["demo"], indirect=True)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_panel_is_worked_out_when_asked_for(open_screen: Open, store: str, language: str) -> None:
    say = texts(language)
    app = open_screen("hiaten", taal=language)
    assert say("structure.numbers_silos") not in [one.label for one in app.expander]
    app.toggle(key="structure_shown").set_value(True).run()
    assert not app.exception
    assert say("structure.numbers_silos") in [one.label for one in app.expander]
