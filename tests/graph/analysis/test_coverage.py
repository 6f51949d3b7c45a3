"""Coverage: counted as by hand, equal to a count without arrays, and at one with the rule for blank spots."""

from __future__ import annotations

from itertools import product
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.coverage import Asked, coverage, who_could, who_serves
from graph.analysis.serving import DIMENSIONS, service_lines
from graph.gaps.find import find_gaps
from graph.records import Entity, relation
from tests.support.networks import network, organisation

BOEKEL, OSS, VUGHT = "GM0755", "GM0828", "GM0865"
PLACES = {BOEKEL: ("Boekel", 51.60, 5.67), OSS: ("Oss", 51.77, 5.52), VUGHT: ("Vught", 51.65, 5.29)}


def area(code):
    name, lat, lon = PLACES[code]
    return Entity(code, "gebied_gemeente", name, {"lat": lat, "lon": lon})


REGION = [*map(area, PLACES), Entity("AM27", "arbeidsmarktregio", "Noordoost-Brabant")]
WITHIN = [relation("onderdeel_van", code, "AM27") for code in PLACES]


def serves(source, target, **properties):
    return relation("levert_aan", source, target, properties)


def region(organisations, relations=()):
    return network([*REGION, *organisations], [*WITHIN, *relations])


def cell(found, row, column, name="organisations"):
    return getattr(found, name)[found.cell(row, column)]


def test_an_organisation_serves_the_municipality_that_it_stands_in():
    here = region([organisation("a", gm_code=OSS, life_domains=("wonen",), capacity=7, waiting_days=14)])
    found = coverage(here)
    assert [cell(found, OSS, "wonen", n) for n in ("organisations", "capacity", "waiting_days")] == [1, 7, 14]
    assert cell(found, BOEKEL, "wonen") == 0


def test_a_relation_serves_a_municipality_or_all_those_of_a_region():
    here = region(
        [organisation("a", gm_code=OSS), organisation("b", gm_code=OSS)],
        [serves("a", BOEKEL, life_domain="wonen"), serves("b", "AM27", life_domain="taal")],
    )
    found = coverage(here)
    assert [cell(found, code, "wonen") for code in (BOEKEL, OSS, VUGHT)] == [1, 0, 0]
    assert [cell(found, code, "taal") for code in (BOEKEL, OSS, VUGHT)] == [1, 1, 1]


def test_a_relation_between_organisations_covers_no_municipality():
    here = region([organisation("a"), organisation("b", gm_code=OSS)], [serves("a", "b", life_domain="wonen")])
    assert coverage(here).organisations.sum() == 0


def test_what_a_relation_leaves_out_its_organisation_says():
    a = organisation("a", life_domains=("wonen",), target_groups=("pro",), capacity=3, waiting_days=9)
    found = coverage(region([a], [serves("a", BOEKEL, stage="matching")]), "life_domain", "stage")
    assert [cell(found, "wonen", "matching", n) for n in ("organisations", "capacity", "waiting_days")] == [1, 3, 9]
    groups = coverage(region([a], [serves("a", BOEKEL, stage="matching")]), "municipality", "target_group")
    assert (cell(groups, BOEKEL, "pro"), cell(groups, BOEKEL, "vso")) == (1, 0)


def test_who_names_no_target_group_works_for_all_of_them():
    found = coverage(region([organisation("a", gm_code=OSS)]), "municipality", "target_group")
    assert (found.organisations[found.row_codes.index(OSS)] == 1).all()


def test_capacities_of_relations_add_up_and_go_before_that_of_the_whole():
    a = organisation("a", life_domains=("wonen",), capacity=100, waiting_days=50)
    lines = [
        serves("a", OSS, stage=s, capacity=c, waiting_days=w) for s, c, w in (("matching", 4, 8), ("opstap", 6, 3))
    ]
    found = coverage(region([a], lines))
    assert [cell(found, OSS, "wonen", n) for n in ("organisations", "capacity", "waiting_days")] == [1, 10, 3]


def test_the_waiting_time_of_a_cell_is_the_median_and_the_shortest_stands_beside_it():
    made = [organisation(f"o{d}", gm_code=OSS, life_domains=("wonen",), waiting_days=d) for d in (2, 10, 30)]
    found = coverage(region([*made, organisation("silent", gm_code=OSS, life_domains=("wonen",))]))
    assert [cell(found, OSS, "wonen", n) for n in ("organisations", "waiting_days", "soonest_days")] == [4, 10, 2]


