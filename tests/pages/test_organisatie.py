"""The page of an organisation: found by its name, told in parts, put right on the spot and taken back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.store.embedded import EmbeddedStore
from graph.texts import texts
from tests.pages.conftest import Open
from tests.pages.test_screens import said

NL = texts("nl")
DESK = "am27-werkcentrum-01"


@pytest.fixture
def mine(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example region that a test may change."""
    path = tmp_path / "mine.db"
    shutil.copy(demo_file, path)
    monkeypatch.setenv("KETENKAART_STORE", f"sqlite:///{path}")
    return path


def part(app: AppTest, name: str) -> AppTest:
    """The page with one of its parts open."""
    app.session_state["organisatie_tab"] = NL(f"organisatie.tab_{name}")
    return app.run()


def links(app: AppTest) -> list[tuple[str, str]]:
    """Label and query of the links on the page."""
    return [(link.proto.label, link.proto.query_string) for link in app.get("page_link")]


def history(path: Path) -> list[str]:
    with EmbeddedStore(path) as store:
        return [change.why for change in store.history(limit=3)]


@pytest.mark.parametrize("name", ["about", "ties", "referrals", "role", "gaps", "notes"])
def test_every_part_opens(open_screen: Open, mine: Path, name: str) -> None:
    app = part(open_screen("organisatie", org=DESK), name)
    assert not app.exception
    assert not app.error
    assert app.header[0].value.startswith("Werkcentrum")


@pytest.mark.parametrize("typed", ["werkcentrum noordoost", "werkcentrm"])
def test_a_name_finds_it_also_with_a_mistake(open_screen: Open, mine: Path, typed: str) -> None:
    app = open_screen("organisatie")
    app.text_input(key="organisatie_search").set_value(typed).run()
    app.button(key=f"link_{DESK}").click().run()
    assert app.header[0].value.startswith("Werkcentrum")


def test_without_a_choice_the_best_connected_are_offered(open_screen: Open, mine: Path) -> None:
    app = open_screen("organisatie", org="bestaat-niet")
    assert app.info[0].value == NL("organisatie.choose")
    assert len([button for button in app.button if (button.key or "").startswith("first_")]) == 12


def test_a_link_takes_the_selection_along(open_screen: Open, mine: Path) -> None:
    app = open_screen("netwerk", taal="en", van="2025-01-01", org=DESK)
    query = dict(links(app))[texts("en")("organisatie.open_page")]
    assert "taal=en" in query
    assert "van=2025-01-01" in query


def test_what_is_changed_is_stored_with_its_reason_and_can_be_taken_back(open_screen: Open, mine: Path) -> None:
    app = open_screen("organisatie", org=DESK)
    field = next(one for one in app.text_input if one.key.endswith("_capacity"))
    before = field.value
    field.set_value("7")
    next(one for one in app.text_input if one.key.endswith("_why")).set_value("Nieuw getal")
    next(one for one in app.button if one.label == NL("organisatie.save")).click().run()
    assert NL("organisatie.saved") in said(app)
    assert history(mine)[0] == "Nieuw getal"
    assert "7 plaatsen" in said(app)
    app.button(key="organisatie_undo").click().run()
    assert f"{before} plaatsen" in said(app)
    assert next(one for one in app.text_input if one.key.endswith("_capacity")).value == before


def test_a_wrong_value_is_a_sentence_and_nothing_is_stored(open_screen: Open, mine: Path) -> None:
    app, before = open_screen("organisatie", org=DESK), history(mine)
    next(one for one in app.text_input if one.key.endswith("_capacity")).set_value("veel")
    next(one for one in app.button if one.label == NL("organisatie.save")).click().run()
    assert "Capaciteit" in app.error[0].value
    assert history(mine) == before


def test_a_note_is_kept_shown_and_taken_away(open_screen: Open, mine: Path) -> None:
    app = part(open_screen("organisatie", org=DESK), "notes")
    app.text_area[0].set_value("<b>Warme overdracht</b> afgesproken")
    next(one for one in app.button if one.label == NL("organisatie.note_save")).click().run()
    assert "<b>Warme overdracht</b> afgesproken" in [text.value for text in app.text]
    next(one for one in app.button if one.label == NL("organisatie.note_remove")).click().run()
    assert NL("organisatie.no_notes") in said(app)


def test_a_note_about_a_person_is_refused_and_stays_to_be_mended(open_screen: Open, mine: Path) -> None:
    app = part(open_screen("organisatie", org=DESK), "notes")
    before = history(mine)
    app.text_area[0].set_value("Bel Fatima over haar stage")
    next(one for one in app.button if one.label == NL("organisatie.note_save")).click().run()
    assert app.error[0].value == NL("problems.personal_name")
    assert app.text_area[0].value == "Bel Fatima over haar stage"
    assert history(mine) == before


def test_its_gaps_lead_to_the_gaps(open_screen: Open, mine: Path) -> None:
    app = part(open_screen("organisatie", org=DESK), "gaps")
    assert any("hiaat=spil_kwetsbaar" in query for _, query in links(app))


def test_other_screens_lead_to_the_page(open_screen: Open, mine: Path) -> None:
    for slug in ("netwerk", "hiaten"):
        labels = dict(links(open_screen(slug, org=DESK)))
        assert f"org={DESK}" in labels[NL("organisatie.open_page")]
    assert any("org=" in query for _, query in links(open_screen("regio")))
