"""The account of an import as tables, the empty templates, and the map as one file."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from graph.store.embedded import EmbeddedStore
from loaders.account import Account
from loaders.importing import read_files
from loaders.tables import Source
from pages.views import gegevens as view
from tests.support.networks import both, network

FILE = b"org_id;naam;soort;kleur\nn1;School;mbo;rood\nn2;;mbo;\nn3;Wie;onbekend;\n"


@pytest.fixture
def account(tmp_path: Path) -> Account:
    with EmbeddedStore(tmp_path / "map.db") as store:
        return read_files([Source("a.csv", None, FILE), Source("b.csv", None, b"x;y\n1;2\n")], store, "nl").account


def test_every_row_is_accounted_for(account: Account) -> None:
    table = view.account_table(account, "nl").set_index("Bestand")
    row = table.loc["a.csv"]
    assert row["Gelezen"] == row["Nieuw"] + row["Veranderd"] + row["Gelijk gebleven"] + row["Afgekeurd"] == 3
    assert table.loc["b.csv", "Soort bestand"] == "geweigerd"


def test_every_problem_has_its_place_and_errors_come_first(account: Account) -> None:
    table = view.problem_table(account, "nl")
    assert len(table) == len(account.problems)
    assert table["Wat is het"].tolist() == sorted(table["Wat is het"], key=lambda severity: severity != "Fout")
    first = table[(table["Bestand"] == "a.csv") & (table["Kolom"] == "naam")].iloc[0]
    assert first["Rij"] == 3


def test_columns_that_say_nothing_are_left_out(account: Account) -> None:
    assert "Blad" not in view.problem_table(account, "nl").columns


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_template_is_recognised_when_it_comes_back(language: str, tmp_path: Path) -> None:
    files = view.template_files(language)
    assert list(files) == ["organisaties.csv", "relaties.csv", "doorverwijzingen.csv"]
    with EmbeddedStore(tmp_path / "map.db") as store:
        account = read_files([Source(name, None, content) for name, content in files.items()], store, language).account
    assert [file.template for file in account.files] == [name.removesuffix(".csv") for name in files]


def test_several_files_go_into_one_zip() -> None:
    found = network(["a", "b"], both("a", "b"))
    packed = zipfile.ZipFile(io.BytesIO(view.export(found, "csv", "nl").content))
    rows = list(csv.reader(io.TextIOWrapper(packed.open("organisaties.csv"), "utf-8-sig"), delimiter=";"))
    assert [row[0] for row in rows] == ["org_id", "a", "b"]


def test_the_same_map_gives_the_same_file() -> None:
    found = network(["a", "b"], both("a", "b"))
    assert view.export(found, "csv", "nl") == view.export(found, "csv", "nl")


def test_a_file_is_named_after_its_region() -> None:
    assert view.export_name("csv", "AM27") == "ketenkaart-AM27.zip"
    assert view.export_name("gexf", None) == "ketenkaart-alles.gexf"
