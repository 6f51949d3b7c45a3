"""Whatever bytes a file holds, looking at it ends in an account, never in an error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph.schema import load_schema
from graph.store.embedded import EmbeddedStore
from graph.texts import texts
from loaders.importing import read_files
from loaders.templates import templates
from tests.support.files import TODAY, Upload, text_file, workbook

SCHEMA = load_schema()
HEADERS = [";".join(c.header.nl for c in template.columns) for template in templates(SCHEMA).values()]
NASTY = st.sampled_from(
    ["", " ", ";", '"', "\n", "\r", "\x00", "\ufeff", "=1+1", "'", "|", "NA", "1e999", "2025-02-30", "GM0828", "o1",
     "K-1", "samenwerking", "gemeente", "beide", "123456782", "01-03-2025", "x" * 3000, "é",
     "€", "\u2028", "-", "0", "9" * 25]
)  # fmt: skip
CELLS = st.lists(NASTY | st.text(max_size=8), max_size=22)
BOOK = workbook({"A": [["org_id", "naam", "soort"], ["o1", "Oss", "gemeente"], ["o2", 5, "pro"]], "B": [["x"], [1.5]]})


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """Looking does not change a store, so all examples can have the same one."""
    with EmbeddedStore(tmp_path_factory.mktemp("fuzz") / "kaart.db") as store:
        yield store


def look(store: EmbeddedStore, upload: Upload) -> None:
    """Look at a file, and check that its account is an account and can be told."""
    account = read_files([upload], store, "nl", today=TODAY).account
    assert account.files
    for file in account.files:
        assert file.read == file.new + file.changed + file.unchanged + file.rejected
        assert file.rejected <= len(file.problems)
    for language in ("nl", "en"):
        for problem in account.problems:
            assert texts(language).problem(problem)


slow_parts = settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a", "a.xlsm"]))
def test_any_bytes(shared: EmbeddedStore, content: bytes, name: str) -> None:
    look(shared, Upload(name, content))


@given(st.sampled_from(HEADERS), st.lists(CELLS, max_size=8), st.sampled_from(["utf-8", "cp1252", "utf-16"]))
@example(HEADERS[2], [["K-1", "2025-01-01", "o1", "o1"]], "utf-8")
@slow_parts
def test_any_cells_under_our_headers(shared: EmbeddedStore, header: str, rows: list[list[str]], encoding: str) -> None:
    content = "\n".join([header, *(";".join(row) for row in rows)]).encode(encoding, errors="replace")
    look(shared, Upload("a.csv", content))


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_header(shared: EmbeddedStore, header: str, row: str) -> None:
    look(shared, Upload("a.csv", f"{header}\n{row}\n".encode(errors="replace")))


@given(st.sampled_from(HEADERS), st.integers(0, 400), st.binary(max_size=5))
def test_any_damage_to_a_text_file(shared: EmbeddedStore, header: str, at: int, damage: bytes) -> None:
    upload = text_file("a.csv", header, "o1;Súdwest;gemeente;GM0828", 'o2;"Oss; x";pro;;')
    look(shared, Upload("a.csv", upload.content[:at] + damage + upload.content[at + len(damage) :]))


@given(st.integers(0, len(BOOK.content)), st.binary(min_size=1, max_size=6))
@slow_parts
def test_any_damage_to_a_workbook(shared: EmbeddedStore, at: int, damage: bytes) -> None:
    look(shared, Upload("a.xlsx", BOOK.content[:at] + damage + BOOK.content[at + len(damage) :]))


@given(st.integers(0, len(BOOK.content)))
@slow_parts
def test_any_part_of_a_workbook(shared: EmbeddedStore, length: int) -> None:
    look(shared, Upload("a.xlsx", BOOK.content[:length]))


@pytest.mark.parametrize("sample", sorted((Path(__file__).resolve().parents[3] / "shared").glob("*/*.csv")), ids=str)
def test_files_that_are_none_of_ours_are_told_so(shared: EmbeddedStore, sample: Path) -> None:
    """Published files in other layouts; they stand beside the project on some machines only."""
    (file,) = read_files([sample], shared, "nl").account.files
    assert file.refused or file.read
