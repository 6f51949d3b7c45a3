"""Every screen, in both languages, whatever the state of the store: a title, the right help, no traceback."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from graph.texts import texts
from pages.screens import SCREENS
from tests.pages.conftest import Open

every_screen = pytest.mark.parametrize("slug", [screen.slug for screen in SCREENS])
both_languages = pytest.mark.parametrize("language", ["nl", "en"])
TITLES = {screen.slug: screen.title for screen in SCREENS}


def said(app: AppTest) -> str:
    """Everything that a reader sees as text."""
    parts = [*app.markdown, *app.caption, *app.error, *app.info, *app.success, *app.subheader, *app.text]
    return "\n".join([*(str(part.value) for part in parts), *(html.proto.body for html in app.get("html"))])


@every_screen
@both_languages
@pytest.mark.parametrize("store", ["empty", "demo", "down"], indirect=True)
def test_a_screen_opens(open_screen: Open, slug: str, language: str, store: str) -> None:
    app = open_screen(slug, taal=language)
    assert not app.exception
    assert app.title[0].value == texts(language)(TITLES[slug])


@every_screen
@pytest.mark.parametrize("store", ["down"], indirect=True)
def test_a_store_that_is_away_is_said_and_waited_for(open_screen: Open, slug: str, store: str) -> None:
    app = open_screen(slug)
    assert len(app.error) == 1
    assert app.button(key="retry_now")


@pytest.mark.parametrize("slug", [s.slug for s in SCREENS if s.slug != "gegevens"])
@both_languages
@pytest.mark.parametrize("store", ["empty"], indirect=True)
def test_an_empty_store_offers_the_example_region(open_screen: Open, slug: str, language: str, store: str) -> None:
    app = open_screen(slug, taal=language)
    assert app.button(key="load_demo").label == texts(language)("common.load_demo")


@every_screen
@both_languages
@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_the_example_region_says_that_it_is_fictitious(open_screen: Open, slug: str, language: str, store: str) -> None:
    app = open_screen(slug, taal=language)
    assert texts(language)("common.fictitious") in said(app)


@pytest.mark.parametrize("store", ["empty"], indirect=True)
def test_one_click_loads_the_example_region(open_screen: Open, store: str) -> None:
    app = open_screen("regio")
    app.button(key="load_demo").click().run()
    assert not app.exception
    assert app.metric[0].value == "250"


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_hostile_values_in_a_link_do_no_harm(open_screen: Open, store: str) -> None:
    app = open_screen("netwerk", regio="AM99", org="<script>", soort="x|y", van="'; --", status="|||")
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_a_selection_without_organisations_offers_a_way_out(open_screen: Open, store: str) -> None:
    app = open_screen("regio", gemeente="GM0001")
    assert app.info[0].value == texts("nl")("common.nothing_selected")
    app.button(key="reset_empty").click().run()
    assert app.metric[0].value == "250"


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_a_link_to_an_organisation_shows_its_details(open_screen: Open, store: str) -> None:
    app = open_screen("netwerk", org="am27-uwv-01")
    assert any("kk-facts" in found.proto.body for found in app.get("html"))


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_an_unexpected_error_becomes_a_sentence_with_a_number(
    open_screen: Open, store: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the inside of the machine")

    monkeypatch.setattr("pages.views.regio.glance", fail)
    app = open_screen("regio")
    assert not app.exception
    assert "inside of the machine" not in app.error[0].value
    number = caplog.records[-1].getMessage().split()[-1]
    assert number in app.error[0].value
