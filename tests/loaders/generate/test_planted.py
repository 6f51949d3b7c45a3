"""Gap types that are planted on request: with their figures, at three strengths, by the laws of the generator."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import networkx
import numpy as np
import pytest
import yaml

from graph.store.embedded import EmbeddedStore
from loaders.generate.claims import Claims
from loaders.generate.details import Details, arrived, next_onward
from loaders.generate.plan import Plan, Style, make_plan
from loaders.generate.plantable import CODES, PLAIN
from loaders.generate.planting import Planted
from loaders.generate.records import referrals
from loaders.generate.region import generate, write_templates
from loaders.generate.strengths import STRENGTHS, load_strengths
from loaders.generate.walks import Referrals, day
from loaders.importing import accept, read_files

SIZE = (("AM01",), 250, 1300, 6000)
NEW = {
    "perceptiekloof": "points_higher",
    "randvoorwaarde_open": "help_not_begun_share",
    "late_start_overdracht": "first_referral_within_180_days_share",
    "geen_nazorg": "no_aftercare_share",
    "keten_breuk": "no_next_step_within_60_days_share",
    "onbenut_instrument": "unused_share",
    "geen_regie": "undirected_share",
    "dubbel_werk": "people_at_all_of_them",
}
"""The figure that shows each of the newer gap types, which is larger the stronger it is planted."""


def plan(strength: str = "strong", codes: tuple[str, ...] | bool = True, **style: bool) -> Plan:
    return make_plan(*SIZE, seed=1, defects=codes, style=Style(strength, **style))


@pytest.fixture(scope="module")
def planted() -> dict[str, dict[str, Planted]]:
    """By strength and gap type what was planted last."""
    return {strength: {p.code: p for p in plan(strength, clean=True).planted} for strength in STRENGTHS}


def test_every_gap_type_has_its_three_strengths() -> None:
    assert set(load_strengths()) == set(CODES)


@pytest.mark.parametrize("code", NEW)
def test_the_stronger_it_is_planted_the_more_it_shows(planted: dict[str, dict[str, Planted]], code: str) -> None:
    shown = [
        float(planted[strength][code].shows[NEW[code]]) for strength in ("just", "strong") if code in planted[strength]
    ]
    assert len(shown) == 2
    assert shown[0] < shown[1]


def test_a_share_is_the_share_that_was_asked_for(planted: dict[str, dict[str, Planted]]) -> None:
    for code in ("keten_breuk", "onbenut_instrument", "geen_nazorg", "late_start_overdracht", "geen_regie"):
        share = float(planted["strong"][code].shows[NEW[code]])
        assert share == pytest.approx(load_strengths()[code]["strong"]["share"], abs=0.15)


def test_fewer_places_than_people_are_planted_by_their_ratio() -> None:
    made = plan("just", ("te_weinig_werkgevers",), clean=True)
    (gap,) = (one for one in made.planted if not one.good)
    assert gap.shows["places_each"] == pytest.approx(0.9, abs=0.03)


def test_a_border_gap_lies_between_two_regions_and_has_no_agreement() -> None:
    made = make_plan(("AM27", "AM28"), 120, 600, 3000, 0, ("grensverkeer",), Style("clear", good=False))
    assert len(made.planted) >= 1
    for gap in made.planted:
        school, desk = gap.organisations
        assert made.made.region[school] != made.made.region[desk]
        assert (gap.shows["people"], gap.shows["agreements"]) == (10, 0)


def test_defects_share_no_organisation_and_the_log_keeps_its_size() -> None:
    made = plan(clean=True)
    about = [org for gap in made.planted for org in gap.organisations]
    assert len(about) == len(set(about))
    assert len(made.referrals) == SIZE[3]
    order = np.lexsort((made.referrals.date, made.referrals.case))
    np.testing.assert_array_equal(order, np.arange(len(order)))


def test_the_same_seed_plants_the_same_and_another_strength_something_else() -> None:
    first, again, weaker = plan("clear"), plan("clear"), plan("just")
    assert first.planted == again.planted
    assert first.planted != weaker.planted
    for part in (Referrals, Claims, Details):
        name = {"Referrals": "referrals", "Claims": "claims", "Details": "details"}[part.__name__]
        for column in fields(part):
            one, two = (getattr(getattr(made, name), column.name) for made in (first, again))
            np.testing.assert_array_equal(one, two)


def test_the_optional_columns_are_there_when_they_are_asked_for_or_needed() -> None:
    assert make_plan(*SIZE).details is None
    assert plan(codes=("koude_overdracht",)).details is None
    assert plan(codes=("keten_breuk",)).details is not None
    assert make_plan(*SIZE, style=Style(full=True)).details is not None
    assert set(PLAIN) < set(CODES)


def test_the_optional_columns_change_nothing_else() -> None:
    short, full = (list(referrals(make_plan(*SIZE, style=Style(full=full)))) for full in (False, True))
    more = {"ended_on", "left_school_on", "aftercare_on", "direction", "instruments"}
    stripped = [replace(r, properties={k: v for k, v in r.properties.items() if k not in more}) for r in full]
    assert stripped == short
    assert {name for r in full for name in r.properties} >= more


def test_days_of_the_optional_columns_are_in_order() -> None:
    made = plan(clean=True)
    log, details = made.referrals, made.details
    assert details is not None
    ended = details.ended >= 0
    assert (details.ended[ended] >= log.contact[ended]).all()
    assert arrived(log)[ended].all()
    cared = details.aftercare >= 0
    assert (details.aftercare[cared] > details.left_school[cared]).all()
    assert (details.aftercare[cared] >= log.date[cared]).all()
    assert details.aftercare.max() <= day(made.settings.end)
    after = next_onward(made.settings, log)
    known = after >= 0
    assert (log.case[after[known]] == log.case[known]).all()
    assert (after[known] > np.flatnonzero(known)).all()


def test_files_with_the_optional_columns_give_the_records_that_are_generated(tmp_path: Path) -> None:
    asked = (("AM20",), 100, 500, 1500, 3, ("keten_breuk", "geen_regie", "onbenut_instrument"), Style("clear"))
    paths = write_templates(tmp_path, *asked)
    with EmbeddedStore(tmp_path / "region.db") as store:
        preview = read_files([paths[name] for name in ("organisaties", "relaties", "doorverwijzingen")], store)
        assert preview.sentences == ()
        accept(preview, store, "test")
        made = [r for batch in generate(*asked[:6], style=asked[6]) for r in batch.referrals]
        stored = store.get("referral", tuple(r.id for r in made))
        assert stored == tuple(sorted(made, key=lambda r: r.id))
        assert any("ended_on" in r.properties for r in made)


def test_what_is_planted_stands_beside_the_data_with_its_figures(tmp_path: Path) -> None:
    paths = write_templates(tmp_path, *SIZE, 1, ("dubbel_werk", "geen_nazorg"), Style("clear", clean=True))
    told = yaml.safe_load(paths["defects"].read_text(encoding="utf-8"))["defects"]
    double, care = (next(entry for entry in told if entry["code"] == code) for code in ("dubbel_werk", "geen_nazorg"))
    assert double["kind"] == "zorgaanbieder"
    assert double["shows"]["people_at_all_of_them"] >= 10
    assert care["organisations"][0].startswith("am01-")
    assert care["shows"]["leavers_a_year_ago"] >= 20


def test_a_sound_region_has_no_claim_without_an_answer_and_everybody_answers() -> None:
    made = make_plan(*SIZE, seed=2, style=Style(clean=True))
    said = set(zip(made.claims.source.tolist(), made.claims.target.tolist(), strict=True))
    joint = {(int(b), int(a)) for a, b in np.column_stack((made.claims.source, made.claims.target))[made.claims.joint]}
    assert all(pair[::-1] in said | joint for pair in said)
    assert made.made.answers.all()


def test_in_a_sound_region_hardly_anybody_hangs_on_one_organisation_and_no_group_is_apart() -> None:
    made = make_plan(*SIZE, seed=2, style=Style(clean=True))
    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(len(made.made)))
    graph.add_edges_from(zip(made.claims.source.tolist(), made.claims.target.tolist(), strict=True))
    parts = sorted(networkx.connected_components(graph), key=len)
    assert all(len(part) == 1 for part in parts[:-1])
    main = graph.subgraph(parts[-1])
    for pivot in networkx.articulation_points(main):
        rest = sorted(networkx.connected_components(main.subgraph(set(main) - {pivot})), key=len)
        assert sum(map(len, rest[:-1])) <= 1


def test_in_a_sound_region_employers_have_places_for_all_who_look_for_work() -> None:
    ordinary, sound = (make_plan(*SIZE, seed=2, style=Style(clean=clean)) for clean in (False, True))
    room = [int(made.made.capacity[made.made.of("werkgever")].sum()) for made in (ordinary, sound)]
    matching = sound.settings.codes("stages").index("matching")
    looking = arrived(sound.referrals) & (sound.referrals.stage_to == matching)
    people = len(np.unique(sound.referrals.case[looking & (sound.referrals.date > day(sound.settings.end) - 365)]))
    assert room[1] > max(room[0], people)


@pytest.mark.parametrize("people", [0, 1, 7])
def test_a_log_with_nobody_or_hardly_anybody_has_its_columns_too(people: int) -> None:
    made = make_plan(("AM20",), 100, 400, people, 1, True, Style(full=True, clean=True))
    assert made.details is not None
    assert len(made.details.ended) == len(made.referrals) == people


def test_a_strength_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match="unknown strength 'huge'; known: just, clear, strong"):
        plan("huge")