def test_one_statement_must_cover_both_row_and_column():
    lines = [serves("a", OSS, life_domain="wonen"), serves("a", BOEKEL, life_domain="taal")]
    found = coverage(region([organisation("a")], lines))
    assert (cell(found, OSS, "wonen"), cell(found, OSS, "taal")) == (1, 0)


def test_white_is_told_apart_from_not_filled_in():
    made = [organisation("a", gm_code=OSS, life_domains=("wonen",)), organisation("b", gm_code=BOEKEL)]
    found = coverage(region(made))
    assert cell(found, OSS, "wonen", "state") == "served"
    assert cell(found, BOEKEL, "wonen", "state") == "white"
    assert cell(found, BOEKEL, "taal", "state") == "unknown"  # nobody says anything about language
    assert cell(found, VUGHT, "wonen", "state") == "unknown"  # nobody says anything about Vught


def test_a_white_spot_knows_the_nearest_that_serves_the_same():
    made = [organisation(f"o{c}", gm_code=c, life_domains=("wonen",)) for c in (OSS, VUGHT)]
    here = region([*made, organisation("b", gm_code=BOEKEL)])
    for rows, columns in (("municipality", "life_domain"), ("life_domain", "municipality")):
        found = coverage(here, rows, columns)
        at = found.cell(*((BOEKEL, "wonen") if rows == "municipality" else ("wonen", BOEKEL)))
        assert found.nearest_km[at] == pytest.approx(21.5, abs=0.2)
        assert here.ids[found.nearest[at]] == f"o{OSS}"


def test_who_could_are_those_elsewhere_nearest_first_then_those_of_the_same_kind_here():
    made = [
        organisation("far", "zorgaanbieder", gm_code=VUGHT, life_domains=("verslaving",)),
        organisation("near", "zorgaanbieder", gm_code=OSS, life_domains=("verslaving",), capacity=5),
        organisation("here", "zorgaanbieder", gm_code=BOEKEL, life_domains=("psychisch",)),
        organisation("other", "woningcorporatie", gm_code=BOEKEL, life_domains=("wonen",)),
    ]
    found = who_could(region(made), Asked(municipality=BOEKEL, life_domain="verslaving"))
    assert [(c.id, c.differs) for c in found] == [
        ("near", "municipality"),
        ("far", "municipality"),
        ("here", "life_domain"),
    ]
    assert (found[0].serves, found[0].capacity, found[2].serves) == ((OSS,), 5, ("psychisch",))


def test_who_serves_already_is_no_candidate():
    made = [organisation("a", gm_code=OSS, life_domains=("wonen",))]
    here = region(made, [serves("a", BOEKEL, life_domain="wonen")])
    assert who_could(here, Asked(municipality=BOEKEL, life_domain="wonen")) == ()


def test_what_is_behind_a_cell_names_its_relations():
    said = serves("a", "AM27", life_domain="wonen", capacity=4)
    (one,) = who_serves(region([organisation("a", gm_code=OSS)], [said]), Asked(OSS, "wonen"))
    assert (one.relations, one.own, one.capacity, one.shared) == ((said.id,), False, 4, True)


def test_rows_and_columns_must_differ():
    with pytest.raises(ValueError, match="different"):
        coverage(region([]), "stage", "stage")


def test_a_region_without_organisations_has_no_coverage():
    found = coverage(region([]))
    assert (found.state == "unknown").all()


def test_the_gap_rule_finds_no_blank_spot_that_coverage_calls_served():
    made = [organisation("a", gm_code=OSS), organisation("b", gm_code=VUGHT, life_domains=("wonen",))]
    without = region(made, [serves("b", OSS)])  # the relation says where, the organisation what
    assert cell(coverage(without), OSS, "wonen", "state") == "served"
    assert not [g for g in find_gaps(without, ["witte_vlek"]) if g.municipality == OSS]


# A count without arrays, as slow as it is plain.

some = {
    "life_domain": ("wonen", "taal", "werk"),
    "target_group": ("pro", "vso"),
    "stage": ("in_beeld", "matching"),
}
numbers = st.one_of(st.none(), st.integers(0, 30))


