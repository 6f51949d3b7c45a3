"""Workbooks: all sheets, cells as a CSV file would have them, and nothing that can do harm."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest

from graph.problems import Problem
from loaders import dangers
from loaders.files import read_tables
from loaders.tables import Source
from tests.support.files import Upload, refusal, repacked, rows_of, workbook

SHEET = "xl/worksheets/sheet1.xml"
SIMPLE = workbook({"Blad1": [["a", "b"], ["1", "2"]]})


def part(upload: Upload, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(upload.content)) as archive:
        return archive.read(name)


def test_every_filled_sheet_is_a_table() -> None:
    upload = workbook({"Een": [["a"], ["1"]], "Leeg": [], "Twee": [["b"], ["2"]]})
    tables = read_tables(Source(upload.name, None, upload.content))
    assert [(t.sheet, t.header) for t in tables] == [("Een", ("a",)), ("Twee", ("b",))]


def test_cells_become_the_text_of_a_csv_file() -> None:
    moment = datetime.fromisoformat("2025-12-31T10:20")
    row = [12, 12.0, 12.5, True, False, date(2025, 12, 31), moment, None, "NA", 12345678]
    upload = workbook({"Blad1": [[f"k{n}" for n in range(len(row))], row]})
    expected = ["12", "12", "12.5", "1", "0", "2025-12-31", "2025-12-31 10:20:00", "", "NA", "12345678"]
    assert rows_of(upload) == [(2, expected)]


def test_rows_have_the_numbers_of_the_sheet() -> None:
    upload = workbook({"Blad1": [[], ["a", "b"], [], ["1", "2"], [" ", None], ["3", None]]})
    assert rows_of(upload) == [(4, ["1", "2"]), (6, ["3", ""])]


def test_a_formula_refuses_its_row_and_names_the_column() -> None:
    upload = workbook({"Blad1": [["a", "b"], ["1", "=A2+1"], ["3", "4"]]})
    table = read_tables(Source(upload.name, None, upload.content))[0]
    (number, problem), sound = table.stream()
    assert isinstance(problem, Problem)
    assert (number, problem.key, problem.place.sheet, problem.place.column) == (2, "problems.formula", "Blad1", "b")
    assert sound == (3, ["3", "4"])


def test_an_error_of_excel_refuses_its_row() -> None:
    assert rows_of(workbook({"Blad1": [["a"], ["#N/A"]]})) == [(2, "problems.cell_error")]


def test_a_filled_cell_beyond_the_header_refuses_the_row() -> None:
    assert rows_of(workbook({"Blad1": [["a"], ["1", "2"]]})) == [(2, "problems.row_too_long")]


@pytest.mark.parametrize("name", ["map.xlsm", "map.xlsx"])
def test_a_workbook_with_macros_is_refused(name: str) -> None:
    upload = repacked(SIMPLE, {"xl/vbaProject.bin": b"macro"} if name.endswith("x") else {}, name)
    assert refusal(upload).key == "problems.workbook_macros"


def test_a_workbook_that_says_it_has_macros_is_refused() -> None:
    types = part(SIMPLE, "[Content_Types].xml").replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
    assert refusal(repacked(SIMPLE, {"[Content_Types].xml": types})).key == "problems.workbook_macros"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = repacked(SIMPLE, {"xl/media/bomb.bin": bytes(60_000_000)})
    assert len(bomb.content) < 100_000
    assert refusal(bomb).key == "problems.workbook_bomb"


def test_a_workbook_that_unpacks_too_far_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dangers, "MAX_UNPACKED", 1_000)
    assert refusal(SIMPLE).key == "problems.workbook_bomb"


def test_an_enormous_cell_is_refused_before_it_is_parsed() -> None:
    text = "".join(f"{n:x}" for n in range(200_000))  # does not shrink like a bomb
    cell = f'<c r="A2" t="inlineStr"><is><t>{text}</t></is></c>'.encode()
    sheet = part(SIMPLE, SHEET).replace(b"</sheetData>", b'<row r="9">' + cell + b"</row></sheetData>")
    assert refusal(repacked(SIMPLE, {SHEET: sheet})).key == "problems.workbook_cell_too_long"


def test_a_cell_longer_than_excel_allows_refuses_its_row() -> None:
    sheet = part(SIMPLE, SHEET)
    long = b'<row r="2"><c r="A2" t="inlineStr"><is><t>' + b"x" * 40_000 + b"</t></is></c></row></sheetData>"
    sheet = re.sub(rb'<row r="2".*</sheetData>', lambda _: long, sheet, flags=re.DOTALL)
    assert rows_of(repacked(SIMPLE, {SHEET: sheet})) == [(2, "problems.cell_too_long")]


@pytest.mark.parametrize("target", ["xl/workbook.xml", SHEET])
def test_an_entity_bomb_is_refused(target: str) -> None:
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    content = part(SIMPLE, target)
    head, tail = (b"", content) if not content.startswith(b"<?xml") else content.split(b"?>", 1)
    bomb = (head + b"?>" if head else b"") + entities + tail
    assert refusal(repacked(SIMPLE, {target: bomb})).key in ("problems.workbook_damaged", "problems.sheet_damaged")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_workbook_that_was_cut_off_is_refused(share: float) -> None:
    cut = SIMPLE.content[: int(len(SIMPLE.content) * share)]
    assert refusal(Upload("map.xlsx", cut)).key == "problems.workbook_damaged"


def test_a_sheet_that_is_no_xml_is_refused() -> None:
    problem = refusal(repacked(SIMPLE, {SHEET: b"<worksheet><sheetData><row><c r='?'"}))
    assert problem.key in ("problems.workbook_damaged", "problems.sheet_damaged")


def test_a_row_number_beyond_excel_does_not_keep_us_busy() -> None:
    sheet = part(SIMPLE, SHEET).replace(b'<row r="2"', b'<row r="99999999999"')
    assert refusal(repacked(SIMPLE, {SHEET: sheet})).key == "problems.sheet_too_long"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "Workbook".encode("utf-16-le"), "file_old_xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le"), "file_locked"),
        (b"no zip at all", "workbook_damaged"),
        (b"", "file_empty"),
    ],
)
def test_what_only_looks_like_a_workbook_is_refused(content: bytes, key: str) -> None:
    assert refusal(Upload("map.xlsx", content)).key == f"problems.{key}"


def test_other_archives_are_refused_by_their_sort() -> None:
    for member, key in (("mimetype", "file_other_workbook"), ("foto.jpg", "file_other")):
        file = BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(member, b"x")
        assert refusal(Upload("map.ods", file.getvalue())).key == f"problems.{key}"


def test_a_workbook_named_csv_is_still_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "eigenlijk.csv"
    path.write_bytes(SIMPLE.content)
    assert read_tables(Source(path.name, path))[0].sheet == "Blad1"
