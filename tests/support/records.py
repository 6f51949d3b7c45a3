"""Hypothesis strategies for records that the schema allows, and for what may become of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hypothesis import strategies as st

from graph.records import Entity, Referral, Relation, Value, referral, relation
from graph.schema import Property, load_schema

SCHEMA = load_schema()
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
NAMES = TEXT.map(lambda text: f"n{text}")
EXTRAS: st.SearchStrategy[Value] = st.one_of(
    TEXT,
    st.integers(-(2**63) + 1, 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    DAYS,
    st.sampled_from(("2026-01-31", '{"date":"2026-01-31"}', "null", "", "true", "1")),
)


def value_of(prop: Property) -> st.SearchStrategy[Value]:
    """Values that a declared property may hold; dates late enough for every other date."""
    if prop.type == "date":
        return st.dates(date(2041, 1, 1), date(2045, 12, 31))
    if prop.type == "boolean":
        return st.just(True) if prop.name == "consent" else st.booleans()
    if prop.type == "integer":
        return st.integers(int(prop.min or 0), int(prop.max or 2**31))
    if prop.type == "number":
        return st.floats(prop.min or 0, prop.max or 1e6, allow_nan=False)
    if prop.codes:
        codes = st.sampled_from(sorted(SCHEMA.codes[prop.codes].codes))
        many = st.frozensets(codes, max_size=3).map(lambda found: tuple(sorted(found)))
        return codes if prop.type == "code" else many
    if prop.type == "municipality":
        return st.sampled_from(("GM0828", "GM0796", "GM1721"))
    if prop.type == "url":
        return st.just("https://www.oss.nl/a?b=c")
    return st.from_regex(prop.pattern, fullmatch=True) if prop.pattern else TEXT


def properties(declared: Mapping[str, Property], without: tuple[str, ...] = ()) -> st.SearchStrategy[dict[str, Value]]:
    """Any selection of the declared properties, and some extra ones (also called like JSON's own words)."""
    own = {name: value_of(prop) for name, prop in declared.items() if name not in without and prop.requires is None}
    names = st.sampled_from(("date", "type", "kleur", "opmerking é", "x y", "id"))
    extras = st.dictionaries(names.filter(lambda name: name not in declared), EXTRAS, max_size=3)
    return st.builds(lambda a, b: {**a, **b}, st.fixed_dictionaries({}, optional=own), extras)


@st.composite
def a_few_properties(draw: st.DrawFn, declared: Mapping[str, Property], extras: tuple[str, ...]) -> dict[str, Value]:
    """At most two properties, declared or extra: small, for tests that draw many records."""
    own = sorted(name for name, prop in declared.items() if prop.requires is None)
    chosen = draw(st.lists(st.sampled_from([*own, *extras]), max_size=2, unique=True))
    return {name: draw(value_of(declared[name]) if name in declared else EXTRAS) for name in chosen}


def periods() -> st.SearchStrategy[tuple[date | None, date | None]]:
    """Begin and end of validity, either or both open."""
    early, late = st.dates(date(1990, 1, 1), date(2020, 1, 1)), st.dates(date(2020, 1, 2), date(2040, 1, 1))
    return st.tuples(st.none() | early, st.none() | late)


@st.composite
def entities(draw: st.DrawFn, identifiers: st.SearchStrategy[str], kinds: st.SearchStrategy[str]) -> Entity:
    kind = draw(kinds)
    found = draw(properties(SCHEMA.entities[kind].properties))
    return Entity(draw(identifiers), kind, draw(NAMES), found, *draw(periods()))


@st.composite
def relations(draw: st.DrawFn, ends: tuple[str, ...], kinds: st.SearchStrategy[str]) -> Relation:
    kind = draw(kinds)
    source, target = draw(st.permutations(ends))[:2]
    found = draw(properties(SCHEMA.relations[kind].properties))
    return relation(kind, source, target, found, *draw(periods()))


@st.composite
def referrals(draw: st.DrawFn, ends: tuple[str, ...]) -> Referral:
    source, target = draw(st.permutations(ends))[:2]
    case = draw(st.sampled_from(("k1", "k2", "k3")))
    on = draw(st.dates(date(2024, 1, 1), date(2024, 1, 20)))
    return referral(case, on, source, target, draw(properties(SCHEMA.referral.properties)))


ORGANISATION_KINDS = st.sampled_from(sorted(SCHEMA.organisations))
ANY_KIND = st.sampled_from(sorted(SCHEMA.entities))
BETWEEN_ORGANISATIONS = st.sampled_from(("samenwerking", "levert_aan", "plicht_voor", "lid_van", "opstap"))


def records() -> st.SearchStrategy[Entity | Relation | Referral]:
    """Any record that the schema allows, of any of the three types."""
    ends = ("a", "b", "c")
    return st.one_of(entities(st.sampled_from(ends), ANY_KIND), relations(ends, BETWEEN_ORGANISATIONS), referrals(ends))