def properties(draw, names):
    values = {name: draw(numbers) for name in ("capacity", "waiting_days")}
    values |= {name: draw(one) for name, one in names.items()}
    return {name: value for name, value in values.items() if value not in (None, ())}


@st.composite
def regions(draw):
    lists = {
        f"{name}s": st.lists(st.sampled_from(codes), unique=True).map(lambda v: tuple(sorted(v)))
        for name, codes in some.items()
    }
    single = {name: st.one_of(st.none(), st.sampled_from(codes)) for name, codes in some.items()}
    where = {"gm_code": st.sampled_from([*PLACES, None])}
    made = [organisation(f"o{i}", **properties(draw, lists | where)) for i in range(draw(st.integers(0, 5)))]
    lines = {}
    for _ in range(draw(st.integers(0, 8)) if made else 0):
        one = serves(
            draw(st.sampled_from([e.id for e in made])),
            draw(st.sampled_from([*PLACES, "AM27"])),
            **properties(draw, single),
        )
        lines[one.id] = one
    return region(made, lines.values())


def by_hand(here, wanted):
    """Organisation, capacity and waiting days of each that serves what is wanted, read record by record."""

    def covers(codes, dimension):
        return wanted[dimension] is None or wanted[dimension] in codes

    answer = {}
    for e in here.organisations:
        said = [({}, {e.properties.get("gm_code")} & set(PLACES))]
        own = [r for r in here.relations_of("levert_aan") if r.source == e.id]
        said += [(r.properties, set(PLACES) if r.target == "AM27" else {r.target}) for r in own]
        capacities, waits, any_line = [], [], False
        for line, places in said:
            codes = {d: (line[d],) if line.get(d) else e.properties.get(f"{d}s", ()) for d in some}
            codes["target_group"] = codes["target_group"] or here.schema.codes["target_groups"].codes
            codes["municipality"] = places
            if not all(covers(codes[d], d) for d in DIMENSIONS):
                continue
            any_line = True
            if line.get("capacity") is not None:
                capacities.append(line["capacity"])
            waits.append(line.get("waiting_days", e.properties.get("waiting_days")))
        if any_line:
            told = [w for w in waits if w is not None]
            answer[e.id] = (sum(capacities) if capacities else e.properties.get("capacity"), min(told, default=None))
    return answer


@given(regions(), st.permutations(DIMENSIONS), st.data())
@settings(max_examples=60, deadline=None)
def test_every_cell_equals_a_count_by_hand(here, order, data):
    rows, columns, third, _ = order
    codes = {"municipality": tuple(PLACES), **some}
    asked = Asked().at(third, data.draw(st.one_of(st.none(), st.sampled_from(codes[third]))))
    found = coverage(here, rows, columns, asked)
    for row, column in product(codes[rows], codes[columns]):
        wanted = {d: asked.code(d) for d in DIMENSIONS} | {rows: row, columns: column}
        hand = by_hand(here, wanted)
        assert cell(found, row, column) == len(hand)
        assert {s.id: (s.capacity, s.waiting_days) for s in who_serves(here, found.asked_in(row, column))} == hand
        known = [c for c, _ in hand.values() if c is not None]
        assert cell(found, row, column, "stated") == len(known)
        np.testing.assert_equal(cell(found, row, column, "capacity"), float(sum(known)) if known else np.nan)
        waits = [w for _, w in hand.values() if w is not None]
        np.testing.assert_equal(cell(found, row, column, "waiting_days"), float(median(waits)) if waits else np.nan)


@given(regions())
@settings(max_examples=30, deadline=None)
def test_a_candidate_serves_all_but_one_of_what_was_asked(here):
    lines = service_lines(here)
    asked = Asked(OSS, "wonen", None, "matching")
    serving = {s.id for s in who_serves(here, asked, lines)}
    for one in who_could(here, asked, lines):
        assert one.id not in serving
        assert one.id in {s.id for s in who_serves(here, asked.at(one.differs, None), lines)}


@given(regions())
@settings(max_examples=30, deadline=None)
def test_the_matrix_turned_is_the_same_matrix(here):
    one, other = coverage(here, "municipality", "stage"), coverage(here, "stage", "municipality")
    for name in ("organisations", "capacity", "waiting_days", "state", "nearest_km"):
        np.testing.assert_equal(getattr(one, name), getattr(other, name).T)
