"""From gap to action on Hiaten: agreeing, laying aside, taking back, and two people at once."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.follow import kept
from graph.follow.identity import FOLLOWED, SEEN, followed_name
from graph.follow.record import Action, Followed
from graph.gaps.find import find_gaps
from graph.gaps.words import explain
from graph.network import Scope
from graph.records import Batch
from graph.store.embedded import EmbeddedStore
from graph.texts import texts
from pages.ui import follow_kept
from pages.views.hiaten import plain
from tests.pages.conftest import Open

NL = texts("nl")


@pytest.fixture
def own(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddedStore]:
    """The example region in a store that this test may write to."""
    path = tmp_path / "own.db"
    shutil.copy(demo_file, path)
    monkeypatch.setenv("KETENKAART_STORE", f"sqlite:///{path}")
    with EmbeddedStore(path) as store:
        for name in store.kept():  # other tests have looked at the gaps of the same example region
            store.keep(name, None)
        yield store


def cards(app: AppTest) -> list[str]:
    return [str(b.key).removeprefix("hiaat_") for b in app.button if str(b.key).startswith("hiaat_")]


def card(app: AppTest, gap: str) -> str:
    return str(app.button(key=f"hiaat_{gap}").label)


def submit(app: AppTest, label: str) -> AppTest:
    return next(b for b in app.button if b.label == label and "FormSubmitter" in str(b.key)).click().run()


def field(app: AppTest, sort: str, name: str):
    return next(one for one in app.get(sort) if str(one.key).endswith(f"_{name}"))


def agree(app: AppTest, agreement: str, function: str = "") -> AppTest:
    app.button(key="follow_action").click().run()
    field(app, "text_area", "agreement").input(agreement)
    field(app, "text_input", "function").input(function)
    return submit(app, NL("follow.save"))


def said(store: EmbeddedStore) -> list[Followed]:
    return list(kept.following(store.kept(FOLLOWED)).by_gap.values())


def gap_with_party(app: AppTest, store: EmbeddedStore) -> str:
    """Open the first gap in the list that has a party."""
    parties = {f.id: f.parties for f in find_gaps(store.snapshot(Scope(regions=("AM27",))))}
    gap = next(one for one in cards(app) if parties[one])
    if app.query_params.get("hiaat") != gap and cards(app)[0] != gap:
        app.button(key=f"hiaat_{gap}").click().run()
    return gap


def test_an_agreed_action_stands_on_the_button_and_in_the_store(open_screen: Open, own: EmbeddedStore) -> None:
    app = open_screen("hiaten")
    gap = gap_with_party(app, own)
    app.button(key="follow_action").click().run()
    field(app, "text_area", "agreement").input("Warm overdragen in de eerste week")
    owner = field(app, "selectbox", "owner")
    owner.select_index(1)
    field(app, "text_input", "function").input("teamleider")
    field(app, "date_input", "due").set_value(date(2031, 5, 1))
    field(app, "selectbox", "status").select_index(1)
    submit(app, NL("follow.save"))
    assert not app.exception
    (one,) = said(own)
    finding = next(f for f in find_gaps(own.snapshot(Scope(regions=("AM27",)))) if f.id == gap)
    assert one.action == Action(
        "Warm overdragen in de eerste week", finding.parties[0], "teamleider", date(2031, 5, 1), "doing"
    )
    assert plain(NL("follow.badge", status=NL("follow.status_doing").lower())) in card(app, gap)
    assert any("teamleider" in m.value and "01\\-05\\-2031" in m.value for m in app.markdown)
    assert any(NL("follow.running_one", count="1") in m.value for m in app.markdown)


def test_an_action_past_its_day_says_so(open_screen: Open, own: EmbeddedStore) -> None:
    app = open_screen("hiaten")
    gap = gap_with_party(app, own)
    code = gap.split("|")[0]
    late = Followed(gap, code).agreed(
        Action("praten", due=follow_kept.today() - timedelta(days=1)), follow_kept.today() - timedelta(days=9)
    )
    own.keep(followed_name(gap), kept.followed_text(late))
    app.run()
    assert NL("follow.overdue") in card(app, gap)
    assert any(NL("follow.late_one", count="1") in m.value for m in app.markdown)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("agreement", "function", "key"),
    [
        ("", "", "follow.agreement_empty"),
        ("Mail anouk@voorbeeld.nl", "", "problems.personal_email"),
        ("Bel 06-12345678", "", "problems.personal_phone"),
        ("Overleg plannen", "Anouk de Vries", "problems.personal_name"),
    ],
)
def test_no_agreement_and_no_people_are_refused(
    open_screen: Open, own: EmbeddedStore, language: str, agreement: str, function: str, key: str
) -> None:
    app = open_screen("hiaten", taal=language)
    app.button(key="follow_action").click().run()
    field(app, "text_area", "agreement").input(agreement)
    field(app, "text_input", "function").input(function)
    submit(app, texts(language)("follow.save"))
    assert [e.value for e in app.error] == [texts(language)(key)]
    assert said(own) == []
    assert field(app, "text_area", "agreement").value == agreement


def test_what_is_laid_aside_leaves_the_list_and_can_be_taken_back(open_screen: Open, own: EmbeddedStore) -> None:
    app = open_screen("hiaten")
    gap = gap_with_party(app, own)
    app.button(key="follow_aside").click().run()
    field(app, "radio", "reason").set_value("data_wrong")
    submit(app, NL("follow.lay_aside"))
    assert gap not in cards(app)
    assert any(NL("follow.was_laid_aside", title="")[:12] in m.value for m in app.markdown)
    assert said(own)[0].dismissal is not None
    switch = app.toggle(key="follow_shown_aside")
    assert switch.label == NL("follow.show_aside", count="1")
    switch.set_value(True).run()
    assert NL("follow.reason_data_wrong") in card(app, gap)
    app.button(key="follow_back_last").click().run()
    assert gap in cards(app)
    assert NL("follow.reason_data_wrong") not in card(app, gap)
    assert said(own)[0].dismissal is None


def test_the_switch_stays_on_while_one_of_more_is_taken_back(open_screen: Open, own: EmbeddedStore) -> None:
    gaps = find_gaps(own.snapshot(Scope(regions=("AM27",))))[:2]
    for gap in gaps:
        aside = Followed(gap.id, gap.code, gap.parties).laid_aside("accepted", "", follow_kept.today())
        own.keep(followed_name(gap.id), kept.followed_text(aside))
    app = open_screen("hiaten")
    app.toggle(key="follow_shown_aside").set_value(True).run()
    assert cards(app)[:2] == [gap.id for gap in gaps]
    app.button(key="follow_back_card").click().run()
    assert app.toggle(key="follow_shown_aside").value
    assert app.toggle(key="follow_shown_aside").label == NL("follow.show_aside", count="1")
    assert cards(app)[:2] == [gap.id for gap in gaps]


def test_a_broken_memory_of_gaps_is_set_apart_and_begun_anew(open_screen: Open, own: EmbeddedStore) -> None:
    own.keep(f"{SEEN}AM27/wachtlijst", "{")
    open_screen("hiaten")
    assert own.kept("broken/") == {f"broken/{SEEN}AM27/wachtlijst": "{"}
    assert kept.seen(own.kept(SEEN), "AM27")[1] == ()


def test_wrong_data_lead_to_the_page_where_they_are_corrected(open_screen: Open, own: EmbeddedStore) -> None:
    app = open_screen("hiaten")
    gap_with_party(app, own)
    app.button(key="follow_aside").click().run()
    assert any(c.value == NL("follow.correct") for c in app.caption)
    links = [link.proto for link in app.get("page_link")]
    assert any(link.page == "organisatie" and "org=" in link.query_string for link in links)


def test_who_saves_second_is_told_and_loses_nothing(open_screen: Open, own: EmbeddedStore) -> None:
    first, second = open_screen("hiaten"), open_screen("hiaten")
    for app in (first, second):
        app.button(key="follow_action").click().run()
        field(app, "text_area", "agreement").input("van de eerste" if app is first else "van de tweede")
    submit(first, NL("follow.save"))
    submit(second, NL("follow.save"))
    assert [w.value for w in second.warning] == [NL("follow.meanwhile")]
    assert [one.action and one.action.agreement for one in said(own)] == ["van de eerste"]
    assert field(second, "text_area", "agreement").value == "van de tweede"
    assert any(text.value == "van de eerste" for text in second.text)
    submit(second, NL("follow.save"))
    assert [one.action and one.action.agreement for one in said(own)] == ["van de tweede"]


def test_after_cancelling_the_form_is_empty_again(open_screen: Open, own: EmbeddedStore) -> None:
    app = open_screen("hiaten")
    app.button(key="follow_action").click().run()
    field(app, "text_area", "agreement").input("toch niet")
    submit(app, NL("follow.cancel"))
    assert said(own) == []
    app.button(key="follow_action").click().run()
    assert field(app, "text_area", "agreement").value == ""


def test_an_action_can_be_changed_and_removed(open_screen: Open, own: EmbeddedStore) -> None:
    app = agree(open_screen("hiaten"), "praten")
    assert app.button(key="follow_action").label == NL("follow.edit")
    app.button(key="follow_action").click().run()
    assert field(app, "text_area", "agreement").value == "praten"
    submit(app, NL("follow.remove"))
    (one,) = said(own)
    assert one.action is None
    assert [event.what for event in one.trail] == ["open", "dropped"]


def test_what_people_write_is_no_markup(open_screen: Open, own: EmbeddedStore) -> None:
    app = agree(open_screen("hiaten"), "# kop [link](https://voorbeeld)", "*regie* :red[x]")
    assert any(text.value == "# kop [link](https://voorbeeld)" for text in app.text)
    assert any(r"\*regie\* \:red\[x\]" in m.value for m in app.markdown)


def test_a_broken_text_is_logged_told_and_kept_apart(
    open_screen: Open, own: EmbeddedStore, caplog: pytest.LogCaptureFixture
) -> None:
    app = open_screen("hiaten")
    name = followed_name(cards(app)[0])
    own.keep(name, '{"version": 99}')
    with caplog.at_level(logging.WARNING, "ketenkaart"):
        app.run()
    assert name in caplog.text
    assert [w.value for w in app.warning] == [NL("follow.unreadable")]
    agree(app, "praten")
    assert own.kept(f"broken/{name}") == {f"broken/{name}": '{"version": 99}'}
    assert len(said(own)) == 1


def test_gaps_are_remembered_once_a_revision_and_only_of_whole_regions(open_screen: Open, own: EmbeddedStore) -> None:
    open_screen("hiaten", van="2025-01-01")
    assert own.kept(SEEN) == {}
    open_screen("hiaten")
    found = own.kept(SEEN)
    seen, broken = kept.seen(found, "AM27")
    assert len(seen.present) == len(find_gaps(own.snapshot(Scope(regions=("AM27",)))))
    assert (seen.revision, broken) == (own.revision(), ())
    open_screen("hiaten")
    assert own.kept(SEEN) == found


def test_a_gap_that_closes_and_returns_is_told_per_quarter(
    open_screen: Open, own: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on(day: date) -> AppTest:
        monkeypatch.setattr(follow_kept, "today", lambda: day)
        return open_screen("hiaten")

    on(date(2026, 2, 1))
    network = own.snapshot(Scope(regions=("AM27",)))
    gap = next(f for f in find_gaps(network) if f.code == "papieren_relatie")
    ties = [r for r in network.relations if {r.source, r.target} == set(gap.parties)]
    gone = own.remove(ids_of(ties), who="test", why="ended")
    on(date(2026, 5, 1))
    own.undo(gone.change or 0, who="test")
    app = on(date(2026, 8, 1))
    app.toggle(key="follow_quarters").set_value(True).run()
    table = next(t.value for t in app.dataframe if NL("follow.quarter") in t.value.columns)
    told = table.set_index(NL("follow.quarter"))
    assert list(told.index) == ["2026 Q3", "2026 Q2", "2026 Q1"]
    assert told.loc["2026 Q2", NL("follow.per_closed")] >= 1
    assert told.loc["2026 Q3", NL("follow.per_back")] >= 1
    assert told.loc["2026 Q3", NL("follow.per_standing")] == len(find_gaps(network))
    app.query_params["hiaat"] = gap.id
    app.run()
    assert NL("follow.is_back") in card(app, gap.id)


def ids_of(relations):
    from graph.records import RecordIds

    return RecordIds(relations=tuple(r.id for r in relations))


def test_gaps_that_cannot_be_remembered_hinder_nobody(
    open_screen: Open, own: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("too long")

    monkeypatch.setattr(follow_kept, "_keep", refuse)
    app = open_screen("hiaten")
    assert not app.exception
    assert not app.error
    assert NL("follow.not_remembered") in [w.value for w in app.warning]


def test_an_action_makes_no_new_revision(open_screen: Open, own: EmbeddedStore) -> None:
    before = own.revision()
    agree(open_screen("hiaten"), "praten")
    assert own.revision() == before
    assert own.write(Batch(), who="test", why="nothing").revision == before


def test_what_was_laid_aside_does_not_count_on_regio_and_organisatie_which_say_so(
    open_screen: Open, own: EmbeddedStore
) -> None:
    network = own.snapshot(Scope(regions=("AM27",)))
    first = next(one for one in find_gaps(network) if one.parties and one.form == "parties")
    aside = Followed(first.id, first.code, first.parties).laid_aside("accepted", "", follow_kept.today())
    own.keep(followed_name(first.id), kept.followed_text(aside))
    found = explain(first, network, NL).found
    app = open_screen("regio")
    assert found not in [one.value for one in app.text]
    assert NL("follow.aside_one", count="1") in [one.value for one in app.caption]
    own.keep(followed_name(first.id), None)
    app.run()
    assert found in [one.value for one in app.text]
    own.keep(followed_name(first.id), kept.followed_text(aside))
    page = open_screen("organisatie", org=first.parties[0])
    page.session_state["organisatie_tab"] = NL("organisatie.tab_gaps")
    page.run()
    assert not page.exception
    assert NL("follow.aside_one", count="1") in [one.value for one in page.caption]
