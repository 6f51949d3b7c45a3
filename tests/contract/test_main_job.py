"""The main job over every store: the three files of the demo region in, twice; then every answer about them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.__main__ import main as graph_main
from graph.network import Scope
from graph.schema import DATA
from graph.store.contract import GraphStore
from graph.store.embedded import EmbeddedStore
from loaders.__main__ import main as loaders_main
from loaders.importing import accept, read_files

FILES = [DATA / "demo" / f"{name}.csv" for name in ("organisaties", "relaties", "doorverwijzingen")]
ROWS = sum(len(path.read_text(encoding="utf-8").splitlines()) - 1 for path in FILES)


def answer(capsys: pytest.CaptureFixture[str], code: int) -> dict[str, Any]:
    said = capsys.readouterr()
    assert code == 0, said.err
    return dict(json.loads(said.out))


def test_files_go_in_from_the_command_line_and_a_second_time_changes_nothing(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["import", *map(str, FILES), "--store", address, "--json"]
    first = answer(capsys, loaders_main(words))
    assert (first["read"], first["new"], first["rejected"], first["problems"]) == (ROWS, ROWS, 0, [])
    second = answer(capsys, loaders_main(words))
    assert (second["new"], second["changed"], second["unchanged"]) == (0, 0, ROWS)


def test_a_file_with_bad_rows_is_accounted_for_and_leaves_the_rest(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "organisaties.csv"
    bad.write_text("org_id;naam;soort;wachtdagen\na;A;pro;5\nb;B;kroeg;5\nc;C;mbo;-3\n", encoding="cp1252")
    assert loaders_main(["import", str(bad), "--store", address, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["read"], told["new"], told["rejected"]) == (3, 1, 2)
    assert [(p["row"], p["column"], p["value"]) for p in told["problems"]] == [
        (3, "soort", "kroeg"),
        (4, "wachtdagen", "-3"),
    ]


def test_every_answer_is_the_same_as_from_a_file(
    address: str, store: GraphStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = f"sqlite:///{tmp_path / 'reference.db'}"
    for opened in (store, EmbeddedStore(tmp_path / "reference.db")):
        accept(read_files(FILES, opened), opened, "test")
    employers = [e.id for e in store.snapshot(Scope(kinds=("werkgever",))).organisations[:3]]
    for words in (
        ["measures"],
        ["chain"],
        ["gaps"],
        ["simulate", "--employers", *employers, "--sets", "2", "--runs", "2"],
    ):
        given = [*words, "--region", "AM27", "--json", "--store"]
        here = answer(capsys, graph_main([*given, address]))
        there = answer(capsys, graph_main([*given, reference]))
        assert here == there, words[0]
