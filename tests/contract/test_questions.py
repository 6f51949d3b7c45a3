"""What stores answer about a region small enough to count on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pandas as pd
import pytest

from graph.network import Outside, Scope, referral_frame
from graph.records import Batch, Entity, relation
from graph.store.contract import FlowBy, GraphStore
from tests.contract.region import NIJMEGEN, REFERRALS, REGION, RELATIONS

AM27 = Scope(regions=("AM27",))
IN_AM27 = {"AM27", "GM0828", "GM0856", "GM1948", "hooge", "baas", "loket", "trefpunt", "udens", "oud"}
JOINED = {"pact", "vak", "balie"}


@pytest.fixture
def region(store: GraphStore) -> Iterator[GraphStore]:
    store.write(REGION, who="test", why="region")
    return store


def ids(store: GraphStore, scope: Scope, as_of: date | None = None) -> set[str]:
    return set(store.snapshot(scope, as_of).ids)


def test_without_a_scope_everything_but_candidates(region: GraphStore) -> None:
    network = region.snapshot()
    assert set(network.ids) == {e.id for e in REGION.entities} - {"k-1"}
    assert [r.id for r in network.relations] == sorted(r.id for r in RELATIONS if r.source != "k-1")
    assert network.outside == Outside(0, 0)
    assert network.revision == 1


def test_organisations_come_first_then_the_rest_each_by_id(region: GraphStore) -> None:
    network = region.snapshot(AM27)
    assert network.ids[: network.n_organisations] == ("baas", "hooge", "loket", "oud", "trefpunt", "udens")
    assert list(network.ids[network.n_organisations :]) == sorted({"AM27", "GM0828", "GM0856", "GM1948", *JOINED})


def test_a_region_holds_its_municipalities_their_organisations_and_what_is_joined_to_them(region: GraphStore) -> None:
    network = region.snapshot(AM27)
    assert set(network.ids) == IN_AM27 | JOINED
    assert "samenwerking|loket|roc" not in {r.id for r in network.relations}
    assert network.outside == Outside(relations=1, referrals=1)
    assert set(network.referrals["case"]) == {"c1", "c2", "c3"}


def test_an_organisation_may_be_part_of_a_region_without_a_municipality(region: GraphStore) -> None:
    assert "trefpunt" in ids(region, AM27)
    assert "trefpunt" not in ids(region, Scope(municipalities=("GM0828", "GM1948")))


def test_a_municipality(region: GraphStore) -> None:
    network = region.snapshot(Scope(municipalities=("GM0828",)))
    assert set(network.ids) == {"GM0828", "hooge", "baas", "oud", "pact", "vak"}
    # The region of Oss, and the partners elsewhere, are outside.
    assert network.outside == Outside(relations=2, referrals=2)


def test_regions_and_municipalities_together(region: GraphStore) -> None:
    both = Scope(regions=("AM99",), municipalities=("GM0828",))
    assert ids(region, both) == {"AM99", "GM0268", "roc", "verdrag", "GM0828", "hooge", "baas", "oud", "pact", "vak"}


def test_a_municipality_without_an_area_counts_by_its_code(region: GraphStore) -> None:
    region.write(Batch((Entity("ver", "pro", "Ver weg", {"gm_code": "GM0034"}),)), who="", why="")
    assert ids(region, Scope(municipalities=("GM0034",))) == {"ver"}


def test_an_unknown_region_is_empty(region: GraphStore) -> None:
    network = region.snapshot(Scope(regions=("AM77",)))
    assert (network.entities, network.relations, network.outside) == ((), (), Outside())
    assert network.referrals.empty


def test_an_organisation_named_as_region_is_no_region(region: GraphStore) -> None:
    assert ids(region, Scope(regions=("hooge",))) == set()


@pytest.mark.parametrize(
    ("as_of", "gone"),
    [
        (date(2024, 1, 1), {"oud", "GM0856", "udens"}),
        (date(2021, 12, 31), {"oud"}),
        (date(2019, 12, 31), {"baas", "GM1948", "loket", "vak", "balie"}),
        (date(2020, 1, 1), {"oud"}),
        (date(2009, 12, 31), {"oud", "baas", "GM1948", "loket", "vak", "balie", "GM0856", "udens"}),
    ],
)
def test_only_what_is_valid_on_a_day_counts(region: GraphStore, as_of: date, gone: set[str]) -> None:
    network = region.snapshot(AM27, as_of)
    assert set(network.ids) == (IN_AM27 | JOINED) - gone
    assert network.as_of == as_of
    assert all((r.valid_from or as_of) <= as_of <= (r.valid_to or as_of) for r in network.relations)


def test_kinds_leave_out_the_others_but_not_the_places(region: GraphStore) -> None:
    network = region.snapshot(Scope(regions=("AM27",), kinds=("pro", "jongerenloket", "convenant")))
    assert set(network.ids) == {"AM27", "GM0828", "GM0856", "GM1948", "hooge", "loket", "pact"}
    assert set(network.referrals["case"]) == {"c2"}
    assert network.outside == Outside(relations=5, referrals=4)


def test_relation_kinds_leave_out_other_relations_only(region: GraphStore) -> None:
    network = region.snapshot(Scope(regions=("AM27",), relation_kinds=("samenwerking",)))
    assert set(network.ids) == IN_AM27 | JOINED
    assert {r.kind for r in network.relations} == {"samenwerking"}
    assert network.outside == Outside(relations=1, referrals=1)


@pytest.mark.parametrize(
    ("start", "end", "n", "outside"),
    [
        (date(2024, 1, 10), None, 3, 1),
        (date(2024, 1, 11), date(2024, 3, 1), 2, 0),
        (None, date(2023, 12, 31), 1, 0),
        (date(2025, 1, 1), None, 0, 0),
    ],
)
def test_a_period_holds_both_its_days(
    region: GraphStore, start: date | None, end: date | None, n: int, outside: int
) -> None:
    network = region.snapshot(Scope(regions=("AM27",), start=start, end=end))
    assert (len(network.referrals), network.outside.referrals) == (n, outside)
    assert len(network.relations) == 12


def test_candidates_are_never_found(region: GraphStore) -> None:
    assert region.counts().entities == len(REGION.entities)
    assert "k-1" not in region.snapshot().ids
    assert all(e.id != "k-1" for e in region.search("kandidaat"))
    assert region.search("k 1") == ()
    assert region.search("oss", kinds=("kandidaat",)) == ()
    assert "k-1" not in region.neighbourhood("vak", 3).ids
    assert region.neighbourhood("k-1").entities == ()
    assert region.neighbourhood("vak").outside.relations == 3  # of baas; the placement is not counted


def test_referrals_are_those_of_the_snapshot_with_ids_as_ends(region: GraphStore) -> None:
    table = region.referrals()
    expected = referral_frame(REFERRALS).sort_values(["case", "date", "id"], ignore_index=True)
    pd.testing.assert_frame_equal(table, expected)
    assert set(region.referrals(AM27)["target"]) == {"baas", "loket", "hooge"}
    assert list(region.referrals(Scope(regions=("AM77",))).columns) == list(table.columns)


FLOWS: list[tuple[FlowBy, list[tuple[str | None, str | None, int, int]]]] = [
    (
        "organisation",
        [("hooge", "baas", 2, 1), ("hooge", "loket", 1, 1), ("loket", "roc", 1, 1), ("trefpunt", "hooge", 1, 1)],
    ),
    (
        "kind",
        [
            ("jongerenloket", "mbo", 1, 1),
            ("netwerk", "pro", 1, 1),
            ("pro", "jongerenloket", 1, 1),
            ("pro", "werkgever", 2, 1),
        ],
    ),
    ("stage", [("werkend_leren", "matching", 2, 1), (None, None, 3, 2)]),
    (
        "municipality",
        [("GM0828", "GM0828", 2, 1), ("GM0828", "GM1948", 1, 1), ("GM1948", "GM0268", 1, 1), (None, "GM0828", 1, 1)],
    ),
]


@pytest.mark.parametrize(("by", "rows"), FLOWS)
def test_flows_count_referrals_and_cases_by_their_ends(
    region: GraphStore, by: FlowBy, rows: list[tuple[str | None, str | None, int, int]]
) -> None:
    table = region.referral_flows(by=by)
    assert list(table.columns) == ["source", "target", "referrals", "cases"]
    assert list(table.itertuples(index=False, name=None)) == rows
    assert [str(dtype) for dtype in table.dtypes] == ["object", "object", "int64", "int64"]


def test_flows_keep_to_the_scope(region: GraphStore) -> None:
    table = region.referral_flows(Scope(regions=("AM27",), start=date(2024, 1, 1), end=date(2024, 2, 28)))
    assert list(table.itertuples(index=False, name=None)) == [("hooge", "baas", 1, 1), ("hooge", "loket", 1, 1)]
    assert region.referral_flows(Scope(regions=("AM77",))).empty


def test_a_neighbourhood_is_nearest_first(region: GraphStore) -> None:
    assert set(region.neighbourhood("hooge", 0).ids) == {"hooge"}
    assert set(region.neighbourhood("hooge").ids) == {"hooge", "baas", "loket", "pact"}
    assert set(region.neighbourhood("pact", 2).ids) == {"pact", "hooge", "baas", "loket"}
    assert set(region.neighbourhood("hooge", 2, limit=5).ids) == {"hooge", "baas", "loket", "pact", "GM1948"}
    assert set(region.neighbourhood("hooge", 2, limit=3).ids) == {"hooge", "baas", "loket"}


def test_a_neighbourhood_has_the_relations_among_its_entities_and_no_referrals(region: GraphStore) -> None:
    network = region.neighbourhood("hooge")
    assert {r.id for r in network.relations} == {
        "samenwerking|hooge|baas", "samenwerking|baas|hooge", "samenwerking|hooge|loket", "lid_van|hooge|pact",
    }  # fmt: skip
    assert network.referrals.empty
    # baas-oud, baas-vak; loket-roc, loket-GM1948, balie-loket
    assert network.outside == Outside(relations=5, referrals=0)
    assert network.revision == 1


def test_the_neighbourhood_of_an_unknown_entity_is_empty(region: GraphStore) -> None:
    assert region.neighbourhood("niets", 2).entities == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cafe", ["baas"]),
        ("CAFÉ baa", ["baas"]),
        ("baas café", ["baas"]),
        ("aas", []),
        ("caf baas", []),
        ("oss", ["GM0828", "pact"]),
        ("o", ["GM0828", "oud", "pact"]),
        ("hooge", ["hooge"]),
        ("gm0828", ["GM0828"]),
        ("nijmegen", ["GM0268", "roc", "verdrag"]),
        ("de hooge sch", ["hooge"]),
        ("", []),
        ("  - & ", []),
        ("oss niets", []),
        ('"oss" OR *', []),
        ("oss AND pact", []),
        ("name:oss", []),
    ],
)
def test_search(region: GraphStore, text: str, found: list[str]) -> None:
    assert [e.id for e in region.search(text)] == found


def test_search_by_kind_and_up_to_a_limit(region: GraphStore) -> None:
    assert [e.id for e in region.search("nijmegen", kinds=("mbo", "pro"))] == ["roc"]
    assert [e.id for e in region.search("nijmegen", limit=2)] == ["GM0268", "roc"]
    assert region.search("nijmegen", limit=0) == ()


def test_search_follows_a_new_name(region: GraphStore) -> None:
    region.write(Batch((Entity("roc", "mbo", "Rijn College"),)), who="", why="")
    assert [e.id for e in region.search("rijn")] == ["roc"]
    assert [e.id for e in region.search("roc nijmegen")] == []


def test_search_among_many_gives_the_best(store: GraphStore) -> None:
    crowd = tuple(Entity(f"x{n}", "pro", f"Zorg in wijk {n}") for n in range(400))
    store.write(Batch((*crowd, Entity("y", "pro", "Zorg"))), who="", why="")
    assert [e.id for e in store.search("zorg", limit=3)] == ["y", "x0", "x1"]


def test_paths_are_the_shortest_in_any_direction_in_order(region: GraphStore) -> None:
    assert region.paths("baas", "roc") == (("baas", "hooge", "loket", "roc"),)
    assert region.paths("roc", "baas") == (("roc", "loket", "hooge", "baas"),)
    region.write(
        Batch((), (relation("samenwerking", "trefpunt", "baas"), relation("opstap", "roc", "trefpunt"))), who="", why=""
    )
    assert region.paths("baas", "roc") == (("baas", "trefpunt", "roc"),)


def test_paths_lead_over_organisations_only(region: GraphStore) -> None:
    assert region.paths("hooge", "GM0828") == ()
    assert region.paths("hooge", "udens") == ()
    assert region.paths("hooge", "niets") == ()
    assert region.paths("hooge", "hooge") == (("hooge",),)


def test_of_many_paths_the_first_ones(store: GraphStore) -> None:
    ring = [f"o{n}" for n in range(6)]
    entities = tuple(Entity(i, "pro", i, NIJMEGEN) for i in ("a", "z", *ring))
    links = tuple(relation("samenwerking", end, i) for i in ring for end in ("a", "z"))
    store.write(Batch(entities, links), who="", why="")
    assert store.paths("a", "z", limit=3) == (("a", "o0", "z"), ("a", "o1", "z"), ("a", "o2", "z"))
    assert len(store.paths("a", "z")) == 6
    assert store.paths("a", "z", limit=0) == ()


@pytest.mark.parametrize(("length", "found"), [(6, 1), (7, 0)])
def test_paths_are_at_most_six_relations_long(store: GraphStore, length: int, found: int) -> None:
    chain = [f"o{n}" for n in range(length + 1)]
    entities = tuple(Entity(i, "pro", i) for i in chain)
    links = tuple(relation("samenwerking", a, b) for a, b in pairwise(chain))
    store.write(Batch(entities, links), who="", why="")
    assert len(store.paths(chain[0], chain[-1])) == found
