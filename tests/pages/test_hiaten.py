"""The list of gaps: filtered without being recomputed, in words that data cannot break, with its records."""

from __future__ import annotations

import pytest

from graph.gaps.find import find_gaps
from graph.gaps.rule import Evidence, Finding
from graph.gaps.settings import SEVERITIES
from graph.network import Network
from graph.texts import texts
from pages.views import hiaten as view
from pages.views.dekking import served
from tests.pages.conftest import Open
from tests.support.networks import both, network, organisation, sent

NL = texts("nl")


def gap(code: str, severity: str, parties: tuple[str, ...], place: str | None = None, form: str = "parties") -> Finding:
    return Finding(
        id="|".join((code, *parties, place or "", "")),
        code=code,
        severity=severity,  # type: ignore[arg-type]
        score=1.0,
        parties=parties,
        municipality=place,
        subject="matching" if form != "parties" else None,
        people=None,
        evidence=(Evidence("referrals", None),),
        form=form,  # type: ignore[arg-type]
    )


@pytest.fixture
def region() -> Network:
    return network(
        [
            organisation("school", "pro", "School *A* [b](javascript:x)", gm_code="GM0828"),
            organisation("loket", "jongerenloket", "Loket", gm_code="GM0796"),
        ],
        both("school", "loket"),
        [sent(f"c{n}", "2025-01-01", "school", "loket") for n in range(6)],
    )


@pytest.fixture
def gaps() -> tuple[Finding, ...]:
    return (
        gap("koude_overdracht", "high", ("school", "loket")),
        gap("ontbrekende_schakel", "high", (), "GM0796", "place"),
        gap("ontbrekende_schakel", "high", (), None, "region"),
        gap("spil_kwetsbaar", "low", ("loket",)),
    )


def test_no_filter_keeps_everything_in_its_order(region: Network, gaps: tuple[Finding, ...]) -> None:
    assert view.chosen(region, gaps) == gaps


def test_severity_and_type_narrow_the_list(region: Network, gaps: tuple[Finding, ...]) -> None:
    assert view.chosen(region, gaps, ["low"]) == gaps[3:]
    assert view.chosen(region, gaps, [], ["koude_overdracht"]) == gaps[:1]
    assert view.chosen(region, gaps, ["low"], ["koude_overdracht"]) == ()


def test_a_municipality_keeps_its_places_its_organisations_and_what_is_about_the_region(
    region: Network, gaps: tuple[Finding, ...]
) -> None:
    assert view.chosen(region, gaps, municipalities=["GM0828"]) == (gaps[0], gaps[2])
    assert view.chosen(region, gaps, municipalities=["GM0796"]) == gaps


def test_a_kind_keeps_the_gaps_of_its_organisations(region: Network, gaps: tuple[Finding, ...]) -> None:
    assert view.chosen(region, gaps, kinds=["pro"]) == gaps[:1]


def test_the_counts_by_severity_and_type_are_those_of_the_list(gaps: tuple[Finding, ...]) -> None:
    assert view.by_severity(gaps) == {"high": 3, "middle": 0, "low": 1}
    assert list(view.by_severity(())) == list(SEVERITIES)
    assert view.by_code(gaps) == {"ontbrekende_schakel": 2, "koude_overdracht": 1, "spil_kwetsbaar": 1}


def test_the_summary_counts_and_names_the_commonest(gaps: tuple[Finding, ...]) -> None:
    assert view.summary(gaps, NL) == "4 hiaten: 3 hoog, 1 laag. Het vaakst: ontbrekende schakel (2 keer)."
    assert view.summary((), NL) == NL("hiaten.summary_none")


def test_a_name_cannot_bring_marks_or_links_into_the_list(region: Network, gaps: tuple[Finding, ...]) -> None:
    label = view.label(gaps[0], region, NL)
    assert r"School \*A\* \[b\]\(javascript\:x\)" in label


@pytest.mark.parametrize("text", ["a*b", "[x](y)", "<b>", ":red[x]", "$x$", "a\nb", "\\"])
def test_plain_text_has_no_marks_left(text: str) -> None:
    bare = view.plain(text)
    assert "\n" not in bare
    assert bare.replace("\\", "") == text.replace("\n", " ").replace("\\", "")


