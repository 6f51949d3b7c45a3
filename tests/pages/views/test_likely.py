"""Who could work together, in words: every number is that of the analysis, and names stay names."""

from __future__ import annotations

from itertools import product

import pytest

from graph.analysis.expected import Expected, TieSet
from graph.analysis.likely import Likely, LikelyPartners, likely_partners
from graph.network import Network, Scope
from graph.records import Entity
from graph.store.open import open_store
from graph.texts import texts
from pages.views import likely as view
from tests.pages.conftest import Open
from tests.support.networks import both, network, organisation

NL = texts("nl")


def tie_set(
    ties: int, groups: tuple[str, str] = ("onderwijs", "werk"), place: str | None = None, q: float = 0.01
) -> TieSet:
    return TieSet(groups, place, (5, 7), ties, 11.4, 8, 14, 0.001, q)


def told(*sets: TieSet, language: str = "nl") -> tuple[str, ...]:
    region = network([organisation("a"), Entity("GM0828", "gebied_gemeente", "Oss")])
    return view.few_told(region, Expected("reported", 999, sets), language)


def test_what_is_few_is_told_beside_what_chance_gives() -> None:
    assert told(tie_set(4)) == (
        "In het hele gebied zijn er tussen 'onderwijs' en 'werk en inkomen' 4 samenwerkingen. "
        "Bij toeval zouden het er ongeveer 11 zijn (meestal 8 tot 14).",
    )
    assert told(tie_set(1, ("werk", "werk"), "GM0828")) == (
        "In Oss is er binnen 'werk en inkomen' 1 samenwerking. "
        "Bij toeval zouden het er ongeveer 11 zijn (meestal 8 tot 14).",
    )
    assert told(tie_set(0), language="en") == (
        "In the whole area there is no collaboration at all between 'education' and 'work and income'. "
        "By chance there would be about 11 (usually 8 to 14).",
    )


def test_only_what_is_surprising_is_told_the_whole_area_first() -> None:
    sentences = told(tie_set(2, place="GM0828"), tie_set(3), tie_set(9, q=0.2))
    assert len(sentences) == 2
    assert sentences[0].startswith("In het hele gebied")
    assert sentences[1].startswith("In Oss")


def test_the_table_holds_every_tested_set() -> None:
    sets = (tie_set(2, place="GM9999"), tie_set(9, ("werk", "werk"), q=0.2))
    rows = view.sets_table(network(["a"]), Expected("reported", 999, sets), "nl")
    assert rows.to_numpy().tolist() == [
        ["onderwijs – werk en inkomen", "GM9999", 2, 11.4, "8 tot 14", "Ja"],
        ["werk en inkomen", "Het hele gebied", 9, 11.4, "8 tot 14", "Nee"],
    ]


def pair(**changed: object) -> Likely:
    usual = {"a": "a", "b": "b", "score": 1.0, "shared": 7, "shared_by_chance": 2.13, "sectors": ("onderwijs", "zorg")}
    return Likely(**{**usual, "times": 2.14, "partners": (12, 9), "km": 4.25, "gain": 1.5, **changed})  # type: ignore[arg-type]


def test_the_reason_is_told_in_words() -> None:
    region = network(["a", "b"])
    assert view.reason(region, pair(), "nl") == (
        "7 gedeelde partners (bij toeval 2,1); tussen 'onderwijs' en 'zorg en ondersteuning' is er 2,1 keer zo veel "
        "samenwerking als bij toeval; zij hebben 12 en 9 partners"
    )
    alone = pair(shared=1, times=None)
    assert view.reason(region, alone, "en") == "1 shared partner (by chance 2.1); they have 12 and 9 partners"
    assert "binnen 'zorg en ondersteuning' is er 2,1 keer" in view.reason(region, pair(sectors=("zorg", "zorg")), "nl")


def test_the_table_of_pairs_names_both_and_how_far() -> None:
    region = network([organisation("a", name="<b>A</b>"), organisation("b", name="B")])
    rows = view.pairs_table(region, LikelyPartners("reported", 5, (1, 1, 1), (pair(), pair(km=None))), "nl")
    assert rows.iloc[:, 0].tolist() == ["<b>A</b>"] * 2
    assert rows[NL("likely.km")].isna().tolist() == [False, True]
    assert list(rows.index) == [0, 1]
    assert len(view.pairs_table(region, LikelyPartners("reported", 0, (1, 1, 1), ()), "nl")) == 0


def region_with(names: str) -> Network:
    kinds = ["pro"] * 4 + ["werkgever"] * 4
    members = [organisation(f"o{at}", kind, f"{names} {at}", gm_code="GM0828") for at, kind in enumerate(kinds)]
    ties = [(0, 4), (0, 5), (1, 5), (1, 6), (2, 6), (2, 7), (0, 1), (4, 5)]
    return network(members, [claim for a, b in ties for claim in both(f"o{a}", f"o{b}")])


def test_the_numbers_are_those_of_the_analysis() -> None:
    region = region_with("Name")
    expected, found = view.chances(region)
    assert all(one.groups == ("onderwijs", "werkgevers") for one in expected.sets if one.groups[0] != one.groups[1])
    ends = {(int(p.a[1]), int(p.b[1])) for p in found.pairs}
    assert ends <= set(product(range(4), range(4, 8)))
    assert found.pairs == likely_partners(region, [("pro", "werkgever")]).pairs


@pytest.mark.parametrize("store", ["demo"], indirect=True)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_nothing_is_computed_until_it_is_asked_for(open_screen: Open, store: str, language: str) -> None:
    words = texts(language)
    app = open_screen("hiaten", taal=language)
    assert words("likely.title") in [one.value for one in app.subheader]
    columns = {name for one in app.dataframe for name in one.value.columns}
    assert words("likely.other") not in columns
    app.toggle(key="likely_shown").set_value(True).run()
    assert not app.exception
    assert not app.error
    pairs = next(one.value for one in app.dataframe if words("likely.other") in one.value.columns)
    assert len(pairs) == 20
    sentences = [one.value.replace("\\", "") for one in app.markdown]
    assert any(
        words("likely.told_chance", expected=46, usual=words("likely.band", low=36, high=56)) in s for s in sentences
    )


@pytest.mark.parametrize("store", ["demo"], indirect=True)
def test_a_picked_pair_leads_to_both_organisations(open_screen: Open, store: str) -> None:
    app = open_screen("hiaten")
    app.toggle(key="likely_shown").set_value(True).run()
    assert NL("likely.pick") in [one.value for one in app.caption]
    links = len(app.get("page_link"))
    app.session_state["likely_picked"] = ("nobody", "either")
    assert len(app.run().get("page_link")) == links
    table = next(one.value for one in app.dataframe if NL("likely.other") in one.value.columns)
    with open_store() as known:
        by_name = {entity.name: entity.id for entity in known.snapshot(Scope()).organisations}
    first = (table[NL("likely.one")].iloc[0], table[NL("likely.other")].iloc[0])
    app.session_state["likely_picked"] = tuple(by_name[name] for name in first)
    app.run()
    named = [one.proto.label.replace("\\", "") for one in app.get("page_link")]
    assert named[-2:] == list(first)
    assert NL("likely.pick") not in [one.value for one in app.caption]
