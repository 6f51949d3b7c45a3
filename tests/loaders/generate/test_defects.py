"""The planted defects can be seen in the committed files, and stand out from the rest; counted here from the files."""

from __future__ import annotations

from typing import Any

import networkx
import pandas as pd
import pytest

from graph.gaps.find import find_gaps
from graph.network import Scope, build_network
from loaders.generate.plan import Plan
from loaders.generate.region import DEMO, generate
from tests.loaders.generate.conftest import DEMO_FILES

Answers = dict[str, list[dict[str, Any]]]


def one(answers: Answers, code: str, number: int = 1) -> dict[str, Any]:
    return next(entry for entry in answers["defects"] if entry["id"] == f"AM27-{code}-{number}")


def said(relations: pd.DataFrame) -> set[tuple[str, str]]:
    claims = relations[relations["soort"] == "samenwerking"]
    joint = claims[claims["gemeld_door"] == "beide"]
    return {*zip(claims["van_org_id"], claims["naar_org_id"], strict=True),
            *zip(joint["naar_org_id"], joint["van_org_id"], strict=True)}  # fmt: skip


def confirmed(organisations: pd.DataFrame, relations: pd.DataFrame) -> networkx.Graph[str]:
    claims = said(relations)
    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(organisations.index)
    graph.add_edges_from((a, b) for a, b in claims if (b, a) in claims)
    return graph


def test_every_gap_type_that_can_be_planted_is_in_the_demo(answers: Answers) -> None:
    assert {entry["code"] for entry in answers["defects"]} == set(DEMO["defects"])
    assert len({entry["id"] for entry in answers["defects"]}) == len(answers["defects"])


def test_the_readme_names_every_organisation_and_municipality_that_a_defect_is_about(answers: Answers) -> None:
    text = (DEMO_FILES / "README.md").read_text(encoding="utf-8")
    for entry in (*answers["defects"], *answers["good_practices"]):
        assert f"`{entry['code']}`" in text
        for name in (*entry.get("organisations", ()), *entry["municipalities"]):
            assert f"`{name}`" in text, (entry["id"], name)


def test_defects_do_not_share_their_organisations(answers: Answers) -> None:
    about = [org for part in answers.values() for entry in part for org in entry.get("organisations", ())]
    assert len(about) == len(set(about))


def test_cold_handover_one_pair_is_far_colder_than_any_other(answers: Answers, referrals: pd.DataFrame) -> None:
    school, desk = one(answers, "koude_overdracht")["organisations"]
    pairs = referrals.groupby(["van_org_id", "naar_org_id"])
    cold = pairs["overdracht"].agg(lambda rows: (rows == "koud").mean())[pairs.size() >= 20]
    assert cold.idxmax() == (school, desk)
    assert cold.max() > 0.85
    assert cold.drop((school, desk)).max() < 0.5
    here = referrals[(referrals["van_org_id"] == school) & (referrals["naar_org_id"] == desk)]
    assert here["wait"].dropna().gt(14).mean() > 0.8
    assert (here["uitkomst"] == "verdwenen").mean() > 0.35


def test_no_feedback_one_receiver_hardly_ever_reports_back(answers: Answers, referrals: pd.DataFrame) -> None:
    (coach,) = one(answers, "geen_terugkoppeling")["organisations"]
    answered = referrals[referrals["uitkomst"].isin(["geaccepteerd", "afgerond"])]
    receivers = answered.groupby("naar_org_id")["teruggekoppeld_op"]
    told = receivers.agg(lambda rows: rows.notna().mean())[receivers.size() >= 20]
    assert told.idxmin() == coach
    assert told.min() < 0.1
    assert told.drop(coach).min() > 0.4


def test_waiting_list_one_receiver_keeps_people_waiting_beyond_the_norm(
    answers: Answers, organisations: pd.DataFrame, referrals: pd.DataFrame
) -> None:
    (care,) = one(answers, "wachtlijst")["organisations"]
    known = referrals.dropna(subset="wait").groupby("naar_org_id")["wait"]
    p75 = known.quantile(0.75)[known.size() >= 5]
    assert p75.idxmax() == care
    assert p75[care] > 98  # 14 weeks, the agreed norm of the care sector
    assert p75.drop(care).max() < 60
    last_year = referrals[referrals["datum"] > "2025-10-31"].groupby("naar_org_id").size()
    pressure = (last_year / organisations["capaciteit"].astype(float)).dropna()
    assert pressure.idxmax() == care
    assert pressure.drop(care).max() <= 1


