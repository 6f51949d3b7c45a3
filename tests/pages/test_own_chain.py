"""The agreed chain of a region, changed on the screen: kept, used at once, undone, and two people at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.gaps.own_chain import base_chain, own_chain, own_name, own_text
from graph.gaps.template import Handover
from graph.network import Scope
from graph.schema import load_schema
from graph.store.embedded import EmbeddedStore
from graph.texts import texts
from pages.ui.agreed_chain import ASIDE, keep
from pages.views import own_chain as view
from tests.pages.conftest import Open

NL, DAY = texts("nl"), date(2026, 11, 3)
NAME = own_name(Scope(regions=("AM27",)))
CARE = Handover("own_1", frozenset({"zorgaanbieder"}), frozenset({"schuldhulp"}), "randvoorwaarden", None)


@pytest.fixture
def own(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddedStore]:
    """The example region in a store that this test may write to."""
    path = tmp_path / "own.db"
    shutil.copy(demo_file, path)
    monkeypatch.setenv("KETENKAART_STORE", f"sqlite:///{path}")
    with EmbeddedStore(path) as store:
        yield store


def gaps(app: AppTest) -> set[str]:
    """The missing links that the list shows."""
    return {str(b.key) for b in app.button if str(b.key).startswith("hiaat_ontbrekende_schakel|am27-vso-02")}


def test_an_agreement_that_is_taken_away_is_asked_of_nobody_until_it_is_put_back(
    open_screen: Open, own: EmbeddedStore
) -> None:
    app = open_screen("hiaten")
    assert gaps(app)
    assert NL("own_chain.is_base") in [one.value for one in app.markdown]
    app.button(key="own_chain_remove_school_leavers").click().run()
    app.run()
    kept = own_chain(own.kept(NAME)[NAME])
    assert [change.what for change in kept.trail] == ["removed"]
    assert not gaps(app)
    assert NL("own_chain.is_own", changes="1") in [one.value for one in app.markdown]
    app.button(key="own_chain_undo").click().run()
    app.run()
    assert gaps(app)


def test_a_new_agreement_is_made_in_the_form_and_what_is_wrong_is_said(open_screen: Open, own: EmbeddedStore) -> None:
    app = open_screen("hiaten")
    app.button(key="own_chain_new").click().run()
    save = next(b for b in app.button if b.label == NL("own_chain.save"))
    save.click().run()
    assert NL("own_chain.empty") in [e.value for e in app.error]
    assert NAME not in own.kept()
    labels = {one.label: one for one in app.multiselect}
    labels[NL("own_chain.from")].set_value(["zorgaanbieder"])
    labels[NL("own_chain.to")].set_value(["schuldhulp"])
    next(one for one in app.selectbox if one.label == NL("own_chain.into")).set_value("randvoorwaarden")
    next(b for b in app.button if b.label == NL("own_chain.save")).click().run()
    assert not app.exception
    assert CARE in own_chain(own.kept(NAME)[NAME]).handovers


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(tmp_path / "small.db") as opened:
        yield opened


def test_who_saves_second_changes_nothing(store: EmbeddedStore) -> None:
    assert keep(store, NAME, None, lambda own, on: own.put(CARE, on), DAY)
    first = store.kept(NAME)[NAME]
    assert not keep(store, NAME, None, lambda own, on: own.without("youth_to_work", on), DAY)
    assert store.kept(NAME)[NAME] == first
    assert keep(store, NAME, first, lambda own, on: own.without("youth_to_work", on), DAY)
    assert [c.what for c in own_chain(store.kept(NAME)[NAME]).trail] == ["added", "removed"]


def test_what_cannot_be_read_is_set_apart(store: EmbeddedStore) -> None:
    store.keep(NAME, "not json")
    assert keep(store, NAME, "not json", lambda own, on: own.reset(on), DAY)
    assert store.kept(ASIDE + NAME)[ASIDE + NAME] == "not json"
    assert own_chain(store.kept(NAME)[NAME]).handovers == base_chain().handovers


def test_the_trail_names_what_was_changed_and_personal_data_are_refused() -> None:
    own = base_chain().put(CARE, DAY).without("own_1", DAY)
    table = view.trail(own, load_schema(), NL)
    assert table[NL("own_chain.what")].tolist() == [NL("own_chain.what_removed"), NL("own_chain.what_added")]
    assert "Zorgaanbieder" in table[NL("own_chain.which")].iloc[0]
    named = Handover(CARE.code, CARE.sources, CARE.targets, CARE.stage, "mail anouk@voorbeeld.nl")
    assert [p.key for p in view.wrong(named, base_chain(), DAY)] == ["problems.personal_email"]
    assert view.differing(own_chain(own_text(own))) == 0
    assert view.differing(base_chain().put(CARE, DAY).without("youth_to_work", DAY)) == 2
