"""The funnel plot: a mark per route, the same words in picture and table."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from graph.texts import texts
from pages.views import control as view
from tests.graph.analysis.test_control import region
from tests.pages.conftest import Open

NL = texts("nl")


def test_picture_and_table_hold_the_same_routes() -> None:
    here = region((40, 10), *[(10, 40)] * 5)
    found = view.compared(here, "cold", "organisation")
    table = view.table(here, found, NL)
    assert table.index[0] == "s0~desk"
    assert table.iloc[0].tolist() == ["Name of s0", "Name of desk", 50, "80%", "20%", "▲ vaker dan de andere"]
    for theme in ("light", "dark"):
        drawn = view.picture(here, found, theme, "Titel", "Bron", NL)
        assert set(drawn.marks) == set(table.index)
        titles = [t.text for t in ElementTree.fromstring(drawn.svg).iter("{http://www.w3.org/2000/svg}title")]  # noqa: S314
        said = "Name of s0 naar Name of desk: 80% van 50 doorverwijzingen. Andere routes: 20%. Vaker dan de andere."
        assert said in titles
    assert view.summary(found, NL).startswith("Van 6 routes zijn er 1 vaker en 0 minder vaak")


@pytest.mark.parametrize("store", ["demo"], indirect=True)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_plot_is_drawn_when_asked_for(open_screen: Open, store: str, language: str) -> None:
    say = texts(language)
    app = open_screen("hiaten", taal=language)
    app.toggle(key="control_shown").set_value(True).run()
    assert not app.exception
    assert say("control.table") in [one.label for one in app.expander]
    app.selectbox(key="choice_tussen").set_value("organisation").run()
    assert app.query_params["tussen"] == "organisation"
    assert not app.exception