def test_fragile_hinge_is_the_only_organisation_that_cuts_off_a_group_of_three_or_more(
    answers: Answers, organisations: pd.DataFrame, relations: pd.DataFrame
) -> None:
    entry = one(answers, "spil_kwetsbaar")
    graph = confirmed(organisations, relations)
    main = max(networkx.connected_components(graph), key=len)
    hinges: dict[str, set[str]] = {}
    for org in networkx.articulation_points(graph.subgraph(main)):
        parts = sorted(networkx.connected_components(graph.subgraph(main - {org})), key=len)
        hinges[org] = set().union(*(part for part in parts[:-1] if len(part) > 2))
    assert {org: group for org, group in hinges.items() if group} == {entry["organisations"][0]: set(entry["partners"])}


def test_island_is_the_only_group_apart(
    answers: Answers, organisations: pd.DataFrame, relations: pd.DataFrame, referrals: pd.DataFrame
) -> None:
    members = set(one(answers, "eiland")["organisations"])
    parts = [part for part in networkx.connected_components(confirmed(organisations, relations)) if len(part) > 1]
    assert sorted(parts, key=len)[:-1] == [members]
    inside = referrals[["van_org_id", "naar_org_id"]].isin(members)
    assert (inside["van_org_id"] == inside["naar_org_id"]).all()
    assert inside.all(axis=1).sum() >= 10


def test_one_sided_one_organisation_names_partners_that_do_not_name_it(
    answers: Answers, relations: pd.DataFrame
) -> None:
    entry = one(answers, "eenzijdige_relatie")
    claims = said(relations)
    answering = {a for a, _ in claims}
    unanswered = pd.Series([a for a, b in claims if b in answering and (b, a) not in claims]).value_counts()
    assert unanswered.index[0] == entry["organisations"][0]
    assert unanswered.iloc[0] == len(entry["partners"]) == 6
    assert unanswered.iloc[1] <= 3


def test_paper_ties_are_the_only_agreements_without_contact_for_a_year(
    answers: Answers, relations: pd.DataFrame
) -> None:
    entry = one(answers, "papieren_relatie")
    old = relations[(relations["formeel"] == "1") & (relations["laatst_contact"] < "2025-10-31")]
    ends = set(old["van_org_id"]) | set(old["naar_org_id"])
    assert ends == {*entry["organisations"], *entry["partners"]}


def test_quiet_contact_is_by_far_the_busiest_tie_without_agreement(answers: Answers, relations: pd.DataFrame) -> None:
    pair = set(one(answers, "stil_contact")["organisations"])
    informal = relations[relations["formeel"] == "0"]
    rows = informal.assign(
        f=informal["frequentie"].astype(float),
        pair=[frozenset(ends) for ends in zip(informal["van_org_id"], informal["naar_org_id"], strict=True)],
    )
    busiest = rows.groupby("pair")["f"].max().sort_values(ascending=False)
    assert busiest.index[0] == pair
    assert busiest.iloc[0] > 2 * busiest.iloc[1]


def test_blank_spot_is_the_only_municipality_without_addiction_care(
    answers: Answers, organisations: pd.DataFrame, relations: pd.DataFrame
) -> None:
    (place,) = one(answers, "witte_vlek")["municipalities"]
    services = relations[(relations["soort"] == "levert_aan") & (relations["leefgebied"] == "verslaving")]
    served = set(services["naar_org_id"])
    assert set(organisations["gm_code"]) - served == {place}
    providers = organisations[organisations["leefgebieden"].fillna("").str.contains("verslaving")]
    assert len(providers) >= 1
    assert place not in set(providers["gm_code"])