def test_the_records_behind_a_number_are_named_as_people_name_them(region: Network) -> None:
    relation, event = region.relations[0].id, str(region.referrals["id"].iloc[0])
    table = view.records(region, ("school", relation, event, "gone"), "nl")
    assert len(table) == 3
    assert table.iloc[2].tolist()[1:3] == ["School *A* [b](javascript:x)", "Loket"]


def test_who_is_concerned_has_a_name_and_a_kind(region: Network, gaps: tuple[Finding, ...]) -> None:
    assert view.parties(gaps[3], region, "en") == (("loket", "Loket", "Youth desk"),)


def test_the_table_holds_every_gap(region: Network, gaps: tuple[Finding, ...]) -> None:
    table = view.table(gaps, region, "nl")
    assert len(table) == 4
    assert NL("gaps.people_few", minimum=5) in table[NL("hiaten.people")].tolist()
    assert len(view.table(find_gaps(region), region, "nl")) == len(find_gaps(region))


@pytest.mark.parametrize("store", ["demo"], indirect=True)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_first_gap_is_open_and_another_opens_by_a_click(open_screen: Open, store: str, language: str) -> None:
    app = open_screen("hiaten", taal=language)
    cards = [button.key for button in app.button if str(button.key).startswith("hiaat_")]
    assert len(cards) == 10
    assert len(app.success) == 1
    before = app.success[0].value
    other = next(key for key in cards if cards[0].split("|")[0] != key.split("|")[0])
    app.button(key=other).click().run()
    assert app.query_params["hiaat"] == other.removeprefix("hiaat_")
    assert app.success[0].value != before


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_a_link_opens_its_gap_wherever_it_ranks(open_screen: Open, store: str) -> None:
    app = open_screen("hiaten")
    app.button(key="hiaten_more").click().run()
    last = [str(button.key) for button in app.button if str(button.key).startswith("hiaat_")][-1]
    other = open_screen("hiaten")
    other.query_params["hiaat"] = last.removeprefix("hiaat_")
    other.run()
    assert str(other.button[[str(b.key) for b in other.button].index(last)].key) == last
    assert len(other.success) == 1


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_a_party_shows_its_details(open_screen: Open, store: str) -> None:
    app = open_screen("hiaten")
    party = next(button for button in app.button if str(button.key).startswith("party_"))
    party.click().run()
    assert any(heading.value in party.label.replace("\\", "") for heading in app.subheader)


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_filters_that_leave_nothing_say_so(open_screen: Open, store: str) -> None:
    app = open_screen("hiaten")
    app.get_by_key("hiaten_severity").set_value(["low"]).run()
    app.multiselect(key="hiaten_code").set_value(["ontbrekende_schakel"]).run()
    assert app.info[0].value == NL("hiaten.none_chosen")


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_an_unknown_gap_in_a_link_does_no_harm(open_screen: Open, store: str) -> None:
    app = open_screen("hiaten")
    app.query_params["hiaat"] = "<script>"
    app.run()
    assert not app.exception
    assert not app.error


def test_a_gap_in_coverage_says_who_could_do_it(region: Network) -> None:
    missing = gap("ontbrekende_schakel", "high", (), "GM0828", "place")
    table = view.closers(served(region), missing, "nl")
    assert list(table.columns) == [
        NL(f"dekking.{name}") for name in ("organisation", "why", "km", "capacity", "waiting")
    ]
    assert view.closers(served(region), gap("koude_overdracht", "high", ("school", "loket")), "nl").empty


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_opportunities_stand_under_the_gaps_and_one_opens_while_the_gap_closes(open_screen: Open, store: str) -> None:
    app = open_screen("hiaten")
    cards = [button for button in app.button if str(button.key).startswith("kans_")]
    assert len(cards) == 5
    assert all(":green-badge[" in card.label for card in cards)
    cards[0].click().run()
    assert app.query_params["hiaat"] == str(cards[0].key).removeprefix("kans_")
    assert len(app.success) == 1  # what to do, of one open card
    open_now = [button.key for button in app.button if str(button.key).startswith("party_")]
    assert f"party_{str(cards[0].key).split('|')[1]}" in open_now
