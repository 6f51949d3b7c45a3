"""The board of agreed handovers: the same words and numbers in picture, sentence and table."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from graph.network import Network
from graph.texts import texts
from loaders.reference import places_of
from pages.views import agreed as view
from tests.pages.conftest import Open
from tests.support.networks import both, network, organisation, sent

NL = texts("nl")
BOEKEL, OSS = "GM0755", "GM0828"
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def region() -> Network:
    places = places_of([BOEKEL, OSS])
    who = [
        organisation("a", "pro", HOSTILE, gm_code=OSS),
        organisation("b", "pro", "School B", gm_code=OSS),
        organisation("c", "jongerenloket", "Loket", gm_code=BOEKEL),
        organisation("lost", "pro", "Zonder plaats"),
    ]
    log = [sent(f"p{n}", "2025-01-01", "a", "c", first_contact_on="2025-01-09", outcome="afgerond") for n in range(6)]
    return network([*places.entities, *who], [*places.relations, *both("a", "c")], log)


@pytest.fixture
def shown(region: Network) -> view.Board:
    return view.board(region, view.there(region, None), (), "nl")


def test_rows_are_where_somebody_should_hand_over_and_columns_who_should(shown: view.Board) -> None:
    assert shown.rows == (BOEKEL, OSS)
    assert [shown.line(code).kind for code in shown.columns] == ["pro", "jongerenloket"]
    assert shown.unplaced == 1


def test_a_cell_is_told_in_sentences(shown: view.Board) -> None:
    school, desk = shown.columns
    said = view.told(shown, OSS, school, NL)
    assert said.startswith("Oss, ")
    assert NL("agreed.step_agreed") in said
    assert "Organisaties: 2. Er is iets bij 1, bevestigd bij 1, het werkt bij 1." in said
    assert NL("agreed.step_nobody") in view.told(shown, BOEKEL, school, NL)
    assert NL("agreed.step_agreed") in view.told(shown, BOEKEL, desk, NL)
    assert (
        view.summary(shown, NL)
        == "Van 2 overdrachten werken er 0. 0 zijn bevestigd, 0 zijn er, en bij 2 is niets te zien."
    )


def test_the_picture_has_the_words_and_numbers_of_the_table(shown: view.Board) -> None:
    table = view.twin(shown, NL)
    assert table.loc[OSS].tolist()[1:] == ["niets (1/2)", "geen"]
    for theme in ("light", "dark"):
        drawn = view.picture(shown, theme, "Titel", "Bron", NL)
        said = [t.text for t in ElementTree.fromstring(drawn.svg).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314
        assert {"✕ niets", "1/2", "geen"} <= set(said)
        assert set(drawn.marks) == {f"{r}~{c}" for r in shown.rows for c in shown.columns}


def test_behind_a_cell_are_its_organisations_their_ties_and_their_people(region: Network, shown: view.Board) -> None:
    who = view.senders(region, shown, OSS, shown.columns[0], NL)
    assert list(who.index) == ["b", "a"]  # the least far first
    there = view.behind(region, view.pairs(region, None), tuple(who.index), shown.columns[0], NL)
    assert there.index.tolist() == ["c"]
    assert there[[NL("agreed.people"), NL("agreed.arrived")]].iloc[0].tolist() == [6, 6]
    assert there[NL("agreed.tie")].tolist() == [NL("netwerk.status_confirmed")]


def test_a_selection_narrows_the_rows(region: Network) -> None:
    assert view.board(region, view.there(region, None), (OSS,), "nl").rows == (OSS,)


def test_what_was_agreed_is_said_with_stage_and_law(region: Network, shown: view.Board) -> None:
    said = view.about(region, shown.line(shown.columns[0]), "nl")
    assert "draagt over aan" in said
    assert "Kst. 36 667" in said


@pytest.mark.parametrize("store", ["demo"], indirect=True)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_link_shows_what_is_behind_a_box(open_screen: Open, store: str, language: str) -> None:
    app = open_screen("hiaten", taal=language)
    say = texts(language)
    assert say("agreed.choose") in [box.value for box in app.info]
    app.query_params["afspraak"] = "GM0796~school_leavers.vso"
    app.run()
    assert not app.exception
    assert f"**{say('agreed.who')}**" in [one.value for one in app.markdown]
    app.query_params["afspraak"] = "<script>~x"
    app.run()
    assert say("agreed.choose") in [box.value for box in app.info]