def test_missing_link_is_the_only_municipality_where_nobody_takes_over_from_school(
    answers: Answers, organisations: pd.DataFrame, relations: pd.DataFrame
) -> None:
    (place,) = one(answers, "ontbrekende_schakel")["municipalities"]
    services = relations[(relations["soort"] == "levert_aan") & (relations["fase"] == "transitie")]
    assert set(organisations["gm_code"]) - set(services["naar_org_id"]) == {place}
    here = organisations[organisations["gm_code"] == place]
    assert not here["fasen"].fillna("").str.contains("transitie").any()


def test_missing_link_one_vso_school_has_no_way_to_work(
    answers: Answers, organisations: pd.DataFrame, relations: pd.DataFrame, referrals: pd.DataFrame
) -> None:
    (school,) = one(answers, "ontbrekende_schakel", 2)["organisations"]
    stages = organisations["fasen"].fillna("")
    onward = set(organisations.index[stages.str.contains("transitie|matching")])
    schools = list(organisations.index[organisations["soort"] == "vso"])
    claims = said(relations)
    ties = {one: sum(a == one and b in onward for a, b in claims) for one in schools}
    moves = {one: int(referrals[referrals["van_org_id"] == one]["naar_org_id"].isin(onward).sum()) for one in schools}
    assert [one for one in schools if not ties[one]] == [school]
    assert [one for one in schools if not moves[one]] == [school]
    assert (referrals["van_org_id"] == school).sum() > 30


def test_concentration_one_company_places_nearly_everyone_at_one_employer(
    answers: Answers, organisations: pd.DataFrame, referrals: pd.DataFrame
) -> None:
    company, firm = one(answers, "concentratie_werkgevers")["organisations"]
    kinds = organisations["soort"]
    placed = referrals[
        (referrals["naar_org_id"].map(kinds) == "werkgever") & (referrals["van_org_id"].map(kinds) != "werkgever")
    ]
    by = placed.groupby("van_org_id")["naar_org_id"]
    top = by.agg(lambda rows: rows.value_counts(normalize=True).iloc[0])[by.size() >= 20]
    assert top.idxmax() == company
    assert top.max() > 0.75
    assert top.drop(company).max() < 0.4
    assert placed[placed["van_org_id"] == company]["naar_org_id"].mode()[0] == firm


def test_good_practice_hands_over_warmly_and_loses_hardly_anyone(answers: Answers, referrals: pd.DataFrame) -> None:
    *schools, coach = answers["good_practices"][0]["organisations"]
    here = referrals[referrals["van_org_id"].isin(schools) & (referrals["naar_org_id"] == coach)]
    assert len(here) >= 30
    assert (here["overdracht"] == "warm").mean() > 0.9
    assert (here["uitkomst"] == "verdwenen").mean() < 0.1


def test_the_figures_beside_each_defect_are_those_of_the_files(answers: Answers, referrals: pd.DataFrame) -> None:
    cold = one(answers, "koude_overdracht")
    school, desk = cold["organisations"]
    here = referrals[(referrals["van_org_id"] == school) & (referrals["naar_org_id"] == desk)]
    assert cold["shows"]["referrals"] == len(here)
    assert cold["shows"]["cold_share"] == pytest.approx((here["overdracht"] == "koud").mean(), abs=0.005)
    queue = one(answers, "wachtlijst")
    assert queue["shows"]["referrals"] == (referrals["naar_org_id"] == queue["organisations"][0]).sum()


def test_without_defects_nothing_is_planted(large: Plan) -> None:
    assert large.planted == ()


def test_a_region_that_is_too_small_for_a_defect_goes_without_it(demo: Plan) -> None:
    assert {p.code for p in demo.planted if not p.good} == set(DEMO["defects"])


def test_the_gap_rules_find_every_planted_defect(answers: Answers) -> None:
    """What is planted is found at the organisations or municipality where it is, whatever else is found."""
    batches = list(generate(**DEMO))  # type: ignore[arg-type]
    parts = ([r for b in batches for r in getattr(b, name)] for name in ("entities", "relations", "referrals"))
    findings = find_gaps(build_network(Scope(), *parts))
    for entry in answers["defects"]:
        where = {*entry.get("organisations", ()), *entry["municipalities"]}
        found = [f for f in findings if f.code == entry["code"] and where & {*f.parties, f.municipality}]
        assert found, entry["id"]
