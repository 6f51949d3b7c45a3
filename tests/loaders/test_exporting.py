"""Exporting: what leaves can be read by others, shows no few people, and runs no formula."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO

import networkx as nx
import pytest
from defusedxml import ElementTree

from graph.network import Network
from graph.records import Entity, relation
from graph.store.embedded import EmbeddedStore
from loaders.exporting import FORMS, export_files
from loaders.graph_files import gexf_bytes, graphml_bytes, to_networkx
from loaders.importing import accept, read_files
from tests.support.files import TODAY, Upload
from tests.support.hostile import NAMES
from tests.support.networks import both, network, organisation, sent


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def region() -> Network:
    """Three organisations; seven people go from a to b, three from a to c and three from b to c."""
    events = [sent(f"K-{n}", date(2025, 1, 1 + n), "a", "b") for n in range(7)]
    events += [sent(f"L-{n}", date(2025, 2, 1 + n), "a", "c") for n in range(3)]
    events += [sent(f"M-{n}", date(2025, 3, 1 + n), "b", "c") for n in range(3)]
    a = organisation(
        "a", "gemeente", '=HYPERLINK("http://x")', gm_code="GM0828", stages=("matching", "opstap"), lat=51.5
    )
    b = organisation("b", "pro", "De <Ster> & Zoon\x0b", capacity=3, size=None, notitie="-2+3")
    return network([a, b, "c"], both("a", "b", frequency=12.5, last_contact=date(2025, 5, 1)), events)


def test_organisations_and_relations_leave_as_templates() -> None:
    files = export_files(region(), "csv", "nl")
    assert [row["org_id"] for row in table(files["organisaties.csv"])] == ["a", "b", "c"]
    rows = table(files["relaties.csv"])
    assert [(r["van_org_id"], r["naar_org_id"], r["gemeld_door"], r["frequentie"]) for r in rows] == [
        ("a", "b", "van", "12,5"),
        ("b", "a", "van", "12,5"),
    ]


def test_english_files_have_english_names_and_a_decimal_point() -> None:
    row = table(export_files(region(), "csv", "en")["relaties.csv"])[0]
    assert (row["source"], row["frequency"]) == ("a", "12.5")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_left_can_be_read_again(language: str, store: EmbeddedStore) -> None:
    files = export_files(region(), "csv", language)
    uploads = [Upload(name, content) for name, content in files.items() if name != "stromen.csv"]
    account = read_files(uploads, store, language, today=TODAY).account
    assert (account.total("new"), account.total("rejected"), account.clean) == (5, 0, True)


def test_no_cell_runs_as_a_formula() -> None:
    for content in export_files(region(), "csv", "nl").values():
        for row in csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"):
            assert not [cell for cell in row if cell[:1] in ("=", "+", "-", "@")]


def test_flows_of_few_people_are_hidden() -> None:
    rows = table(export_files(region(), "csv", "nl")["stromen.csv"])
    shown = {
        (r["van_org_id"], r["naar_org_id"]): (r["doorverwijzingen"], r["kandidaten"], r["verborgen"]) for r in rows
    }
    assert shown["a", "c"] == shown["b", "c"] == ("", "", "1")
    assert shown["a", "b"] in (("7", "7", "0"), ("", "", "1"))


@pytest.mark.parametrize("form", FORMS)
def test_no_form_holds_a_pseudonym(form: str) -> None:
    files = export_files(region(), form, "nl")  # type: ignore[arg-type]
    assert not [name for name, content in files.items() if b"K-1" in content or b"L-1" in content]


def test_a_sensitive_property_stays_out() -> None:
    point = Entity("p", "contactpunt", "Balie", {"consent": True, "person_name": "Jan de Vries", "function": "balie"})
    for form in FORMS:
        for content in export_files(network([point]), form, "nl").values():
            assert b"Vries" not in content


def test_graphml_is_read_back_by_networkx_with_types_and_without_gaps() -> None:
    graph = nx.read_graphml(BytesIO(graphml_bytes(region())), force_multigraph=True)
    assert set(graph.nodes) == {"a", "b", "c"}
    assert graph.nodes["a"]["lat"] == 51.5
    assert graph.nodes["a"]["stages"] == "matching|opstap"
    assert graph.nodes["b"]["label"] == "De <Ster> & Zoon\ufffd"
    assert "size" not in graph.nodes["b"]
    (edge,) = graph.get_edge_data("a", "b").values()
    assert (edge["kind"], edge["frequency"], edge["last_contact"]) == ("samenwerking", 12.5, "2025-05-01")


def test_gexf_is_of_version_1_3_and_is_read_back_by_networkx() -> None:
    content = gexf_bytes(region())
    assert ElementTree.fromstring(content).tag == "{http://gexf.net/1.3}gexf"
    graph = nx.read_gexf(BytesIO(content), version="1.3")
    assert {name: data["label"] for name, data in graph.nodes(data=True)}["c"] == "Name of c"
    assert graph.number_of_edges() == 2


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_any_name_comes_back_as_it_was(name: str, store: EmbeddedStore) -> None:
    region = network([organisation("a", "pro", name), "b"], both("a", "b"))
    assert nx.read_graphml(BytesIO(graphml_bytes(region)), force_multigraph=True).nodes["a"]["label"] == name
    assert nx.read_gexf(BytesIO(gexf_bytes(region)), version="1.3").nodes["a"]["label"] == name
    files = export_files(region, "csv", "nl")
    accept(read_files([Upload("organisaties.csv", files["organisaties.csv"])], store, today=TODAY), store, "test")
    assert [e.name for e in store.snapshot().organisations if e.id == "a"] == [name]


@pytest.mark.parametrize(
    "name", ["label", "id", "kind", "weight", "start", "for", "x y", "type", "pid", "viz", "parents"]
)
@pytest.mark.parametrize("write", [graphml_bytes, gexf_bytes])
def test_an_extra_property_may_have_any_name(name: str, write: object) -> None:
    extra = {name: "waarde"}
    net = network([Entity("a", "pro", "Name of a", extra), "b"], [relation("samenwerking", "a", "b", extra)])
    assert b"waarde" in write(net)  # type: ignore[operator]
    assert to_networkx(net).nodes["a"]["label"] == "Name of a"
