"""Estimates out of a table, into the store and back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from graph.analysis.estimate import Estimate, estimate_of
from graph.gaps.find import find_gaps
from graph.network import Scope
from graph.store.embedded import EmbeddedStore
from graph.store.open import open_store
from loaders.__main__ import main
from loaders.estimates import Columns, NoEstimate, estimates, keep_estimates, recognised
from loaders.generate.plan import Style
from loaders.generate.region import write_templates
from loaders.importing import accept, read_files
from loaders.indicators import Indicators, read_indicators
from loaders.reference import places_of
from loaders.tables import source_of

DAY = date(2025, 1, 1)
TABLE = "gemeente;NEET 2024;NEET laag;NEET hoog;inwoners\nGM0828;310;280,4;345;93000\nGM0796;800;750;860;160000\n"


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    with EmbeddedStore(tmp_path / "region.sqlite") as opened:
        opened.write(places_of(["GM0828", "GM1721"]), who="test", why="test")
        yield opened


def table(tmp_path: Path, text: str = TABLE) -> Indicators:
    path = tmp_path / "cijfers.csv"
    path.write_text(text, encoding="utf-8")
    return read_indicators(source_of(path))


def test_columns_are_known_by_their_names(tmp_path: Path) -> None:
    assert recognised(table(tmp_path)) == Columns("NEET 2024", "NEET laag", "NEET hoog")
    assert recognised(table(tmp_path, "gm_code;inwoners\nGM0828;9\n")) is None


def test_what_is_kept_is_what_the_table_says_and_can_be_undone(tmp_path: Path, store: EmbeddedStore) -> None:
    figures = table(tmp_path)
    count, receipt = keep_estimates(store, figures, recognised(figures), DAY, "test")
    assert (count, receipt.updated) == (1, 1)
    (oss,) = (e for e in store.snapshot().entities if e.id == "GM0828")
    assert estimate_of(oss) == Estimate(310, 280, 345, True)
    assert (oss.properties["neet_on"], oss.properties["neet_source"]) == (DAY, "cijfers.csv")
    assert oss.properties["inhabitants"]  # what was there stays
    store.undo(receipt.change, who="test")
    assert estimate_of(next(e for e in store.snapshot().entities if e.id == "GM0828")) is None


def test_keeping_twice_is_keeping_once(tmp_path: Path, store: EmbeddedStore) -> None:
    figures = table(tmp_path)
    keep_estimates(store, figures, recognised(figures), DAY, "test")
    assert keep_estimates(store, figures, recognised(figures), DAY, "test")[1].change is None


def test_limits_that_a_later_table_does_not_have_are_gone(tmp_path: Path, store: EmbeddedStore) -> None:
    figures = table(tmp_path)
    keep_estimates(store, figures, recognised(figures), DAY, "test")
    keep_estimates(store, figures, Columns("NEET 2024"), DAY, "test")
    (oss,) = (e for e in store.snapshot().entities if e.id == "GM0828")
    assert estimate_of(oss) == Estimate(310, 276, 347, False)


@pytest.mark.parametrize(
    ("columns", "key"),
    [
        (Columns("weg"), "estimates.no_column"),
        (Columns("NEET 2024", low="NEET laag"), "estimates.one_limit"),
        (Columns("NEET laag", low="NEET 2024", high="NEET hoog"), "estimates.bad_number"),
    ],
)
def test_what_cannot_be_an_estimate_is_refused(tmp_path: Path, columns: Columns, key: str) -> None:
    with pytest.raises(NoEstimate) as refused:
        estimates(table(tmp_path), columns, DAY, {e.id: e for e in places_of(["GM0828"]).entities})
    assert refused.value.key == key


def test_a_table_of_elsewhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoEstimate) as refused:
        estimates(table(tmp_path), Columns("NEET 2024"), DAY, {})
    assert refused.value.key == "estimates.no_place"


def test_a_backup_holds_the_estimates(tmp_path: Path, store: EmbeddedStore) -> None:
    figures = table(tmp_path)
    keep_estimates(store, figures, recognised(figures), DAY, "test")
    address = f"sqlite:///{(tmp_path / 'region.sqlite').as_posix()}"
    assert main(["export", "--format", "backup", "--store", address, "--out", str(tmp_path / "safe")]) == 0
    with EmbeddedStore(tmp_path / "other.sqlite") as other:
        accept(read_files(sorted((tmp_path / "safe").glob("*.csv")), other, "nl"), other, "test")
        (oss,) = (e for e in other.snapshot().entities if e.id == "GM0828")
    assert estimate_of(oss) == Estimate(310, 280, 345, True)


def test_the_command_line_makes_the_gap_of_a_generated_region_show(tmp_path: Path, capsys) -> None:
    folder = tmp_path / "made"
    paths = write_templates(folder, ["AM01"], 120, 600, 3000, 3, ["buiten_beeld"], Style("strong", True, True, False))
    address = f"sqlite:///{(tmp_path / 'made.sqlite').as_posix()}"
    files = [str(paths[name]) for name in ("organisaties", "relaties", "doorverwijzingen")]
    assert main(["import", *files, "--store", address]) == 0
    with open_store(address) as made:
        assert not find_gaps(made.snapshot(Scope()), ["buiten_beeld"])
    capsys.readouterr()
    assert main(["estimates", str(paths["schattingen"]), "--on", "2026-01-01", "--store", address, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["columns"]["people"] == "jongeren_zonder_werk_en_school"
    with open_store(address) as made:
        found = find_gaps(made.snapshot(Scope()), ["buiten_beeld"])
    planted = paths["defects"].read_text(encoding="utf-8")
    assert len(found) == 1
    assert f"- {found[0].municipality}" in planted


def test_a_table_without_a_known_column_asks_for_its_name(tmp_path: Path, store: EmbeddedStore, capsys) -> None:
    path = tmp_path / "anders.csv"
    path.write_text("gm_code;jongeren thuis\nGM0828;310\n", encoding="utf-8")
    address = f"sqlite:///{(tmp_path / 'region.sqlite').as_posix()}"
    assert main(["estimates", str(path), "--store", address]) == 1
    assert "jongeren thuis" in capsys.readouterr().err
    assert main(["estimates", str(path), "--column", "jongeren thuis", "--store", address]) == 0
