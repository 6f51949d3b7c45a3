"""The domain as data: what may be declared, what is refused, and that a new kind touches only YAML."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from graph.network import Scope, build_network
from graph.records import Batch, Entity, relation
from graph.schema import DATA, SchemaError, load_schema
from graph.validate import batch_problems


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of data/schema that a test may spoil."""
    return Path(shutil.copytree(DATA / "schema", tmp_path / "schema"))


def edit(home: Path, file: str, *path: str, value: object) -> None:
    """Set one value deep in a YAML file."""
    document = yaml.safe_load((home / file).read_text(encoding="utf-8"))
    at = document
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    (home / file).write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")


ORGANISATIONS = """gemeente sociale_dienst jongerenloket pro vso vo mbo ho werkgever zorgaanbieder doorstroompunt uwv
werkcentrum jobcoachorganisatie sociaal_ontwikkelbedrijf woningcorporatie schuldhulp maatschappelijk netwerk overig"""
RELATIONS = "samenwerking levert_aan plicht_voor lid_van onderdeel_van plaatsing opstap"


def test_has_every_kind_that_the_templates_promise() -> None:
    schema = load_schema()
    assert schema.organisations == set(ORGANISATIONS.split())
    assert set(RELATIONS.split()) <= set(schema.relations)


def test_has_the_life_domains_of_the_mission() -> None:
    assert {"wonen", "financien", "werk", "mantelzorg", "psychisch", "onderwijs"} <= set(
        load_schema().codes["life_domains"].codes
    )


def test_stages_are_in_the_order_of_the_chain() -> None:
    stages = list(load_schema().codes["stages"].codes)
    assert stages.index("in_beeld") < stages.index("transitie") < stages.index("opstap") < stages.index("duurzaam_werk")


@pytest.mark.parametrize(
    "typed", ["pro", "PrO", " Praktijkonderwijs (PrO) ", "Practical school (PrO)", "praktijkonderwijs"]
)
def test_a_kind_is_found_by_code_or_label_in_both_languages(typed: str) -> None:
    from graph.schema import fold

    assert load_schema().entity_names[fold(typed)] == "pro"


def test_every_kind_of_organisation_looks_different_from_every_other() -> None:
    looks = [(k.sector, k.shape, k.icon) for k in load_schema().entities.values() if k.cls.name == "organisation"]
    assert len({(sector, shape) for sector, shape, _ in looks}) == len(looks)


@pytest.mark.parametrize(
    ("file", "path", "value", "fault"),
    [
        ("entities.yaml", ("kinds", "pro", "hue"), "red", "Additional properties"),
        ("entities.yaml", ("kinds", "pro", "class"), "schoool", "not declared"),
        ("entities.yaml", ("kinds", "pro", "sector"), "scholing", "not a code of sectors"),
        ("entities.yaml", ("kinds", "pro", "node"), "Pro School`) DETACH DELETE n", "does not match"),
        ("entities.yaml", ("kinds", "pro", "node"), "Employer", "used twice"),
        ("entities.yaml", ("kinds", "pro", "label"), {"nl": "PrO"}, "'en' is a required property"),
        ("relations.yaml", ("kinds", "opstap", "to"), ["organization"], "neither a class nor a kind"),
        ("relations.yaml", ("kinds", "opstap", "properties"), ["hours"], "not declared"),
        ("referrals.yaml", ("properties", "handover", "codes"), "warmth", "unknown code list"),
        ("referrals.yaml", ("properties", "feedback_on", "after"), "sent_on", "which is not declared"),
    ],
)
def test_a_fault_is_refused_and_named(copy: Path, file: str, path: tuple[str, ...], value: object, fault: str) -> None:
    edit(copy, file, *path, value=value)
    with pytest.raises(SchemaError, match=fault):
        load_schema(copy)


def test_a_key_that_stands_twice_is_refused(copy: Path) -> None:
    with (copy / "codes.yaml").open("a", encoding="utf-8") as file:
        file.write("\noutcomes:\n  label: {nl: a, en: b}\n  codes: {open: {label: {nl: a, en: b}}}\n")
    with pytest.raises(SchemaError, match="twice"):
        load_schema(copy)


def test_all_faults_are_told_at_once(copy: Path) -> None:
    edit(copy, "entities.yaml", "kinds", "pro", "class", value="x")
    edit(copy, "relations.yaml", "kinds", "opstap", "to", value=["y"])
    with pytest.raises(SchemaError) as caught:
        load_schema(copy)
    assert len(caught.value.faults) == 2


def test_adding_a_kind_touches_only_yaml(copy: Path) -> None:
    """A new kind of organisation and of relation: validated and in snapshots, with no line of code."""
    library = {
        "class": "organisation", "sector": "zorg", "node": "Library", "shape": "hexagon", "icon": "book",
        "label": {"nl": "Bibliotheek", "en": "Library"}, "plural": {"nl": "Bibliotheken", "en": "Libraries"},
    }  # fmt: skip
    lends = {
        "label": {"nl": "leent ruimte aan", "en": "lends space to"}, "title": {"nl": "Ruimte", "en": "Space"},
        "edge": "LENDS_SPACE_TO", "colour": "#123456", "from": ["bibliotheek"], "to": ["organisation"],
        "properties": ["provenance"],
    }  # fmt: skip
    edit(copy, "entities.yaml", "kinds", "bibliotheek", value=library)
    edit(copy, "relations.yaml", "kinds", "ruimte", value=lends)
    schema = load_schema(copy)
    batch = Batch(
        (Entity("b1", "bibliotheek", "Bibliotheek (fictief)"), Entity("m1", "mbo", "Mbo (fictief)")),
        (relation("ruimte", "b1", "m1", schema=schema),),
    )
    assert batch_problems(batch, schema, lambda ids: {}) == ()
    assert batch_problems(batch, load_schema(), lambda ids: {}) != ()
    network = build_network(Scope(), batch.entities, batch.relations, (), schema=schema)
    assert network.n_organisations == 2
