"""The committed demo region lies within the bands that data/demo/parameters.yaml declares; counted from its files."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from loaders.generate.settings import load_settings

SCHOOLS = ("pro", "vso", "vo", "mbo")


def outcome(name: str) -> Callable[[pd.DataFrame], float]:
    return lambda log: float((log["uitkomst"] == name).mean())


def feedback(log: pd.DataFrame) -> float:
    answered = log[log["uitkomst"].isin(["geaccepteerd", "afgerond"])]
    return float(answered["teruggekoppeld_op"].notna().mean())


MEASURES: dict[str, Callable[[pd.DataFrame], float]] = {
    "outcome_verdwenen": outcome("verdwenen"),
    "outcome_geweigerd": outcome("geweigerd"),
    "outcome_open": outcome("open"),
    "warm": lambda log: float((log["overdracht"] == "warm").mean()),
    "contact_within_14_days": lambda log: float((log["wait"].dropna() <= 14).mean()),
    "feedback": feedback,
    "referrals_a_candidate": lambda log: len(log) / log["casus"].nunique(),
}


@pytest.mark.parametrize("name", MEASURES)
def test_the_referral_log_lies_within_its_bands(referrals: pd.DataFrame, name: str) -> None:
    band = load_settings().raw["bands"][name]
    assert band["low"] <= MEASURES[name](referrals) <= band["high"]


def test_most_candidates_come_from_school(referrals: pd.DataFrame) -> None:
    band = load_settings().raw["bands"]["school_origin"]
    groups = referrals.drop_duplicates("casus")["doelgroep"]
    assert band["low"] <= groups.isin(["pro", "vso", "entree", "mbo2", "vsv"]).mean() <= band["high"]


def test_most_ties_are_confirmed_by_both(relations: pd.DataFrame) -> None:
    band = load_settings().raw["bands"]["confirmed_ties"]
    claims = relations[relations["soort"] == "samenwerking"]
    said = set(zip(claims["van_org_id"], claims["naar_org_id"], strict=True))
    joint = claims[claims["gemeld_door"] == "beide"]
    said |= set(zip(joint["naar_org_id"], joint["van_org_id"], strict=True))
    pairs = {tuple(sorted(pair)) for pair in said}
    confirmed = sum((b, a) in said and (a, b) in said for a, b in pairs) / len(pairs)
    assert band["low"] <= confirmed <= band["high"]


def test_every_band_is_checked_and_says_where_it_comes_from() -> None:
    bands = load_settings().raw["bands"]
    assert set(bands) == {*MEASURES, "school_origin", "confirmed_ties"}
    assert all(band["source"] for band in bands.values())


def test_cold_handovers_lose_more_people_than_warm_ones(referrals: pd.DataFrame) -> None:
    lost = (referrals["uitkomst"] == "verdwenen").groupby(referrals["overdracht"]).mean()
    assert lost["koud"] > 2 * lost["warm"]


def test_the_dates_of_each_referral_are_in_order(referrals: pd.DataFrame) -> None:
    for earlier, later in (("datum", "ontvangen_op"), ("ontvangen_op", "eerste_contact"), ("datum", "eerste_contact"),
                           ("eerste_contact", "teruggekoppeld_op")):  # fmt: skip
        both = referrals[[earlier, later]].dropna()
        assert (both[later] >= both[earlier]).all()


def test_both_ends_of_every_row_exist(
    organisations: pd.DataFrame, relations: pd.DataFrame, referrals: pd.DataFrame
) -> None:
    known = {*organisations.index, *organisations["gm_code"], "AM27"}
    assert set(relations["van_org_id"]) | set(relations["naar_org_id"]) <= known
    assert set(referrals["van_org_id"]) | set(referrals["naar_org_id"]) <= set(organisations.index)


def test_all_ten_municipalities_take_part(organisations: pd.DataFrame) -> None:
    assert organisations["gm_code"].nunique() == 10
    assert (organisations["soort"] == "gemeente").sum() == 10
